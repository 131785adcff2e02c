SELECT id, type, session
FROM events
WHERE date(created_at) = '2023-06-15';
