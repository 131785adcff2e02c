-- Election results
-- Turnout and shares by party and constituency, swings between elections, and stations that look odd.

CREATE TABLE elections (
  id INTEGER PRIMARY KEY,
  held_on TEXT NOT NULL UNIQUE,
  level TEXT NOT NULL CHECK (level IN ('national', 'state', 'local', 'european'))
);

CREATE TABLE constituencies (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  state TEXT NOT NULL,
  merged_into_id INTEGER REFERENCES constituencies (id)
);

CREATE TABLE polling_stations (
  constituency_id INTEGER NOT NULL REFERENCES constituencies (id),
  station_number INTEGER NOT NULL,
  address TEXT,
  is_postal INTEGER NOT NULL DEFAULT 0 CHECK (is_postal IN (0, 1)),
  PRIMARY KEY (constituency_id, station_number)
) WITHOUT ROWID;

CREATE TABLE parties (
  short_name TEXT PRIMARY KEY,
  full_name TEXT NOT NULL,
  founded INTEGER CHECK (founded BETWEEN 1860 AND 2024)
) WITHOUT ROWID;

CREATE TABLE nominees (
  id INTEGER PRIMARY KEY,
  election_id INTEGER NOT NULL REFERENCES elections (id),
  constituency_id INTEGER NOT NULL REFERENCES constituencies (id),
  party TEXT REFERENCES parties (short_name),
  name TEXT NOT NULL,
  birth_year INTEGER CHECK (birth_year BETWEEN 1935 AND 2006),
  list_place INTEGER,
  UNIQUE (election_id, constituency_id, name)
);

CREATE TABLE turnout (
  election_id INTEGER NOT NULL REFERENCES elections (id),
  constituency_id INTEGER NOT NULL,
  station_number INTEGER NOT NULL,
  eligible INTEGER NOT NULL CHECK (eligible BETWEEN 0 AND 5000),
  ballots INTEGER NOT NULL CHECK (ballots BETWEEN 0 AND 5000),
  invalid INTEGER NOT NULL DEFAULT 0 CHECK (invalid BETWEEN 0 AND 5000),
  PRIMARY KEY (election_id, constituency_id, station_number),
  FOREIGN KEY (constituency_id, station_number) REFERENCES polling_stations (constituency_id, station_number),
  CHECK (ballots <= eligible)
) WITHOUT ROWID;

CREATE TABLE station_votes (
  nominee_id INTEGER NOT NULL REFERENCES nominees (id),
  constituency_id INTEGER NOT NULL,
  station_number INTEGER NOT NULL,
  votes INTEGER NOT NULL CHECK (votes >= 0),
  PRIMARY KEY (nominee_id, constituency_id, station_number),
  FOREIGN KEY (constituency_id, station_number) REFERENCES polling_stations (constituency_id, station_number)
) WITHOUT ROWID;
