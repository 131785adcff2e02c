SELECT a.id, a.title
FROM articles a
WHERE (SELECT count(*) FROM article_tags t WHERE t.article_id = a.id) > 0;
