SELECT id, name
FROM users
WHERE id IN (SELECT user_id FROM orders WHERE coupon IS NOT NULL AND total > 500);
