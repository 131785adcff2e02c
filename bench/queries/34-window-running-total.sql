SELECT user_id, ordered_at, sum(total) OVER (PARTITION BY user_id ORDER BY ordered_at) AS running
FROM orders
WHERE user_id < 500;
