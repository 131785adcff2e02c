WITH spent AS (
  SELECT user_id, sum(total) AS amount FROM orders GROUP BY user_id
)
SELECT u.name, s.amount
FROM users u
JOIN spent s ON s.user_id = u.id
WHERE s.amount > (SELECT avg(amount) FROM spent)
  AND u.plan = 'enterprise';
