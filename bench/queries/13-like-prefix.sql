SELECT id, title
FROM posts
WHERE title LIKE 'Camera join%'
ORDER BY id;
