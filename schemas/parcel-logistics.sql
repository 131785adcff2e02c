-- Parcel logistics
-- Which shipments are late, on which legs and depots they wait, and what each customer and carrier costs.

CREATE TABLE customers (
  id INTEGER PRIMARY KEY,
  company TEXT NOT NULL,
  contact_email TEXT NOT NULL UNIQUE,
  vat_number TEXT,
  credit_limit_cents INTEGER NOT NULL DEFAULT 0 CHECK (credit_limit_cents >= 0),
  segment TEXT NOT NULL CHECK (segment IN ('retail', 'wholesale', 'marketplace', 'public')),
  created_at TEXT NOT NULL,
  deleted_at TEXT
);

CREATE TABLE regions (
  code TEXT PRIMARY KEY CHECK (length(code) BETWEEN 2 AND 6),
  name TEXT NOT NULL,
  parent_code TEXT REFERENCES regions (code)
);

CREATE TABLE addresses (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER REFERENCES customers (id),
  street TEXT NOT NULL,
  city TEXT NOT NULL,
  postcode TEXT NOT NULL,
  country TEXT NOT NULL,
  region_code TEXT NOT NULL REFERENCES regions (code),
  lat REAL,
  lon REAL
);

CREATE TABLE depots (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE COLLATE NOCASE,
  address_id INTEGER NOT NULL REFERENCES addresses (id),
  kind TEXT NOT NULL CHECK (kind IN ('hub', 'sorting', 'last_mile', 'pickup')),
  opened_on TEXT NOT NULL,
  closed_on TEXT,
  daily_capacity INTEGER NOT NULL CHECK (daily_capacity BETWEEN 100 AND 90000),
  CHECK (closed_on IS NULL OR closed_on >= opened_on)
);

CREATE TABLE depot_docks (
  depot_id INTEGER NOT NULL REFERENCES depots (id),
  dock_number INTEGER NOT NULL,
  is_refrigerated INTEGER NOT NULL DEFAULT 0 CHECK (is_refrigerated IN (0, 1)),
  PRIMARY KEY (depot_id, dock_number)
) WITHOUT ROWID;

CREATE TABLE carriers (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  scac TEXT NOT NULL UNIQUE, -- Standard Carrier Alpha Code
  rating INTEGER CHECK (rating BETWEEN 1 AND 5),
  is_active INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1))
);

CREATE TABLE carrier_regions (
  carrier_id INTEGER NOT NULL REFERENCES carriers (id),
  region_code TEXT NOT NULL REFERENCES regions (code),
  PRIMARY KEY (carrier_id, region_code)
) WITHOUT ROWID;

CREATE TABLE vehicles (
  id INTEGER PRIMARY KEY,
  carrier_id INTEGER NOT NULL REFERENCES carriers (id),
  plate TEXT NOT NULL UNIQUE,
  type TEXT NOT NULL CHECK (type IN ('van', 'truck', 'trailer', 'bike')),
  payload_kg REAL NOT NULL CHECK (payload_kg > 0)
);

CREATE TABLE drivers (
  id INTEGER PRIMARY KEY,
  carrier_id INTEGER NOT NULL REFERENCES carriers (id),
  full_name TEXT NOT NULL,
  phone TEXT,
  licence_expires_on TEXT NOT NULL
);

CREATE TABLE routes (
  id INTEGER PRIMARY KEY,
  from_depot_id INTEGER NOT NULL REFERENCES depots (id),
  to_depot_id INTEGER NOT NULL REFERENCES depots (id),
  distance_km REAL NOT NULL CHECK (distance_km > 0),
  planned_minutes INTEGER NOT NULL CHECK (planned_minutes BETWEEN 10 AND 2880),
  UNIQUE (from_depot_id, to_depot_id)
);

CREATE TABLE trips (
  id INTEGER PRIMARY KEY,
  route_id INTEGER NOT NULL REFERENCES routes (id),
  vehicle_id INTEGER NOT NULL REFERENCES vehicles (id),
  driver_id INTEGER REFERENCES drivers (id),
  departed_at TEXT,
  arrived_at TEXT,
  status TEXT NOT NULL DEFAULT 'planned' CHECK (status IN ('planned', 'loading', 'under_way', 'arrived', 'cancelled')),
  fuel_cost_cents INTEGER CHECK (fuel_cost_cents >= 0),
  CHECK (arrived_at IS NULL OR arrived_at >= departed_at)
);

CREATE TABLE service_levels (
  code TEXT PRIMARY KEY,
  promised_days INTEGER NOT NULL CHECK (promised_days BETWEEN 1 AND 14),
  surcharge_cents INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;

CREATE TABLE shipments (
  id INTEGER PRIMARY KEY,
  tracking_number TEXT NOT NULL UNIQUE,
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  from_address_id INTEGER NOT NULL REFERENCES addresses (id),
  to_address_id INTEGER NOT NULL REFERENCES addresses (id),
  service_level TEXT NOT NULL REFERENCES service_levels (code),
  status TEXT NOT NULL CHECK (status IN ('booked', 'collected', 'in_transit', 'delivered', 'returned', 'lost')),
  declared_value_cents INTEGER,
  price_cents INTEGER NOT NULL CHECK (price_cents >= 0),
  booked_at TEXT NOT NULL,
  promised_on TEXT NOT NULL,
  delivered_at TEXT
);

CREATE TABLE packages (
  shipment_id INTEGER NOT NULL REFERENCES shipments (id),
  package_number INTEGER NOT NULL,
  weight_kg REAL NOT NULL CHECK (weight_kg > 0),
  length_cm INTEGER,
  width_cm INTEGER,
  height_cm INTEGER,
  volume_cm3 INTEGER GENERATED ALWAYS AS (length_cm * width_cm * height_cm) VIRTUAL,
  contents TEXT,
  PRIMARY KEY (shipment_id, package_number)
);

CREATE TABLE shipment_legs (
  shipment_id INTEGER NOT NULL REFERENCES shipments (id),
  leg_number INTEGER NOT NULL,
  trip_id INTEGER REFERENCES trips (id),
  depot_id INTEGER REFERENCES depots (id),
  loaded_at TEXT,
  PRIMARY KEY (shipment_id, leg_number)
) WITHOUT ROWID;

CREATE TABLE scans (
  id INTEGER PRIMARY KEY,
  shipment_id INTEGER NOT NULL,
  package_number INTEGER NOT NULL,
  depot_id INTEGER REFERENCES depots (id),
  scanned_at INTEGER NOT NULL, -- unix seconds
  event TEXT NOT NULL CHECK (event IN ('arrival', 'sort', 'departure', 'handover', 'exception')),
  FOREIGN KEY (shipment_id, package_number) REFERENCES packages (shipment_id, package_number)
);

CREATE TABLE claims (
  id INTEGER PRIMARY KEY,
  shipment_id INTEGER NOT NULL REFERENCES shipments (id),
  opened_on TEXT NOT NULL,
  reason TEXT NOT NULL CHECK (reason IN ('damaged', 'lost', 'late', 'wrong_address')),
  claimed_cents INTEGER NOT NULL,
  paid_cents INTEGER,
  closed_on TEXT
);

CREATE INDEX shipments_customer ON shipments (customer_id);
CREATE INDEX scans_time ON scans (scanned_at);
