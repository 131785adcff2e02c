-- the orders of one customer, newest first
SELECT id, status, total
FROM orders
WHERE user_id = 42
ORDER BY ordered_at DESC;
