SELECT count(*) AS orders, sum(total) AS revenue
FROM orders
WHERE strftime('%Y', ordered_at) = '2023';
