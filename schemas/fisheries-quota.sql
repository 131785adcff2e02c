-- Fisheries quota
-- Landings against quota by species and vessel, bycatch, average prices by port and season.

CREATE TABLE ports (
  code TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  country TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE vessels (
  hull_number TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  home_port TEXT REFERENCES ports (code),
  gear TEXT NOT NULL CHECK (gear IN ('trawl', 'gillnet', 'longline', 'pots', 'dredge')),
  length_m REAL NOT NULL CHECK (length_m BETWEEN 5 AND 120),
  built INTEGER CHECK (built BETWEEN 1950 AND 2024),
  scrapped_on TEXT
) STRICT;

CREATE TABLE species (
  alpha3 TEXT PRIMARY KEY CHECK (alpha3 GLOB '[A-Z][A-Z][A-Z]'), -- FAO code
  common_name TEXT NOT NULL,
  minimum_size_cm REAL,
  protected INTEGER NOT NULL DEFAULT 0 CHECK (protected IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE TABLE quotas (
  hull_number TEXT NOT NULL REFERENCES vessels (hull_number),
  alpha3 TEXT NOT NULL REFERENCES species (alpha3),
  year INTEGER NOT NULL CHECK (year BETWEEN 2015 AND 2025),
  kilograms REAL NOT NULL CHECK (kilograms BETWEEN 0 AND 500000),
  leased_from TEXT REFERENCES vessels (hull_number),
  PRIMARY KEY (hull_number, alpha3, year)
) STRICT, WITHOUT ROWID;

CREATE TABLE landings (
  id INTEGER PRIMARY KEY,
  hull_number TEXT NOT NULL REFERENCES vessels (hull_number),
  port TEXT NOT NULL REFERENCES ports (code),
  left_port_at INTEGER NOT NULL,
  landed_at INTEGER NOT NULL,
  crew INTEGER NOT NULL CHECK (crew BETWEEN 1 AND 40),
  inspected INTEGER NOT NULL DEFAULT 0 CHECK (inspected IN (0, 1)),
  CHECK (left_port_at <= landed_at)
) STRICT;

CREATE TABLE landed_catch (
  landing_id INTEGER NOT NULL REFERENCES landings (id),
  alpha3 TEXT NOT NULL REFERENCES species (alpha3),
  grade TEXT NOT NULL CHECK (grade IN ('extra', 'A', 'B', 'bycatch', 'discard')),
  kilograms REAL NOT NULL CHECK (kilograms >= 0),
  price_per_kg REAL CHECK (price_per_kg BETWEEN 0 AND 60),
  PRIMARY KEY (landing_id, alpha3, grade)
) STRICT, WITHOUT ROWID;
