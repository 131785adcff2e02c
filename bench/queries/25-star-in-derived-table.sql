SELECT d.user_id, count(*) AS n
FROM (SELECT * FROM posts ORDER BY created_at) d
GROUP BY d.user_id;
