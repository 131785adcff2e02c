CREATE TABLE orders (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  total REAL NOT NULL CHECK (total >= 0),
  placed_at TEXT NOT NULL
);

ALTER TABLE customers ADD COLUMN email TEXT;
