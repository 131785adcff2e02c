SELECT status, count(*) AS n, avg(total) AS mean
FROM (SELECT status, total FROM orders ORDER BY ordered_at DESC, id)
GROUP BY status;
