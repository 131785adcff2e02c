SELECT id, total, ordered_at
FROM orders
WHERE status = ? AND ordered_at >= ?
ORDER BY ordered_at
LIMIT 50;
