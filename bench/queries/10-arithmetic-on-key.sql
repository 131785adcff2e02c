SELECT id, total, status
FROM orders
WHERE user_id + 0 = 77;
