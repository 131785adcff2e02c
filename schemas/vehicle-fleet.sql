-- Vehicle fleet
-- Cost per kilometre, overdue inspections, fuel anomalies, and who drove when a fine was issued.

CREATE TABLE car_models (
  id INTEGER PRIMARY KEY,
  make TEXT NOT NULL,
  model TEXT NOT NULL,
  drive TEXT NOT NULL CHECK (drive IN ('petrol', 'diesel', 'electric', 'hybrid')),
  tank_litres REAL,
  UNIQUE (make, model, drive)
);

CREATE TABLE cars (
  id INTEGER PRIMARY KEY,
  plate TEXT NOT NULL UNIQUE COLLATE NOCASE,
  vin TEXT NOT NULL UNIQUE CHECK (length(vin) = 17),
  model_id INTEGER NOT NULL REFERENCES car_models (id),
  first_registered_on TEXT NOT NULL,
  replaces_id INTEGER REFERENCES cars (id),
  monthly_lease REAL,
  odometer_km INTEGER NOT NULL DEFAULT 0,
  returned_on TEXT
);

CREATE TABLE licence_holders (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  department TEXT,
  licence_classes TEXT NOT NULL DEFAULT 'B',
  last_checked_on TEXT
);

CREATE TABLE trips_driven (
  id INTEGER PRIMARY KEY,
  car_id INTEGER NOT NULL REFERENCES cars (id),
  driver_id INTEGER NOT NULL REFERENCES licence_holders (id),
  started_at TEXT NOT NULL,
  ended_at TEXT,
  km_start INTEGER NOT NULL CHECK (km_start >= 0),
  km_end INTEGER CHECK (km_end >= 0),
  purpose TEXT NOT NULL CHECK (purpose IN ('business', 'commute', 'private')),
  CHECK (km_start <= km_end),
  CHECK (started_at <= ended_at)
);

CREATE TABLE refuels (
  id INTEGER PRIMARY KEY,
  car_id INTEGER NOT NULL REFERENCES cars (id),
  filled_at TEXT NOT NULL,
  litres REAL CHECK (litres BETWEEN 1 AND 120),
  kwh REAL CHECK (kwh BETWEEN 1 AND 110),
  total_price REAL NOT NULL CHECK (total_price > 0),
  station TEXT
);

CREATE TABLE services (
  id INTEGER PRIMARY KEY,
  car_id INTEGER NOT NULL REFERENCES cars (id),
  kind TEXT NOT NULL CHECK (kind IN ('inspection', 'oil', 'tyres', 'brakes', 'bodywork', 'recall')),
  due_on TEXT,
  done_on TEXT,
  cost REAL,
  garage TEXT
);

CREATE TABLE traffic_fines (
  id INTEGER PRIMARY KEY,
  plate TEXT NOT NULL COLLATE NOCASE REFERENCES cars (plate),
  committed_at TEXT NOT NULL,
  offence TEXT NOT NULL CHECK (offence IN ('speeding', 'parking', 'red_light', 'toll')),
  amount REAL NOT NULL CHECK (amount BETWEEN 10 AND 800),
  paid_on TEXT
);

CREATE TABLE position_pings (
  car_id INTEGER NOT NULL REFERENCES cars (id),
  pinged_at INTEGER NOT NULL, -- unix seconds
  lat REAL NOT NULL,
  lon REAL NOT NULL,
  speed_kmh REAL CHECK (speed_kmh BETWEEN 0 AND 210),
  PRIMARY KEY (car_id, pinged_at)
) WITHOUT ROWID;
