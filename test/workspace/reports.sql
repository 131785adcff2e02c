-- Large orders beside the average order of the same status.
SELECT o.id, o.status, o.total,
       (SELECT AVG(x.total) FROM orders x WHERE x.status = o.status) AS average
FROM orders o
WHERE o.total > 100
ORDER BY o.id;

-- One user.
SELECT name, email FROM users WHERE id = 7;

-- Posts of the users of one country.
SELECT p.id, p.title FROM posts p JOIN users u ON u.id = p.user_id WHERE lower(u.country) = lower(:country);

-- Posts that nobody has commented on yet, in two countries.
SELECT p.id, p.title
FROM posts p
JOIN users u ON u.id = p.user_id
WHERE (u.country = 'DE' OR u.country = 'FR')
  AND p.id NOT IN (SELECT c.post_id FROM comments c);

-- Orders of one user.
SELECT id, total FROM orders WHERE user_id = 7;

-- Never ends.
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
SELECT COUNT(*) FROM n;
