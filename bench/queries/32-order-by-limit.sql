SELECT id, title, views
FROM articles
WHERE status = 'published'
ORDER BY views DESC
LIMIT 20;
