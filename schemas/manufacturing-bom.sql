-- Manufacturing and bills of material
-- What a product is made of and costs, scrap and downtime per machine, and orders that will be late.

CREATE TABLE parts (
  part_number TEXT PRIMARY KEY,
  description TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('raw', 'bought', 'made', 'phantom')),
  standard_cost REAL NOT NULL DEFAULT 0 CHECK (standard_cost >= 0),
  weight_g REAL,
  revision TEXT NOT NULL DEFAULT 'A' CHECK (revision IN ('A', 'B', 'C', 'D')),
  superseded_by TEXT REFERENCES parts (part_number)
);

CREATE TABLE bom_lines (
  parent_part TEXT NOT NULL REFERENCES parts (part_number),
  position INTEGER NOT NULL,
  child_part TEXT NOT NULL REFERENCES parts (part_number),
  quantity REAL NOT NULL CHECK (quantity > 0),
  scrap_percent REAL NOT NULL DEFAULT 0 CHECK (scrap_percent BETWEEN 0 AND 20),
  valid_from TEXT NOT NULL,
  valid_to TEXT,
  PRIMARY KEY (parent_part, position)
) WITHOUT ROWID;

CREATE TABLE work_centres (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  hall INTEGER NOT NULL CHECK (hall BETWEEN 1 AND 6),
  hourly_rate REAL NOT NULL CHECK (hourly_rate BETWEEN 20 AND 180)
);

CREATE TABLE routing_steps (
  part_number TEXT NOT NULL REFERENCES parts (part_number),
  step INTEGER NOT NULL,
  work_centre_id INTEGER NOT NULL REFERENCES work_centres (id),
  setup_minutes REAL NOT NULL DEFAULT 0,
  minutes_per_piece REAL NOT NULL CHECK (minutes_per_piece > 0),
  PRIMARY KEY (part_number, step)
) WITHOUT ROWID;

CREATE TABLE production_orders (
  id INTEGER PRIMARY KEY,
  part_number TEXT NOT NULL REFERENCES parts (part_number),
  quantity INTEGER NOT NULL CHECK (quantity BETWEEN 1 AND 10000),
  priority INTEGER NOT NULL DEFAULT 5 CHECK (priority BETWEEN 1 AND 9),
  status TEXT NOT NULL CHECK (status IN ('planned', 'released', 'started', 'finished', 'closed')),
  due_on TEXT NOT NULL,
  finished_at TEXT,
  parent_order_id INTEGER REFERENCES production_orders (id)
);

CREATE TABLE operations (
  order_id INTEGER NOT NULL REFERENCES production_orders (id),
  step INTEGER NOT NULL,
  work_centre_id INTEGER NOT NULL REFERENCES work_centres (id),
  good_pieces INTEGER NOT NULL DEFAULT 0,
  scrap_pieces INTEGER NOT NULL DEFAULT 0,
  started_at TEXT,
  ended_at TEXT,
  PRIMARY KEY (order_id, step),
  CHECK (started_at <= ended_at)
);

CREATE TABLE downtimes (
  id INTEGER PRIMARY KEY,
  work_centre_id INTEGER NOT NULL REFERENCES work_centres (id),
  reason TEXT NOT NULL CHECK (reason IN ('breakdown', 'no_material', 'no_staff', 'changeover', 'maintenance')),
  began_at TEXT NOT NULL,
  minutes INTEGER CHECK (minutes BETWEEN 1 AND 4000)
);

CREATE TABLE inspections (
  id INTEGER PRIMARY KEY,
  order_id INTEGER NOT NULL,
  step INTEGER NOT NULL,
  characteristic TEXT NOT NULL CHECK (characteristic IN ('length', 'diameter', 'torque', 'surface', 'weight')),
  nominal REAL NOT NULL,
  measured REAL NOT NULL,
  passed INTEGER NOT NULL CHECK (passed IN (0, 1)),
  inspected_at TEXT NOT NULL,
  FOREIGN KEY (order_id, step) REFERENCES operations (order_id, step)
);

CREATE TABLE part_documents (
  part_number TEXT NOT NULL REFERENCES parts (part_number),
  kind TEXT NOT NULL CHECK (kind IN ('drawing', 'model', 'work_plan', 'certificate')),
  file_name TEXT NOT NULL,
  approved_on TEXT,
  PRIMARY KEY (part_number, kind)
);
