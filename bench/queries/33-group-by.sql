SELECT session, count(*) AS events, min(created_at) AS first, max(created_at) AS last
FROM events
GROUP BY session
HAVING count(*) > 5;
