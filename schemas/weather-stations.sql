-- Weather stations
-- Extremes, monthly means and rain sums by station and height, gaps in the series, and sensors that drift.

CREATE TABLE stations (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  lat REAL NOT NULL,
  lon REAL NOT NULL,
  elevation_m INTEGER NOT NULL CHECK (elevation_m BETWEEN -20 AND 3500),
  opened_on TEXT NOT NULL,
  replaced_by INTEGER REFERENCES stations (id)
) STRICT;

CREATE TABLE observations (
  station_id INTEGER NOT NULL REFERENCES stations (id),
  observed_at INTEGER NOT NULL, -- unix seconds, full hours
  temperature_c REAL CHECK (temperature_c BETWEEN -45 AND 45),
  humidity_percent INTEGER CHECK (humidity_percent BETWEEN 0 AND 100),
  pressure_hpa REAL CHECK (pressure_hpa BETWEEN 940 AND 1060),
  wind_ms REAL CHECK (wind_ms BETWEEN 0 AND 60),
  wind_direction INTEGER CHECK (wind_direction BETWEEN 0 AND 359),
  rain_mm REAL NOT NULL DEFAULT 0 CHECK (rain_mm BETWEEN 0 AND 80),
  PRIMARY KEY (station_id, observed_at)
) STRICT, WITHOUT ROWID;

CREATE TABLE daily_climate (
  station_id INTEGER NOT NULL REFERENCES stations (id),
  day TEXT NOT NULL,
  t_min REAL NOT NULL,
  t_max REAL NOT NULL,
  sunshine_hours REAL CHECK (sunshine_hours BETWEEN 0 AND 17),
  snow_cm INTEGER,
  PRIMARY KEY (station_id, day),
  CHECK (t_min <= t_max)
) STRICT;

CREATE TABLE warnings (
  id INTEGER PRIMARY KEY,
  station_id INTEGER REFERENCES stations (id),
  level INTEGER NOT NULL CHECK (level BETWEEN 1 AND 4),
  phenomenon TEXT NOT NULL CHECK (phenomenon IN ('storm', 'heat', 'frost', 'snow', 'thunder', 'rain')),
  issued_at INTEGER NOT NULL,
  lifted_at INTEGER,
  CHECK (lifted_at IS NULL OR issued_at <= lifted_at)
) STRICT;
