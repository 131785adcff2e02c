SELECT u.id, u.email
FROM users u
WHERE NOT EXISTS (SELECT 1 FROM posts p WHERE p.user_id = u.id)
  AND u.status = 'banned';
