-- Slow queries on the sample database (users, orders, posts, comments, employees, events, articles, tags).
-- In VS Code: choose the sample database in the status bar, then "Optimize" above a statement.

-- Orders above the average of their own customer: the average is computed again for every order.
SELECT o.id, o.user_id, o.total
FROM orders o
WHERE o.total > (
  SELECT AVG(o2.total)
  FROM orders o2
  WHERE o2.user_id = o.user_id
);

-- Revenue of March 2024: the function hides the column from any index.
SELECT COUNT(*) AS orders, SUM(total) AS revenue
FROM orders
WHERE strftime('%Y-%m', ordered_at) = '2024-03';

-- Everyone who wrote a post or a comment that was liked: an OR across two tables.
SELECT u.id, u.name
FROM users u
WHERE EXISTS (SELECT 1 FROM posts p WHERE p.user_id = u.id AND p.likes > 50)
   OR (SELECT COUNT(*) FROM comments c WHERE c.user_id = u.id AND c.score > 10) > 0;

-- Customers with a paid order: joins every order, then throws the duplicates away.
SELECT DISTINCT u.id, u.email
FROM users u
JOIN orders o ON o.user_id = u.id
WHERE o.status = 'paid';

-- The latest order of each customer.
SELECT o.user_id, o.id, o.ordered_at
FROM orders o
WHERE o.ordered_at = (SELECT MAX(x.ordered_at) FROM orders x WHERE x.user_id = o.user_id);

-- One page of a customer's events.
SELECT id, type, created_at
FROM events
WHERE user_id = :user AND type = 'purchase'
ORDER BY created_at DESC
LIMIT 20;

-- Already as fast as it gets: the primary key finds the row.
SELECT name, email FROM users WHERE id = 42;
