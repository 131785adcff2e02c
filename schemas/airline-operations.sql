-- Airline operations
-- Punctuality and load factor by route, crew hours, aircraft on the ground and what a delayed flight costs.

CREATE TABLE airports (
  iata TEXT PRIMARY KEY CHECK (iata GLOB '[A-Z][A-Z][A-Z]'),
  name TEXT NOT NULL,
  city TEXT NOT NULL,
  country TEXT NOT NULL,
  utc_offset_minutes INTEGER NOT NULL CHECK (utc_offset_minutes BETWEEN -720 AND 840)
) WITHOUT ROWID;

CREATE TABLE runways (
  iata TEXT NOT NULL REFERENCES airports (iata),
  designator TEXT NOT NULL,
  length_m INTEGER NOT NULL CHECK (length_m BETWEEN 900 AND 5000),
  PRIMARY KEY (iata, designator)
) WITHOUT ROWID;

CREATE TABLE aircraft_types (
  icao_code TEXT PRIMARY KEY,
  maker TEXT NOT NULL CHECK (maker IN ('Airbus', 'Boeing', 'Embraer', 'ATR')),
  seats INTEGER NOT NULL CHECK (seats BETWEEN 19 AND 550),
  range_km INTEGER NOT NULL,
  turnaround_minutes INTEGER NOT NULL CHECK (turnaround_minutes BETWEEN 20 AND 120)
);

CREATE TABLE aircraft (
  registration TEXT PRIMARY KEY,
  type_code TEXT NOT NULL REFERENCES aircraft_types (icao_code),
  home_base TEXT REFERENCES airports (iata),
  delivered_on TEXT NOT NULL,
  retired_on TEXT,
  is_leased INTEGER NOT NULL DEFAULT 0 CHECK (is_leased IN (0, 1))
);

CREATE TABLE flight_numbers (
  carrier TEXT NOT NULL CHECK (carrier IN ('QL', 'QX', 'NV')),
  number INTEGER NOT NULL CHECK (number BETWEEN 1 AND 9999),
  origin TEXT NOT NULL REFERENCES airports (iata),
  destination TEXT NOT NULL REFERENCES airports (iata),
  scheduled_minutes INTEGER NOT NULL CHECK (scheduled_minutes BETWEEN 35 AND 960),
  PRIMARY KEY (carrier, number)
) WITHOUT ROWID;

CREATE TABLE flights (
  id INTEGER PRIMARY KEY,
  carrier TEXT NOT NULL,
  number INTEGER NOT NULL,
  service_date TEXT NOT NULL,
  registration TEXT REFERENCES aircraft (registration),
  scheduled_departure INTEGER NOT NULL CHECK (scheduled_departure BETWEEN 1546300800 AND 1735603200), -- unix seconds
  departed_at INTEGER, -- unix seconds, off block
  arrived_at INTEGER, -- unix seconds, on block
  status TEXT NOT NULL DEFAULT 'scheduled' CHECK (status IN ('scheduled', 'boarding', 'airborne', 'landed', 'diverted', 'cancelled')),
  UNIQUE (carrier, number, service_date),
  FOREIGN KEY (carrier, number) REFERENCES flight_numbers (carrier, number),
  CHECK (arrived_at IS NULL OR departed_at <= arrived_at)
);

CREATE TABLE delay_codes (
  code INTEGER PRIMARY KEY, -- IATA AHM 730, two digits
  label TEXT NOT NULL,
  responsible TEXT NOT NULL CHECK (responsible IN ('airline', 'airport', 'atc', 'weather', 'reactionary'))
);

CREATE TABLE flight_delays (
  flight_id INTEGER NOT NULL REFERENCES flights (id),
  delay_code INTEGER NOT NULL REFERENCES delay_codes (code),
  minutes INTEGER NOT NULL CHECK (minutes BETWEEN 1 AND 1440),
  remark TEXT,
  PRIMARY KEY (flight_id, delay_code)
) WITHOUT ROWID;

CREATE TABLE crew_members (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  rank TEXT NOT NULL CHECK (rank IN ('captain', 'first_officer', 'purser', 'cabin')),
  base TEXT NOT NULL REFERENCES airports (iata),
  mentor_id INTEGER REFERENCES crew_members (id),
  joined_on TEXT NOT NULL,
  is_deleted INTEGER NOT NULL DEFAULT 0 CHECK (is_deleted IN (0, 1))
);

CREATE TABLE type_ratings (
  crew_id INTEGER NOT NULL REFERENCES crew_members (id),
  type_code TEXT NOT NULL REFERENCES aircraft_types (icao_code),
  expires_on TEXT NOT NULL,
  PRIMARY KEY (crew_id, type_code)
);

CREATE TABLE crew_duties (
  flight_id INTEGER NOT NULL REFERENCES flights (id),
  crew_id INTEGER NOT NULL REFERENCES crew_members (id),
  position TEXT NOT NULL CHECK (position IN ('PIC', 'SIC', 'SCC', 'CC', 'DHD')), -- DHD: travels as passenger
  block_minutes INTEGER NOT NULL DEFAULT 0 CHECK (block_minutes >= 0),
  PRIMARY KEY (flight_id, crew_id)
) WITHOUT ROWID;

CREATE TABLE fare_classes (
  letter TEXT PRIMARY KEY,
  cabin TEXT NOT NULL CHECK (cabin IN ('first', 'business', 'premium', 'economy')),
  refundable INTEGER NOT NULL CHECK (refundable IN (0, 1))
) WITHOUT ROWID;

CREATE TABLE passengers (
  id INTEGER PRIMARY KEY,
  surname TEXT NOT NULL COLLATE NOCASE,
  given_name TEXT NOT NULL,
  birth_date TEXT,
  frequent_flyer_number TEXT UNIQUE,
  nationality TEXT
);

CREATE TABLE reservations (
  locator TEXT PRIMARY KEY CHECK (length(locator) = 6),
  booked_at TEXT NOT NULL,
  channel TEXT NOT NULL CHECK (channel IN ('web', 'app', 'agency', 'call_centre')),
  total_cents INTEGER NOT NULL CHECK (total_cents >= 0),
  cancelled_at TEXT
);

CREATE TABLE coupons (
  locator TEXT NOT NULL REFERENCES reservations (locator),
  passenger_id INTEGER NOT NULL REFERENCES passengers (id),
  flight_id INTEGER NOT NULL REFERENCES flights (id),
  fare_class TEXT NOT NULL REFERENCES fare_classes (letter),
  seat TEXT,
  fare_cents INTEGER NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('open', 'checked_in', 'flown', 'no_show', 'refunded')),
  PRIMARY KEY (locator, passenger_id, flight_id)
);

CREATE TABLE bags (
  tag_number INTEGER PRIMARY KEY,
  locator TEXT NOT NULL,
  passenger_id INTEGER NOT NULL,
  flight_id INTEGER NOT NULL,
  weight_kg REAL NOT NULL CHECK (weight_kg BETWEEN 1 AND 32),
  loaded_at TEXT,
  FOREIGN KEY (locator, passenger_id, flight_id) REFERENCES coupons (locator, passenger_id, flight_id)
);

CREATE INDEX flights_date ON flights (service_date);
CREATE INDEX coupons_flight ON coupons (flight_id, status);
