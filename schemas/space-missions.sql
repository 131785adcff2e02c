-- Space missions
-- Success by launcher and year, what flies where, days in orbit per astronaut and cost per kilogram.

CREATE TABLE space_agencies (
  id INTEGER PRIMARY KEY,
  acronym TEXT NOT NULL UNIQUE,
  country TEXT,
  budget_million REAL
);

CREATE TABLE launch_sites (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  lat REAL NOT NULL CHECK (lat BETWEEN -90 AND 90),
  lon REAL NOT NULL CHECK (lon BETWEEN -180 AND 180)
);

CREATE TABLE launchers (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  derived_from_id INTEGER REFERENCES launchers (id),
  payload_leo_kg INTEGER NOT NULL CHECK (payload_leo_kg BETWEEN 100 AND 150000),
  price_million REAL CHECK (price_million BETWEEN 5 AND 2500),
  retired INTEGER NOT NULL DEFAULT 0 CHECK (retired IN (0, 1))
);

CREATE TABLE missions (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  agency_id INTEGER REFERENCES space_agencies (id),
  goal TEXT NOT NULL CHECK (goal IN ('earth_observation', 'science', 'communication', 'crewed', 'navigation', 'probe')),
  approved_on TEXT NOT NULL,
  ended_on TEXT,
  successor_of_id INTEGER REFERENCES missions (id)
);

CREATE TABLE launches (
  id INTEGER PRIMARY KEY,
  launcher_id INTEGER NOT NULL REFERENCES launchers (id),
  site_id INTEGER NOT NULL REFERENCES launch_sites (id),
  planned_at TEXT NOT NULL,
  lifted_off_at TEXT,
  result TEXT CHECK (result IN ('success', 'partial', 'failure', 'scrubbed')),
  video_url TEXT
);

CREATE TABLE payloads (
  cospar_id TEXT PRIMARY KEY, -- international designator
  launch_id INTEGER NOT NULL REFERENCES launches (id),
  mission_id INTEGER REFERENCES missions (id),
  mass_kg REAL NOT NULL CHECK (mass_kg > 0),
  orbit TEXT NOT NULL CHECK (orbit IN ('LEO', 'SSO', 'MEO', 'GEO', 'escape')),
  perigee_km REAL,
  apogee_km REAL,
  decayed_on TEXT,
  CHECK (perigee_km <= apogee_km)
);

CREATE TABLE astronauts (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  agency_id INTEGER REFERENCES space_agencies (id),
  birth_date TEXT NOT NULL,
  selected_year INTEGER NOT NULL CHECK (selected_year BETWEEN 1960 AND 2024),
  status TEXT NOT NULL CHECK (status IN ('active', 'management', 'retired', 'deceased'))
);

CREATE TABLE crew_flights (
  astronaut_id INTEGER NOT NULL REFERENCES astronauts (id),
  launch_id INTEGER NOT NULL REFERENCES launches (id),
  seat TEXT NOT NULL CHECK (seat IN ('commander', 'pilot', 'specialist', 'guest')),
  days_in_space REAL CHECK (days_in_space BETWEEN 0 AND 440),
  eva_minutes INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (astronaut_id, launch_id)
) WITHOUT ROWID;
