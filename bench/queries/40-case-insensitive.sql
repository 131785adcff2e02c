SELECT id, name
FROM employees
WHERE lower(email) = lower('Mia.Singh@corp.example');
