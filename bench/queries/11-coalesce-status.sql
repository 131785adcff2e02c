SELECT id, coupon
FROM orders
WHERE coalesce(coupon, '') = 'WELCOME10';
