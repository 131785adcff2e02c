SELECT o.id,
       o.total
       , o.total::int
FROM orders o;

SELECT 1;
