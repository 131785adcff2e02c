-- A/B experiments
-- Conversion and revenue per variant and segment, sample ratio mismatch, and users seen in several variants.

CREATE TABLE experiments (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  hypothesis TEXT,
  owner TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('draft', 'running', 'stopped', 'shipped', 'reverted')),
  started_at INTEGER,
  stopped_at INTEGER,
  follows_id INTEGER REFERENCES experiments (id)
) STRICT;

CREATE TABLE variants (
  experiment_id INTEGER NOT NULL REFERENCES experiments (id),
  letter TEXT NOT NULL CHECK (letter IN ('A', 'B', 'C', 'D')),
  description TEXT,
  traffic_share REAL NOT NULL CHECK (traffic_share BETWEEN 0 AND 1),
  PRIMARY KEY (experiment_id, letter)
) STRICT, WITHOUT ROWID;

CREATE TABLE exposures (
  experiment_id INTEGER NOT NULL,
  visitor TEXT NOT NULL,
  letter TEXT NOT NULL,
  first_seen_at INTEGER NOT NULL,
  country TEXT,
  device TEXT CHECK (device IN ('phone', 'tablet', 'desktop')),
  PRIMARY KEY (experiment_id, visitor, letter),
  FOREIGN KEY (experiment_id, letter) REFERENCES variants (experiment_id, letter)
) STRICT, WITHOUT ROWID;

CREATE TABLE goals (
  id INTEGER PRIMARY KEY,
  experiment_id INTEGER NOT NULL REFERENCES experiments (id),
  name TEXT NOT NULL,
  is_primary INTEGER NOT NULL DEFAULT 0 CHECK (is_primary IN (0, 1))
) STRICT;

CREATE TABLE goal_hits (
  id INTEGER PRIMARY KEY,
  goal_id INTEGER NOT NULL REFERENCES goals (id),
  experiment_id INTEGER NOT NULL,
  visitor TEXT NOT NULL,
  letter TEXT NOT NULL,
  hit_at INTEGER NOT NULL,
  revenue_cents INTEGER,
  FOREIGN KEY (experiment_id, visitor, letter) REFERENCES exposures (experiment_id, visitor, letter)
) STRICT;
