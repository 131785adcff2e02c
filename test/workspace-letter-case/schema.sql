-- The addresses of payments come from elsewhere and are compared whatever their letter case.
CREATE TABLE customers (
  id INTEGER PRIMARY KEY,
  email TEXT NOT NULL
);

CREATE TABLE payments (
  id INTEGER PRIMARY KEY,
  email TEXT NOT NULL COLLATE NOCASE,
  amount REAL NOT NULL
);
