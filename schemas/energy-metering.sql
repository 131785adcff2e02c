-- Energy metering
-- Consumption by customer, tariff and hour, missing readings, and what is to be billed.

CREATE TABLE grid_areas (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  operator TEXT NOT NULL
) STRICT;

CREATE TABLE connection_points (
  id INTEGER PRIMARY KEY,
  ean TEXT NOT NULL UNIQUE CHECK (length(ean) = 18),
  grid_area_id INTEGER NOT NULL REFERENCES grid_areas (id),
  street TEXT NOT NULL,
  postcode TEXT NOT NULL,
  capacity_kva REAL NOT NULL CHECK (capacity_kva BETWEEN 3 AND 630),
  phases INTEGER NOT NULL CHECK (phases IN (1, 3))
) STRICT;

CREATE TABLE meters (
  serial_number TEXT PRIMARY KEY,
  connection_point_id INTEGER NOT NULL REFERENCES connection_points (id),
  medium TEXT NOT NULL CHECK (medium IN ('electricity', 'gas', 'heat', 'water')),
  installed_at INTEGER NOT NULL,
  removed_at INTEGER,
  is_smart INTEGER NOT NULL DEFAULT 1 CHECK (is_smart IN (0, 1)),
  CHECK (removed_at IS NULL OR removed_at >= installed_at)
) STRICT, WITHOUT ROWID;

CREATE TABLE readings (
  serial_number TEXT NOT NULL REFERENCES meters (serial_number),
  read_at INTEGER NOT NULL, -- unix seconds
  register INTEGER NOT NULL DEFAULT 1 CHECK (register IN (1, 2)), -- 1 taken from, 2 fed into the grid
  counter_wh INTEGER NOT NULL CHECK (counter_wh >= 0),
  quality TEXT NOT NULL DEFAULT 'measured' CHECK (quality IN ('measured', 'estimated', 'replaced')),
  PRIMARY KEY (serial_number, read_at, register)
) STRICT, WITHOUT ROWID;

CREATE TABLE tariffs (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  cents_per_kwh REAL NOT NULL CHECK (cents_per_kwh BETWEEN 5 AND 80),
  standing_charge_cents INTEGER NOT NULL DEFAULT 0,
  valid_from TEXT NOT NULL,
  valid_to TEXT
) STRICT;

CREATE TABLE supply_contracts (
  id INTEGER PRIMARY KEY,
  connection_point_id INTEGER NOT NULL REFERENCES connection_points (id),
  tariff_id INTEGER NOT NULL REFERENCES tariffs (id),
  holder_name TEXT NOT NULL,
  starts_on TEXT NOT NULL,
  ends_on TEXT,
  payment TEXT NOT NULL CHECK (payment IN ('direct_debit', 'transfer', 'prepaid'))
) STRICT;

CREATE TABLE outages (
  id INTEGER PRIMARY KEY,
  grid_area_id INTEGER NOT NULL REFERENCES grid_areas (id),
  began_at INTEGER NOT NULL,
  ended_at INTEGER,
  cause TEXT NOT NULL CHECK (cause IN ('storm', 'maintenance', 'overload', 'cable_cut', 'unknown')),
  CHECK (ended_at IS NULL OR began_at <= ended_at)
) STRICT;

CREATE INDEX readings_time ON readings (read_at);
