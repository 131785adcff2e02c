SELECT e.user_id, e.type, e.created_at
FROM events e
WHERE e.created_at = (SELECT max(x.created_at) FROM events x WHERE x.user_id = e.user_id)
  AND e.created_at >= '2024-01-01';
