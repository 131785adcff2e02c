SELECT o.id, u.email
FROM orders o
JOIN users u ON u.id = o.user_id
WHERE o.coupon = 'WELCOME10' OR u.email = 'Aisha.Ali19488@mail.example';
