SELECT u.country, count(*) AS orders, sum(o.total) AS revenue
FROM orders o
JOIN users u ON u.id = o.user_id
WHERE o.status = 'paid'
GROUP BY u.country
ORDER BY revenue DESC
LIMIT 10;
