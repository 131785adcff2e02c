SELECT DISTINCT e.id, e.name
FROM employees e
JOIN articles a ON a.author_id = e.id
JOIN article_tags t ON t.article_id = a.id;
