-- Income tax returns
-- Tax due and refunds by office, income type and year, unusual deductions and how long assessment takes.

CREATE TABLE tax_offices (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('north', 'south', 'east', 'west'))
);

CREATE TABLE taxpayers (
  tax_id TEXT PRIMARY KEY CHECK (length(tax_id) = 11),
  name TEXT NOT NULL,
  birth_date TEXT NOT NULL,
  spouse_tax_id TEXT REFERENCES taxpayers (tax_id),
  tax_office_id INTEGER NOT NULL REFERENCES tax_offices (id),
  church_member INTEGER NOT NULL DEFAULT 0 CHECK (church_member IN (0, 1)),
  deceased_on TEXT
);

CREATE TABLE returns (
  tax_id TEXT NOT NULL REFERENCES taxpayers (tax_id),
  year INTEGER NOT NULL CHECK (year BETWEEN 2005 AND 2024),
  filed_on TEXT,
  joint INTEGER NOT NULL DEFAULT 0 CHECK (joint IN (0, 1)),
  status TEXT NOT NULL CHECK (status IN ('draft', 'filed', 'queried', 'assessed', 'appealed')),
  wages REAL NOT NULL DEFAULT 0 CHECK (wages BETWEEN 0 AND 400000),
  self_employment REAL NOT NULL DEFAULT 0,
  rental_income REAL NOT NULL DEFAULT 0,
  capital_income REAL NOT NULL DEFAULT 0,
  pension_income REAL NOT NULL DEFAULT 0,
  agricultural_income REAL NOT NULL DEFAULT 0,
  other_income REAL NOT NULL DEFAULT 0,
  foreign_income REAL,
  commuting_km INTEGER,
  commuting_days INTEGER,
  home_office_days INTEGER CHECK (home_office_days BETWEEN 0 AND 220),
  work_expenses REAL,
  training_expenses REAL,
  insurance_premiums REAL,
  pension_contributions REAL,
  donations REAL,
  medical_expenses REAL,
  childcare_expenses REAL,
  alimony REAL,
  craftsman_services REAL,
  household_services REAL,
  disability_degree INTEGER CHECK (disability_degree BETWEEN 20 AND 100),
  child_count INTEGER NOT NULL DEFAULT 0 CHECK (child_count BETWEEN 0 AND 7),
  wage_tax_withheld REAL NOT NULL DEFAULT 0,
  capital_tax_withheld REAL NOT NULL DEFAULT 0,
  prepayments REAL NOT NULL DEFAULT 0,
  loss_carried_forward REAL,
  advisor_id INTEGER REFERENCES tax_advisors (id),
  total_income REAL GENERATED ALWAYS AS (wages + self_employment + rental_income + capital_income + pension_income) STORED,
  PRIMARY KEY (tax_id, year)
);

CREATE TABLE tax_advisors (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  chamber_number TEXT NOT NULL UNIQUE
);

CREATE TABLE assessments (
  id INTEGER PRIMARY KEY,
  tax_id TEXT NOT NULL,
  year INTEGER NOT NULL,
  issued_on TEXT NOT NULL,
  taxable_income REAL NOT NULL CHECK (taxable_income >= 0),
  tax_due REAL NOT NULL,
  is_provisional INTEGER NOT NULL DEFAULT 0 CHECK (is_provisional IN (0, 1)),
  FOREIGN KEY (tax_id, year) REFERENCES returns (tax_id, year)
);

CREATE TABLE tax_payments (
  id INTEGER PRIMARY KEY,
  assessment_id INTEGER REFERENCES assessments (id),
  tax_id TEXT NOT NULL REFERENCES taxpayers (tax_id),
  amount REAL NOT NULL,
  paid_on TEXT NOT NULL,
  method TEXT NOT NULL CHECK (method IN ('transfer', 'direct_debit', 'refund', 'offset'))
);

CREATE TABLE appeals (
  id INTEGER PRIMARY KEY,
  assessment_id INTEGER NOT NULL REFERENCES assessments (id),
  filed_on TEXT NOT NULL,
  decided_on TEXT,
  outcome TEXT CHECK (outcome IN ('granted', 'partly', 'dismissed', 'withdrawn')),
  CHECK (decided_on IS NULL OR decided_on >= filed_on)
);
