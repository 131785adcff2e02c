-- Real estate agency
-- Which listings move, price against comparable homes, and what each agent has sold.

CREATE TABLE agencies (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  city TEXT NOT NULL
);

CREATE TABLE agents (
  id INTEGER PRIMARY KEY,
  agency_id INTEGER NOT NULL REFERENCES agencies (id),
  name TEXT NOT NULL,
  mobile TEXT,
  commission_rate REAL NOT NULL CHECK (commission_rate BETWEEN 0.01 AND 0.08),
  left_on TEXT
);

CREATE TABLE districts (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL COLLATE NOCASE,
  city TEXT NOT NULL,
  median_price_per_m2 REAL,
  UNIQUE (city, name)
);

CREATE TABLE listings (
  id INTEGER PRIMARY KEY,
  agent_id INTEGER NOT NULL REFERENCES agents (id),
  district_id INTEGER REFERENCES districts (id),
  kind TEXT NOT NULL CHECK (kind IN ('flat', 'house', 'plot', 'office', 'shop', 'garage')),
  deal TEXT NOT NULL CHECK (deal IN ('sale', 'rent')),
  status TEXT NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'online', 'reserved', 'closed', 'withdrawn')),
  title TEXT NOT NULL,
  description TEXT,
  street TEXT,
  postcode TEXT NOT NULL,
  lat REAL,
  lon REAL,
  asking_price REAL NOT NULL CHECK (asking_price > 0),
  price_on_request INTEGER NOT NULL DEFAULT 0 CHECK (price_on_request IN (0, 1)),
  living_area_m2 REAL CHECK (living_area_m2 BETWEEN 12 AND 900),
  plot_area_m2 REAL,
  room_count REAL CHECK (room_count BETWEEN 1 AND 14),
  bedroom_count INTEGER CHECK (bedroom_count BETWEEN 0 AND 8),
  bathroom_count INTEGER CHECK (bathroom_count BETWEEN 0 AND 5),
  floor INTEGER CHECK (floor BETWEEN -1 AND 30),
  floor_count INTEGER,
  built_year INTEGER CHECK (built_year BETWEEN 1850 AND 2025),
  renovated_year INTEGER,
  condition TEXT CHECK (condition IN ('new', 'good', 'dated', 'needs_work', 'shell')),
  heating TEXT CHECK (heating IN ('gas', 'oil', 'district', 'heat_pump', 'wood', 'electric')),
  energy_class TEXT CHECK (energy_class IN ('A+', 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H')),
  energy_kwh_per_m2 REAL,
  has_balcony INTEGER NOT NULL DEFAULT 0,
  has_garden INTEGER NOT NULL DEFAULT 0,
  has_lift INTEGER NOT NULL DEFAULT 0,
  has_cellar INTEGER NOT NULL DEFAULT 0,
  has_parking INTEGER NOT NULL DEFAULT 0,
  pets_allowed INTEGER,
  is_furnished INTEGER NOT NULL DEFAULT 0,
  monthly_charges REAL,
  deposit REAL,
  features TEXT CHECK (features IS NULL OR json_valid(features)),
  view_count INTEGER NOT NULL DEFAULT 0,
  available_from TEXT,
  published_at TEXT,
  closed_at TEXT,
  price_per_m2 REAL GENERATED ALWAYS AS (asking_price / living_area_m2) VIRTUAL
);

CREATE TABLE price_changes (
  listing_id INTEGER NOT NULL REFERENCES listings (id),
  changed_at TEXT NOT NULL,
  old_price REAL NOT NULL,
  new_price REAL NOT NULL,
  PRIMARY KEY (listing_id, changed_at)
) WITHOUT ROWID;

CREATE TABLE prospects (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  email TEXT COLLATE NOCASE,
  budget REAL,
  min_area_m2 REAL,
  financing TEXT CHECK (financing IN ('cash', 'approved', 'pending', 'none')),
  created_at TEXT NOT NULL
);

CREATE TABLE viewings (
  id INTEGER PRIMARY KEY,
  listing_id INTEGER NOT NULL REFERENCES listings (id),
  prospect_id INTEGER NOT NULL REFERENCES prospects (id),
  agent_id INTEGER REFERENCES agents (id),
  starts_at TEXT NOT NULL,
  came INTEGER CHECK (came IN (0, 1)),
  interest INTEGER CHECK (interest BETWEEN 0 AND 10)
);

CREATE TABLE offers (
  id INTEGER PRIMARY KEY,
  listing_id INTEGER NOT NULL REFERENCES listings (id),
  prospect_id INTEGER NOT NULL REFERENCES prospects (id),
  amount REAL NOT NULL CHECK (amount > 0),
  made_at TEXT NOT NULL,
  outcome TEXT CHECK (outcome IN ('accepted', 'declined', 'countered', 'expired'))
);

CREATE INDEX listings_status ON listings (status, deal);
