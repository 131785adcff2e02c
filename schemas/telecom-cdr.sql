-- Telecom call records
-- Minutes and data by tariff and cell, roaming cost, dropped calls, and invoices that do not fit the usage.

CREATE TABLE cells (
  cell_id INTEGER PRIMARY KEY,
  site_name TEXT NOT NULL,
  technology TEXT NOT NULL CHECK (technology IN ('2G', '4G', '5G')),
  lat REAL NOT NULL,
  lon REAL NOT NULL
);

CREATE TABLE rate_cards (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  monthly_fee_cents INTEGER NOT NULL CHECK (monthly_fee_cents BETWEEN 0 AND 9000),
  included_minutes INTEGER,
  included_mb INTEGER,
  cents_per_minute REAL NOT NULL DEFAULT 0
);

CREATE TABLE lines (
  msisdn TEXT PRIMARY KEY CHECK (length(msisdn) = 12),
  account_number INTEGER NOT NULL,
  rate_card_id INTEGER NOT NULL REFERENCES rate_cards (id),
  activated_on TEXT NOT NULL,
  ported_from TEXT,
  deactivated_on TEXT
) WITHOUT ROWID;

CREATE TABLE call_records (
  id INTEGER PRIMARY KEY,
  a_number TEXT NOT NULL REFERENCES lines (msisdn), -- who calls
  b_number TEXT NOT NULL, -- who is called; any network
  cell_id INTEGER REFERENCES cells (cell_id),
  started_at INTEGER NOT NULL,
  duration_s INTEGER NOT NULL CHECK (duration_s BETWEEN 0 AND 14400),
  direction TEXT NOT NULL CHECK (direction IN ('out', 'in', 'forwarded')),
  end_cause TEXT NOT NULL CHECK (end_cause IN ('normal', 'busy', 'no_answer', 'dropped', 'congestion')),
  is_roaming INTEGER NOT NULL DEFAULT 0 CHECK (is_roaming IN (0, 1)),
  charge_cents INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE data_sessions (
  msisdn TEXT NOT NULL REFERENCES lines (msisdn),
  started_at INTEGER NOT NULL,
  cell_id INTEGER REFERENCES cells (cell_id),
  bytes_up INTEGER NOT NULL CHECK (bytes_up >= 0),
  bytes_down INTEGER NOT NULL CHECK (bytes_down >= 0),
  PRIMARY KEY (msisdn, started_at)
) WITHOUT ROWID;

CREATE TABLE phone_invoices (
  msisdn TEXT NOT NULL REFERENCES lines (msisdn),
  year INTEGER NOT NULL CHECK (year BETWEEN 2019 AND 2024),
  month INTEGER NOT NULL CHECK (month BETWEEN 1 AND 12),
  fee_cents INTEGER NOT NULL,
  usage_cents INTEGER NOT NULL,
  total_cents INTEGER GENERATED ALWAYS AS (fee_cents + usage_cents) VIRTUAL,
  paid_on TEXT,
  PRIMARY KEY (msisdn, year, month)
);

CREATE INDEX call_records_a ON call_records (a_number, started_at);
