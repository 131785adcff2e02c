SELECT id, parent_id, user_id
FROM comments
WHERE parent_id = 120 OR user_id = 120;
