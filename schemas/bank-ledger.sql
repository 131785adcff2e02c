-- Bank ledger
-- Balances and turnover per account, transfers that do not balance, overdrafts and suspicious patterns.

CREATE TABLE bank_branches (
  id INTEGER PRIMARY KEY,
  bic TEXT NOT NULL UNIQUE,
  city TEXT NOT NULL
) STRICT;

CREATE TABLE holders (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('person', 'company', 'association')),
  name TEXT NOT NULL,
  tax_country TEXT NOT NULL,
  risk_class INTEGER NOT NULL DEFAULT 1 CHECK (risk_class BETWEEN 1 AND 4),
  onboarded_at TEXT NOT NULL,
  guardian_id INTEGER REFERENCES holders (id)
) STRICT;

CREATE TABLE accounts (
  iban TEXT PRIMARY KEY,
  branch_id INTEGER NOT NULL REFERENCES bank_branches (id),
  kind TEXT NOT NULL CHECK (kind IN ('current', 'savings', 'loan', 'deposit')),
  currency TEXT NOT NULL DEFAULT 'EUR' CHECK (currency IN ('EUR', 'USD', 'GBP', 'CHF')),
  overdraft_limit_cents INTEGER NOT NULL DEFAULT 0 CHECK (overdraft_limit_cents >= 0),
  interest_rate REAL,
  opened_on TEXT NOT NULL,
  closed_on TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE account_holders (
  iban TEXT NOT NULL REFERENCES accounts (iban),
  holder_id INTEGER NOT NULL REFERENCES holders (id),
  role TEXT NOT NULL CHECK (role IN ('owner', 'co_owner', 'proxy')),
  PRIMARY KEY (iban, holder_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE journal_entries (
  id INTEGER PRIMARY KEY,
  booked_at TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('transfer', 'card', 'cash', 'fee', 'interest', 'direct_debit')),
  reference TEXT,
  reverses_id INTEGER REFERENCES journal_entries (id)
) STRICT;

CREATE TABLE postings (
  entry_id INTEGER NOT NULL REFERENCES journal_entries (id),
  line INTEGER NOT NULL,
  iban TEXT NOT NULL REFERENCES accounts (iban),
  amount_cents INTEGER NOT NULL CHECK (amount_cents BETWEEN -500000 AND 500000), -- negative: debit
  value_date TEXT NOT NULL,
  PRIMARY KEY (entry_id, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE daily_balances (
  iban TEXT NOT NULL REFERENCES accounts (iban),
  day TEXT NOT NULL,
  closing_cents INTEGER NOT NULL,
  PRIMARY KEY (iban, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE standing_orders (
  id INTEGER PRIMARY KEY,
  from_iban TEXT NOT NULL REFERENCES accounts (iban),
  to_iban TEXT NOT NULL,
  amount_cents INTEGER NOT NULL CHECK (amount_cents > 0),
  every_months INTEGER NOT NULL DEFAULT 1 CHECK (every_months IN (1, 3, 6, 12)),
  next_on TEXT,
  stopped_on TEXT
) STRICT;

CREATE TABLE cards (
  id INTEGER PRIMARY KEY,
  iban TEXT NOT NULL REFERENCES accounts (iban),
  holder_id INTEGER NOT NULL REFERENCES holders (id),
  last_digits TEXT NOT NULL CHECK (length(last_digits) = 4),
  expires_on TEXT NOT NULL,
  is_blocked INTEGER NOT NULL DEFAULT 0 CHECK (is_blocked IN (0, 1))
) STRICT;

CREATE INDEX postings_iban ON postings (iban, value_date);
