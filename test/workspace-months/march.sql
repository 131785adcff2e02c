-- What was paid in a month.
SELECT p.id, p.email, p.amount
FROM payments p
WHERE p.paid_on <> 'unknown' AND substr(p.paid_on, 1, 7) = '2023-03'
ORDER BY p.id;
