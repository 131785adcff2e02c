SELECT type, count(*) AS n
FROM events
WHERE date(created_at) BETWEEN '2023-03-01' AND '2023-03-07'
GROUP BY type;
