-- Museum collection
-- What hangs where, what is lent out and insured for how much, condition over time and provenance gaps.

CREATE TABLE makers (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL COLLATE NOCASE,
  born INTEGER,
  died INTEGER,
  nationality TEXT
);

CREATE TABLE locations (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  within_id INTEGER REFERENCES locations (id), -- shelf in room in building
  kind TEXT NOT NULL CHECK (kind IN ('building', 'room', 'case', 'shelf', 'depot')),
  humidity_target REAL
);

CREATE TABLE objects (
  inventory_number TEXT PRIMARY KEY,
  title TEXT NOT NULL,
  category TEXT NOT NULL CHECK (category IN ('painting', 'drawing', 'sculpture', 'coin', 'textile', 'photograph', 'tool')),
  dated_from INTEGER CHECK (dated_from BETWEEN -500 AND 2024),
  dated_to INTEGER CHECK (dated_to BETWEEN -500 AND 2024),
  material TEXT,
  height_mm INTEGER,
  width_mm INTEGER,
  insurance_value REAL,
  location_id INTEGER REFERENCES locations (id),
  part_of TEXT REFERENCES objects (inventory_number),
  deaccessioned_on TEXT,
  CHECK (dated_from <= dated_to)
);

CREATE TABLE object_makers (
  inventory_number TEXT NOT NULL REFERENCES objects (inventory_number),
  maker_id INTEGER NOT NULL REFERENCES makers (id),
  certainty TEXT NOT NULL DEFAULT 'certain' CHECK (certainty IN ('certain', 'attributed', 'workshop', 'follower')),
  PRIMARY KEY (inventory_number, maker_id)
) WITHOUT ROWID;

CREATE TABLE exhibitions (
  id INTEGER PRIMARY KEY,
  title TEXT NOT NULL,
  opens_on TEXT NOT NULL,
  closes_on TEXT NOT NULL,
  visitors INTEGER,
  CHECK (opens_on <= closes_on)
);

CREATE TABLE exhibition_objects (
  exhibition_id INTEGER NOT NULL REFERENCES exhibitions (id),
  inventory_number TEXT NOT NULL REFERENCES objects (inventory_number),
  catalogue_number INTEGER,
  PRIMARY KEY (exhibition_id, inventory_number)
) WITHOUT ROWID;

CREATE TABLE outgoing_loans (
  id INTEGER PRIMARY KEY,
  inventory_number TEXT NOT NULL REFERENCES objects (inventory_number),
  borrower TEXT NOT NULL,
  from_date TEXT NOT NULL,
  to_date TEXT NOT NULL,
  returned_on TEXT,
  insured_for REAL NOT NULL CHECK (insured_for >= 0),
  CHECK (from_date <= to_date)
);

CREATE TABLE condition_reports (
  id INTEGER PRIMARY KEY,
  inventory_number TEXT NOT NULL REFERENCES objects (inventory_number),
  examined_on TEXT NOT NULL,
  grade INTEGER NOT NULL CHECK (grade BETWEEN 1 AND 5),
  conservator TEXT NOT NULL,
  findings TEXT CHECK (findings IS NULL OR json_valid(findings))
);

CREATE TABLE provenance (
  inventory_number TEXT NOT NULL REFERENCES objects (inventory_number),
  step INTEGER NOT NULL,
  owner TEXT,
  acquired_year INTEGER CHECK (acquired_year BETWEEN 1500 AND 2024),
  how TEXT NOT NULL CHECK (how IN ('purchase', 'gift', 'bequest', 'commission', 'unknown', 'restitution')),
  PRIMARY KEY (inventory_number, step)
);
