-- Bike sharing
-- Rides by hour and station pair, stations that run empty, bikes due for repair, and income per rider.

CREATE TABLE docking_stations (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  lat REAL NOT NULL,
  lon REAL NOT NULL,
  slots INTEGER NOT NULL CHECK (slots BETWEEN 6 AND 60)
);

CREATE TABLE bikes (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('classic', 'electric', 'cargo')),
  station_id INTEGER REFERENCES docking_stations (id), -- null: on the road
  battery_percent INTEGER CHECK (battery_percent BETWEEN 0 AND 100),
  in_service_since TEXT NOT NULL,
  scrapped_on TEXT
);

CREATE TABLE riders (
  id INTEGER PRIMARY KEY,
  phone TEXT NOT NULL UNIQUE,
  pass TEXT CHECK (pass IN ('day', 'month', 'year')),
  registered_at TEXT NOT NULL
);

CREATE TABLE rides (
  id INTEGER PRIMARY KEY,
  bike_id INTEGER NOT NULL REFERENCES bikes (id),
  rider_id INTEGER NOT NULL REFERENCES riders (id),
  from_station_id INTEGER NOT NULL REFERENCES docking_stations (id),
  to_station_id INTEGER REFERENCES docking_stations (id),
  started_at TEXT NOT NULL,
  ended_at TEXT,
  price_cents INTEGER NOT NULL DEFAULT 0,
  CHECK (ended_at IS NULL OR started_at <= ended_at)
);

CREATE TABLE repairs (
  bike_id INTEGER NOT NULL REFERENCES bikes (id),
  reported_at TEXT NOT NULL,
  fault TEXT NOT NULL CHECK (fault IN ('tyre', 'brake', 'chain', 'light', 'battery', 'lock')),
  fixed_at TEXT,
  PRIMARY KEY (bike_id, reported_at)
);

CREATE INDEX rides_from ON rides (from_station_id, started_at);
