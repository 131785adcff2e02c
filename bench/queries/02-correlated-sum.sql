SELECT u.id, u.name,
       (SELECT sum(o.total) FROM orders o WHERE o.user_id = u.id) AS spent
FROM users u
WHERE u.country = 'NL' AND u.plan = 'free' AND u.id < 3000;
