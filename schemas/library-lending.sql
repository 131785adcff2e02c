-- Public library lending
-- What is overdue, which titles wait longest for a copy, and what patrons owe.

CREATE TABLE branches (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  city TEXT NOT NULL,
  opening_hours TEXT CHECK (opening_hours IS NULL OR json_valid(opening_hours)) -- {"mon":["9-12","14-18"]}
);

CREATE TABLE patrons (
  id INTEGER PRIMARY KEY,
  card_number TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL COLLATE NOCASE,
  email TEXT,
  home_branch_id INTEGER REFERENCES branches (id),
  category TEXT NOT NULL DEFAULT 'adult' CHECK (category IN ('adult', 'child', 'student', 'senior', 'institution')),
  joined_on TEXT NOT NULL,
  blocked INTEGER NOT NULL DEFAULT 0 CHECK (blocked IN (0, 1))
);

CREATE TABLE works (
  id INTEGER PRIMARY KEY,
  title TEXT NOT NULL,
  original_language TEXT,
  first_published INTEGER CHECK (first_published BETWEEN 1400 AND 2025), -- year
  dewey TEXT
);

CREATE TABLE writers (
  id INTEGER PRIMARY KEY,
  sort_name TEXT NOT NULL COLLATE NOCASE,
  born INTEGER,
  died INTEGER
);

CREATE TABLE work_writers (
  work_id INTEGER NOT NULL REFERENCES works (id),
  writer_id INTEGER NOT NULL REFERENCES writers (id),
  role TEXT NOT NULL DEFAULT 'author' CHECK (role IN ('author', 'editor', 'translator', 'illustrator')),
  PRIMARY KEY (work_id, writer_id, role)
) WITHOUT ROWID;

CREATE TABLE copies (
  barcode TEXT PRIMARY KEY,
  work_id INTEGER NOT NULL REFERENCES works (id),
  branch_id INTEGER NOT NULL REFERENCES branches (id),
  format TEXT NOT NULL CHECK (format IN ('hardcover', 'paperback', 'large_print', 'audio_cd', 'dvd')),
  acquired_on TEXT NOT NULL,
  price_cents INTEGER NOT NULL CHECK (price_cents >= 0),
  withdrawn_on TEXT
);

CREATE TABLE loans (
  id INTEGER PRIMARY KEY,
  barcode TEXT NOT NULL REFERENCES copies (barcode),
  patron_id INTEGER NOT NULL REFERENCES patrons (id),
  lent_on TEXT NOT NULL,
  due_on TEXT NOT NULL,
  returned_on TEXT,
  renewals INTEGER NOT NULL DEFAULT 0 CHECK (renewals BETWEEN 0 AND 3),
  CHECK (due_on >= lent_on),
  CHECK (returned_on IS NULL OR returned_on >= lent_on)
);

CREATE TABLE holds (
  work_id INTEGER NOT NULL REFERENCES works (id),
  patron_id INTEGER NOT NULL REFERENCES patrons (id),
  placed_at TEXT NOT NULL,
  pickup_branch_id INTEGER NOT NULL REFERENCES branches (id),
  status TEXT NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting', 'ready', 'collected', 'expired', 'cancelled')),
  PRIMARY KEY (work_id, patron_id, placed_at)
);

CREATE TABLE fines (
  id INTEGER PRIMARY KEY,
  loan_id INTEGER NOT NULL REFERENCES loans (id),
  amount_cents INTEGER NOT NULL CHECK (amount_cents > 0),
  raised_on TEXT NOT NULL,
  paid_on TEXT,
  waived INTEGER NOT NULL DEFAULT 0 CHECK (waived IN (0, 1))
);

CREATE INDEX loans_patron ON loans (patron_id, returned_on);
