SELECT p.id, p.title
FROM posts p
LEFT JOIN (SELECT post_id, count(*) AS n FROM comments GROUP BY post_id) c ON c.post_id = p.id
WHERE p.views > 1000;
