-- Contacts and deals
-- Pipeline value by stage and owner, deals without activity, duplicate contacts, and why deals are lost.

CREATE TABLE sellers (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  region TEXT NOT NULL CHECK (region IN ('EMEA', 'AMER', 'APAC')),
  manager_id INTEGER REFERENCES sellers (id),
  quota_cents INTEGER
);

CREATE TABLE organisations (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL COLLATE NOCASE,
  industry TEXT CHECK (industry IN ('retail', 'finance', 'health', 'energy', 'media', 'public')),
  employees INTEGER,
  website TEXT,
  parent_id INTEGER REFERENCES organisations (id),
  custom_fields TEXT CHECK (custom_fields IS NULL OR json_valid(custom_fields)),
  created_at TEXT NOT NULL,
  deleted_at TEXT
);

CREATE TABLE contacts (
  id INTEGER PRIMARY KEY,
  organisation_id INTEGER REFERENCES organisations (id),
  name TEXT NOT NULL,
  email TEXT COLLATE NOCASE,
  phone TEXT,
  opted_out INTEGER NOT NULL DEFAULT 0 CHECK (opted_out IN (0, 1)),
  created_at TEXT NOT NULL,
  deleted_at TEXT
);

CREATE TABLE deals (
  id INTEGER PRIMARY KEY,
  organisation_id INTEGER NOT NULL REFERENCES organisations (id),
  seller_id INTEGER NOT NULL REFERENCES sellers (id),
  name TEXT NOT NULL,
  stage TEXT NOT NULL CHECK (stage IN ('lead', 'qualified', 'proposal', 'negotiation', 'won', 'lost')),
  value_cents INTEGER NOT NULL CHECK (value_cents >= 0),
  probability INTEGER NOT NULL DEFAULT 10 CHECK (probability BETWEEN 0 AND 100),
  expected_close_on TEXT,
  closed_at TEXT,
  lost_reason TEXT CHECK (lost_reason IN ('price', 'timing', 'competitor', 'no_budget', 'silence')),
  weighted_cents INTEGER GENERATED ALWAYS AS (value_cents * probability / 100) VIRTUAL
);

CREATE TABLE deal_contacts (
  deal_id INTEGER NOT NULL REFERENCES deals (id),
  contact_id INTEGER NOT NULL REFERENCES contacts (id),
  role TEXT CHECK (role IN ('decider', 'champion', 'user', 'blocker')),
  PRIMARY KEY (deal_id, contact_id)
) WITHOUT ROWID;

CREATE TABLE activities (
  id INTEGER PRIMARY KEY,
  deal_id INTEGER REFERENCES deals (id),
  contact_id INTEGER REFERENCES contacts (id),
  seller_id INTEGER NOT NULL REFERENCES sellers (id),
  kind TEXT NOT NULL CHECK (kind IN ('call', 'email', 'meeting', 'demo', 'task')),
  due_at TEXT NOT NULL,
  done_at TEXT,
  note TEXT
);
