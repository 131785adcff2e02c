SELECT id, title
FROM articles
WHERE id NOT IN (SELECT article_id FROM article_tags);
