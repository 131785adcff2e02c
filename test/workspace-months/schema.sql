-- Of old payments only the month is known, '2023-03', and of some not even that: 'unknown'.
CREATE TABLE payments (
  id INTEGER PRIMARY KEY,
  email TEXT NOT NULL,
  paid_on TEXT NOT NULL COLLATE NOCASE,
  amount REAL NOT NULL
);
CREATE INDEX payments_paid_on ON payments (paid_on);
