SELECT id, user_id
FROM events
WHERE type = 'logout' OR type = 'error' OR type = 'signup';
