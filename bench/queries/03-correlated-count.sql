SELECT p.id, p.title,
       (SELECT count(*) FROM comments c WHERE c.post_id = p.id) AS comments
FROM posts p
WHERE p.status = 'published'
ORDER BY p.id;
