-- Law firm cases
-- Billable hours not yet invoiced, deadlines this week, conflicts of interest, and profit per case.

CREATE TABLE lawyers (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  grade TEXT NOT NULL CHECK (grade IN ('trainee', 'associate', 'counsel', 'partner')),
  hourly_rate_cents INTEGER NOT NULL CHECK (hourly_rate_cents BETWEEN 8000 AND 60000),
  mentor_id INTEGER REFERENCES lawyers (id),
  left_on TEXT
);

CREATE TABLE parties_involved (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL COLLATE NOCASE,
  kind TEXT NOT NULL CHECK (kind IN ('person', 'company', 'authority')),
  parent_id INTEGER REFERENCES parties_involved (id)
);

CREATE TABLE courts (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  city TEXT NOT NULL,
  instance INTEGER NOT NULL CHECK (instance BETWEEN 1 AND 4),
  appeals_to_id INTEGER REFERENCES courts (id)
);

CREATE TABLE cases (
  year INTEGER NOT NULL CHECK (year BETWEEN 2012 AND 2025),
  case_number INTEGER NOT NULL,
  title TEXT NOT NULL,
  area TEXT NOT NULL CHECK (area IN ('labour', 'family', 'tenancy', 'contract', 'criminal', 'tax')),
  court_id INTEGER REFERENCES courts (id),
  lead_lawyer_id INTEGER NOT NULL REFERENCES lawyers (id),
  amount_in_dispute_cents INTEGER,
  opened_on TEXT NOT NULL,
  closed_on TEXT,
  outcome TEXT CHECK (outcome IN ('won', 'lost', 'settled', 'withdrawn')),
  PRIMARY KEY (year, case_number)
);

CREATE TABLE case_parties (
  year INTEGER NOT NULL,
  case_number INTEGER NOT NULL,
  party_id INTEGER NOT NULL REFERENCES parties_involved (id),
  side TEXT NOT NULL CHECK (side IN ('client', 'opponent', 'witness', 'expert')),
  PRIMARY KEY (year, case_number, party_id),
  FOREIGN KEY (year, case_number) REFERENCES cases (year, case_number)
) WITHOUT ROWID;

CREATE TABLE hearings (
  id INTEGER PRIMARY KEY,
  year INTEGER NOT NULL,
  case_number INTEGER NOT NULL,
  court_id INTEGER NOT NULL REFERENCES courts (id),
  held_at TEXT NOT NULL,
  judge TEXT,
  adjourned INTEGER NOT NULL DEFAULT 0 CHECK (adjourned IN (0, 1)),
  FOREIGN KEY (year, case_number) REFERENCES cases (year, case_number)
);

CREATE TABLE time_entries (
  id INTEGER PRIMARY KEY,
  year INTEGER NOT NULL,
  case_number INTEGER NOT NULL,
  lawyer_id INTEGER NOT NULL REFERENCES lawyers (id),
  worked_on TEXT NOT NULL,
  minutes INTEGER NOT NULL CHECK (minutes BETWEEN 6 AND 900),
  activity TEXT NOT NULL CHECK (activity IN ('research', 'drafting', 'call', 'hearing', 'travel')),
  billable INTEGER NOT NULL DEFAULT 1 CHECK (billable IN (0, 1)),
  fee_note_id INTEGER REFERENCES fee_notes (id),
  FOREIGN KEY (year, case_number) REFERENCES cases (year, case_number)
);

CREATE TABLE fee_notes (
  id INTEGER PRIMARY KEY,
  number TEXT NOT NULL UNIQUE,
  party_id INTEGER NOT NULL REFERENCES parties_involved (id),
  issued_on TEXT NOT NULL,
  due_on TEXT NOT NULL,
  total_cents INTEGER NOT NULL CHECK (total_cents >= 0),
  paid_on TEXT,
  CHECK (issued_on <= due_on)
);

CREATE TABLE deadlines (
  id INTEGER PRIMARY KEY,
  year INTEGER,
  case_number INTEGER,
  due_on TEXT NOT NULL,
  what TEXT NOT NULL,
  responsible_id INTEGER NOT NULL REFERENCES lawyers (id),
  done_at TEXT,
  FOREIGN KEY (year, case_number) REFERENCES cases (year, case_number)
);

CREATE INDEX time_entries_unbilled ON time_entries (lawyer_id) WHERE fee_note_id IS NULL;
