-- Legacy utility billing
-- Arrears by age, meter reads outside the usual range, and accounts billed without a read; no keys declared between tables.

CREATE TABLE acct (
  acct_no INTEGER PRIMARY KEY,
  prem_no INTEGER NOT NULL,
  nm TEXT NOT NULL COLLATE NOCASE,
  cls TEXT NOT NULL CHECK (cls IN ('RES', 'COM', 'IND', 'GOV')),
  open_dt TEXT NOT NULL,
  clos_dt TEXT,
  auto_pay_flg INTEGER DEFAULT 0
);

CREATE TABLE prem (
  prem_no INTEGER PRIMARY KEY,
  addr TEXT NOT NULL,
  zip_cd TEXT,
  rte INTEGER NOT NULL CHECK (rte BETWEEN 1 AND 60) -- reading route
);

CREATE TABLE mtr (
  mtr_no INTEGER PRIMARY KEY,
  prem_no INTEGER NOT NULL,
  svc TEXT NOT NULL CHECK (svc IN ('W', 'E', 'G')),
  inst_dt TEXT,
  mult REAL NOT NULL DEFAULT 1
);

CREATE TABLE mtrrd (
  mtr_no INTEGER NOT NULL,
  rd_dt TEXT NOT NULL,
  rd INTEGER NOT NULL CHECK (rd BETWEEN 0 AND 99999),
  est_flg INTEGER NOT NULL DEFAULT 0 CHECK (est_flg IN (0, 1)),
  PRIMARY KEY (mtr_no, rd_dt)
) WITHOUT ROWID;

CREATE TABLE bill (
  bill_no INTEGER PRIMARY KEY,
  acct_no INTEGER NOT NULL,
  bill_dt TEXT NOT NULL,
  cons INTEGER,
  curr_amt REAL NOT NULL,
  prev_amt REAL NOT NULL DEFAULT 0,
  void_flg INTEGER NOT NULL DEFAULT 0 CHECK (void_flg IN (0, 1))
);

CREATE TABLE pmt (
  pmt_no INTEGER PRIMARY KEY,
  acct_no INTEGER,
  bill_no INTEGER,
  pmt_dt TEXT NOT NULL,
  pmt_amt REAL NOT NULL,
  src TEXT CHECK (src IN ('CHK', 'CSH', 'ACH', 'WEB'))
);

CREATE TABLE rmrk (
  acct_no INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  txt TEXT,
  PRIMARY KEY (acct_no, seq)
);
