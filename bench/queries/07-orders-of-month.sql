SELECT id, user_id, total
FROM orders
WHERE strftime('%Y-%m', ordered_at) = '2023-05';
