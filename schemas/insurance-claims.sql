-- Insurance claims
-- Loss ratio by product and broker, open reserves, how long claims take and which ones look suspicious.

CREATE TABLE products (
  id INTEGER PRIMARY KEY,
  line TEXT NOT NULL CHECK (line IN ('motor', 'home', 'liability', 'travel', 'legal')),
  name TEXT NOT NULL,
  launched_on DATE NOT NULL,
  withdrawn_on DATE
);

CREATE TABLE brokers (
  id INTEGER PRIMARY KEY,
  name VARCHAR(80) NOT NULL,
  licence_number VARCHAR(20) UNIQUE,
  commission_percent REAL NOT NULL CHECK (commission_percent BETWEEN 0 AND 25),
  head_office_id INTEGER REFERENCES brokers (id)
);

CREATE TABLE policyholders (
  id INTEGER PRIMARY KEY,
  name VARCHAR(120) NOT NULL,
  birth_date DATE,
  email VARCHAR(120) COLLATE NOCASE,
  is_company BOOLEAN NOT NULL DEFAULT 0,
  created_at DATETIME NOT NULL,
  deleted_at DATETIME
);

CREATE TABLE policies (
  policy_number VARCHAR(16) PRIMARY KEY NOT NULL,
  product_id INTEGER NOT NULL REFERENCES products (id),
  policyholder_id INTEGER NOT NULL REFERENCES policyholders (id),
  broker_id INTEGER REFERENCES brokers (id),
  annual_premium DECIMAL(10,2) NOT NULL CHECK (annual_premium > 0),
  deductible DECIMAL(10,2) NOT NULL DEFAULT 0,
  starts_on DATE NOT NULL,
  ends_on DATE NOT NULL,
  status VARCHAR(12) NOT NULL CHECK (status IN ('quoted', 'active', 'lapsed', 'cancelled', 'expired')),
  CHECK (ends_on >= starts_on)
);

CREATE TABLE coverages (
  policy_number VARCHAR(16) NOT NULL REFERENCES policies (policy_number),
  peril VARCHAR(20) NOT NULL CHECK (peril IN ('fire', 'theft', 'water', 'storm', 'collision', 'third_party')),
  sum_insured DECIMAL(12,2) NOT NULL CHECK (sum_insured >= 1000),
  PRIMARY KEY (policy_number, peril)
) WITHOUT ROWID;

CREATE TABLE adjusters (
  id INTEGER PRIMARY KEY,
  name VARCHAR(80) NOT NULL,
  team VARCHAR(20) NOT NULL CHECK (team IN ('fast_track', 'complex', 'fraud', 'injury')),
  team_lead_id INTEGER REFERENCES adjusters (id)
);

CREATE TABLE losses (
  id INTEGER PRIMARY KEY,
  policy_number VARCHAR(16) NOT NULL,
  peril VARCHAR(20) NOT NULL,
  occurred_at DATETIME NOT NULL,
  reported_at DATETIME NOT NULL,
  adjuster_id INTEGER REFERENCES adjusters (id),
  status VARCHAR(12) NOT NULL DEFAULT 'reported' CHECK (status IN ('reported', 'assessing', 'approved', 'rejected', 'paid', 'reopened')),
  fraud_score REAL CHECK (fraud_score BETWEEN 0 AND 1),
  description TEXT,
  FOREIGN KEY (policy_number, peril) REFERENCES coverages (policy_number, peril),
  CHECK (occurred_at <= reported_at)
);

CREATE TABLE loss_reserves (
  loss_id INTEGER NOT NULL REFERENCES losses (id),
  set_on DATE NOT NULL,
  amount DECIMAL(12,2) NOT NULL CHECK (amount >= 0),
  PRIMARY KEY (loss_id, set_on)
);

CREATE TABLE loss_payments (
  id INTEGER PRIMARY KEY,
  loss_id INTEGER NOT NULL REFERENCES losses (id),
  payee VARCHAR(120) NOT NULL,
  amount DECIMAL(12,2) NOT NULL,
  paid_on DATE NOT NULL,
  is_recovery BOOLEAN NOT NULL DEFAULT 0
);

CREATE TABLE loss_documents (
  id INTEGER PRIMARY KEY,
  loss_id INTEGER NOT NULL REFERENCES losses (id),
  kind VARCHAR(12) NOT NULL CHECK (kind IN ('photo', 'invoice', 'police', 'letter', 'expertise')),
  file_name VARCHAR(200) NOT NULL,
  byte_size INTEGER NOT NULL,
  uploaded_at DATETIME NOT NULL
);

CREATE TABLE loss_notes (
  loss_id INTEGER NOT NULL REFERENCES losses (id),
  note_number INTEGER NOT NULL,
  adjuster_id INTEGER NOT NULL REFERENCES adjusters (id),
  body TEXT NOT NULL,
  written_at DATETIME NOT NULL,
  PRIMARY KEY (loss_id, note_number)
);
