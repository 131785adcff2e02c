SELECT id, title FROM posts WHERE status = 'draft'
UNION
SELECT id, title FROM posts WHERE status = 'published';
