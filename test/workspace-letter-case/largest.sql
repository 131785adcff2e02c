-- The largest payment of each customer.
SELECT c.id, (SELECT MAX(p.amount) FROM payments p WHERE c.email = p.email) AS largest
FROM customers c
ORDER BY c.id;
