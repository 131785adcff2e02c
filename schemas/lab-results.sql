-- Laboratory results
-- Turnaround by test and sender, values out of range, reruns after failed controls, and what is billed.

CREATE TABLE senders (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('practice', 'clinic', 'company', 'study')),
  city TEXT,
  discount_percent REAL NOT NULL DEFAULT 0 CHECK (discount_percent BETWEEN 0 AND 30)
);

CREATE TABLE subjects_of_tests (
  id INTEGER PRIMARY KEY,
  pseudonym TEXT NOT NULL UNIQUE,
  sex TEXT CHECK (sex IN ('F', 'M')),
  birth_year INTEGER CHECK (birth_year BETWEEN 1925 AND 2024)
);

CREATE TABLE samples (
  barcode TEXT PRIMARY KEY,
  subject_id INTEGER NOT NULL REFERENCES subjects_of_tests (id),
  sender_id INTEGER NOT NULL REFERENCES senders (id),
  material TEXT NOT NULL CHECK (material IN ('serum', 'plasma', 'urine', 'swab', 'blood', 'tissue')),
  drawn_at TEXT NOT NULL,
  received_at TEXT NOT NULL,
  parent_barcode TEXT REFERENCES samples (barcode), -- aliquot of
  discarded_at TEXT,
  CHECK (drawn_at <= received_at)
);

CREATE TABLE analytes (
  code TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  unit TEXT NOT NULL,
  price_cents INTEGER NOT NULL CHECK (price_cents >= 0),
  is_send_out INTEGER NOT NULL DEFAULT 0 CHECK (is_send_out IN (0, 1))
) WITHOUT ROWID;

CREATE TABLE reference_ranges (
  analyte TEXT NOT NULL REFERENCES analytes (code),
  sex TEXT NOT NULL CHECK (sex IN ('F', 'M')),
  age_from INTEGER NOT NULL CHECK (age_from BETWEEN 0 AND 90),
  low REAL NOT NULL,
  high REAL NOT NULL,
  PRIMARY KEY (analyte, sex, age_from),
  CHECK (low <= high)
) WITHOUT ROWID;

CREATE TABLE panels (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
);

CREATE TABLE panel_analytes (
  panel_id INTEGER NOT NULL REFERENCES panels (id),
  analyte TEXT NOT NULL REFERENCES analytes (code),
  PRIMARY KEY (panel_id, analyte)
) WITHOUT ROWID;

CREATE TABLE analysers (
  id INTEGER PRIMARY KEY,
  model TEXT NOT NULL,
  serial_number TEXT NOT NULL UNIQUE,
  in_service_since TEXT NOT NULL
);

CREATE TABLE runs (
  id INTEGER PRIMARY KEY,
  analyser_id INTEGER NOT NULL REFERENCES analysers (id),
  started_at TEXT NOT NULL,
  control_passed INTEGER NOT NULL CHECK (control_passed IN (0, 1)),
  technician TEXT
);

CREATE TABLE results (
  barcode TEXT NOT NULL REFERENCES samples (barcode),
  analyte TEXT NOT NULL REFERENCES analytes (code),
  run_id INTEGER NOT NULL REFERENCES runs (id),
  value REAL,
  flag TEXT CHECK (flag IN ('L', 'H', 'LL', 'HH', 'NR')),
  validated_at TEXT,
  validated_by TEXT,
  PRIMARY KEY (barcode, analyte, run_id)
) WITHOUT ROWID;

CREATE INDEX results_run ON results (run_id);
