-- Payroll
-- What was paid to whom in which month, by cost centre and pay element, and how it differs from the contract.

CREATE TABLE companies (
  id INTEGER PRIMARY KEY,
  legal_name TEXT NOT NULL,
  tax_number TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE cost_centres (
  company_id INTEGER NOT NULL REFERENCES companies (id),
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  parent_code TEXT,
  PRIMARY KEY (company_id, code),
  FOREIGN KEY (company_id, parent_code) REFERENCES cost_centres (company_id, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE workers (
  id INTEGER PRIMARY KEY,
  company_id INTEGER NOT NULL REFERENCES companies (id),
  personnel_number TEXT NOT NULL,
  name TEXT NOT NULL,
  birth_date TEXT NOT NULL,
  iban TEXT NOT NULL,
  hired_on TEXT NOT NULL,
  left_on TEXT,
  UNIQUE (company_id, personnel_number)
) STRICT;

CREATE TABLE contracts (
  id INTEGER PRIMARY KEY,
  worker_id INTEGER NOT NULL REFERENCES workers (id),
  valid_from TEXT NOT NULL,
  valid_to TEXT,
  kind TEXT NOT NULL CHECK (kind IN ('permanent', 'fixed_term', 'marginal', 'apprentice')),
  company_id INTEGER NOT NULL,
  cost_centre TEXT NOT NULL,
  weekly_hours REAL NOT NULL CHECK (weekly_hours BETWEEN 5 AND 40),
  monthly_gross_cents INTEGER NOT NULL CHECK (monthly_gross_cents BETWEEN 45000 AND 1500000),
  UNIQUE (worker_id, valid_from),
  FOREIGN KEY (company_id, cost_centre) REFERENCES cost_centres (company_id, code)
) STRICT;

CREATE TABLE pay_elements (
  code TEXT PRIMARY KEY,
  label TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('earning', 'deduction', 'employer_cost')),
  is_taxable INTEGER NOT NULL DEFAULT 1 CHECK (is_taxable IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE TABLE pay_periods (
  id INTEGER PRIMARY KEY,
  company_id INTEGER NOT NULL REFERENCES companies (id),
  year INTEGER NOT NULL CHECK (year BETWEEN 2015 AND 2025),
  month INTEGER NOT NULL CHECK (month BETWEEN 1 AND 12),
  closed_at TEXT,
  UNIQUE (company_id, year, month)
) STRICT;

CREATE TABLE payslips (
  id INTEGER PRIMARY KEY,
  pay_period_id INTEGER NOT NULL REFERENCES pay_periods (id),
  worker_id INTEGER NOT NULL REFERENCES workers (id),
  gross_cents INTEGER NOT NULL CHECK (gross_cents >= 0),
  net_cents INTEGER NOT NULL CHECK (net_cents >= 0),
  corrected_payslip_id INTEGER REFERENCES payslips (id),
  issued_at TEXT NOT NULL,
  CHECK (net_cents <= gross_cents)
) STRICT;

CREATE TABLE payslip_lines (
  payslip_id INTEGER NOT NULL REFERENCES payslips (id),
  line_number INTEGER NOT NULL,
  element TEXT NOT NULL REFERENCES pay_elements (code),
  quantity REAL NOT NULL DEFAULT 1,
  amount_cents INTEGER NOT NULL,
  PRIMARY KEY (payslip_id, line_number)
) STRICT, WITHOUT ROWID;

CREATE TABLE time_sheets (
  worker_id INTEGER NOT NULL REFERENCES workers (id),
  day TEXT NOT NULL CHECK (date(day) IS NOT NULL),
  hours REAL NOT NULL CHECK (hours BETWEEN 0 AND 14),
  overtime_hours REAL NOT NULL DEFAULT 0 CHECK (overtime_hours BETWEEN 0 AND 6),
  approved_by INTEGER REFERENCES workers (id),
  PRIMARY KEY (worker_id, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE absences (
  id INTEGER PRIMARY KEY,
  worker_id INTEGER NOT NULL REFERENCES workers (id),
  reason TEXT NOT NULL CHECK (reason IN ('holiday', 'sick', 'parental', 'unpaid', 'training')),
  first_day TEXT NOT NULL,
  last_day TEXT NOT NULL,
  is_half_day INTEGER NOT NULL DEFAULT 0 CHECK (is_half_day IN (0, 1)),
  CHECK (first_day <= last_day)
) STRICT;
