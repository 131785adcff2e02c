SELECT id, name, email
FROM users
WHERE substr(email, 1, 4) = 'anna';
