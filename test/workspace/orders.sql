-- Customers and what they spent in 2024.
SELECT c.name, (SELECT SUM(o.total) FROM orders o WHERE o.customer_id = c.id AND o.placed_at >= '2024-01-01') AS spent
FROM customers c
ORDER BY spent DESC;

SELECT *
FROM orders
WHERE customer_id IN (SELECT id FROM customers WHERE country = 'DE');
