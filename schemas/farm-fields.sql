-- Farm fields
-- Yield by crop, field and season, what was spread where, and cost and revenue per hectare.

CREATE TABLE farms (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  village TEXT NOT NULL,
  is_organic INTEGER NOT NULL DEFAULT 0 CHECK (is_organic IN (0, 1))
);

CREATE TABLE fields (
  id INTEGER PRIMARY KEY,
  farm_id INTEGER NOT NULL REFERENCES farms (id),
  name TEXT NOT NULL,
  hectares REAL NOT NULL CHECK (hectares BETWEEN 0.2 AND 120),
  soil TEXT CHECK (soil IN ('sand', 'loam', 'clay', 'peat', 'chalk')),
  slope_percent REAL,
  split_from_id INTEGER REFERENCES fields (id),
  UNIQUE (farm_id, name)
);

CREATE TABLE crops (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  family TEXT NOT NULL CHECK (family IN ('cereal', 'root', 'legume', 'oilseed', 'grass')),
  days_to_harvest INTEGER NOT NULL CHECK (days_to_harvest BETWEEN 40 AND 330)
);

CREATE TABLE plantings (
  field_id INTEGER NOT NULL REFERENCES fields (id),
  season INTEGER NOT NULL CHECK (season BETWEEN 2000 AND 2025), -- year of harvest
  crop_id INTEGER NOT NULL REFERENCES crops (id),
  sown_on TEXT NOT NULL,
  seed_kg_per_ha REAL,
  PRIMARY KEY (field_id, season)
);

CREATE TABLE harvests (
  id INTEGER PRIMARY KEY,
  field_id INTEGER NOT NULL,
  season INTEGER NOT NULL,
  harvested_on TEXT NOT NULL,
  tonnes REAL NOT NULL CHECK (tonnes BETWEEN 0 AND 900),
  moisture_percent REAL CHECK (moisture_percent BETWEEN 5 AND 40),
  price_per_tonne REAL,
  FOREIGN KEY (field_id, season) REFERENCES plantings (field_id, season)
);

CREATE TABLE inputs (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('fertiliser', 'herbicide', 'fungicide', 'insecticide', 'lime', 'manure')),
  unit TEXT NOT NULL CHECK (unit IN ('kg', 'l', 't')),
  unit_cost REAL NOT NULL CHECK (unit_cost >= 0),
  allowed_in_organic INTEGER NOT NULL DEFAULT 0 CHECK (allowed_in_organic IN (0, 1))
);

CREATE TABLE treatments (
  id INTEGER PRIMARY KEY,
  field_id INTEGER NOT NULL REFERENCES fields (id),
  input_id INTEGER NOT NULL REFERENCES inputs (id),
  applied_on TEXT NOT NULL,
  quantity REAL NOT NULL CHECK (quantity > 0),
  operator TEXT,
  wind_speed REAL
);

CREATE TABLE machines (
  id INTEGER PRIMARY KEY,
  farm_id INTEGER NOT NULL REFERENCES farms (id),
  kind TEXT NOT NULL CHECK (kind IN ('tractor', 'combine', 'sprayer', 'drill', 'trailer')),
  bought_on TEXT,
  engine_hours REAL NOT NULL DEFAULT 0,
  sold_on TEXT
);

CREATE TABLE machine_hours (
  machine_id INTEGER NOT NULL REFERENCES machines (id),
  field_id INTEGER NOT NULL REFERENCES fields (id),
  worked_on TEXT NOT NULL,
  hours REAL NOT NULL CHECK (hours BETWEEN 0.25 AND 18),
  diesel_litres REAL,
  PRIMARY KEY (machine_id, field_id, worked_on)
) WITHOUT ROWID;

CREATE TABLE soil_samples (
  id INTEGER PRIMARY KEY,
  field_id INTEGER NOT NULL REFERENCES fields (id),
  taken_on TEXT NOT NULL,
  ph REAL NOT NULL CHECK (ph BETWEEN 3.5 AND 9),
  phosphorus_mg REAL,
  potassium_mg REAL,
  humus_percent REAL
);
