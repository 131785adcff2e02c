-- Warehouse stock
-- What is on hand where, what must be reordered, which orders cannot be shipped, and counts that do not match.

CREATE TABLE warehouses (
  id INTEGER PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  city TEXT NOT NULL,
  is_bonded INTEGER NOT NULL DEFAULT 0 CHECK (is_bonded IN (0, 1))
);

CREATE TABLE zones (
  warehouse_id INTEGER NOT NULL REFERENCES warehouses (id),
  zone TEXT NOT NULL CHECK (zone IN ('A', 'B', 'C', 'cold', 'hazard', 'returns')),
  temperature_c REAL,
  PRIMARY KEY (warehouse_id, zone)
) WITHOUT ROWID;

CREATE TABLE bins (
  id INTEGER PRIMARY KEY,
  warehouse_id INTEGER NOT NULL,
  zone TEXT NOT NULL,
  aisle INTEGER NOT NULL,
  level INTEGER NOT NULL CHECK (level BETWEEN 0 AND 9),
  max_weight_kg REAL,
  is_locked INTEGER NOT NULL DEFAULT 0 CHECK (is_locked IN (0, 1)),
  UNIQUE (warehouse_id, zone, aisle, level),
  FOREIGN KEY (warehouse_id, zone) REFERENCES zones (warehouse_id, zone)
);

CREATE TABLE product_groups (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  parent_id INTEGER REFERENCES product_groups (id)
);

CREATE TABLE suppliers (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL COLLATE NOCASE,
  country TEXT,
  lead_time_days INTEGER NOT NULL DEFAULT 14 CHECK (lead_time_days BETWEEN 1 AND 120),
  is_preferred INTEGER NOT NULL DEFAULT 0 CHECK (is_preferred IN (0, 1)),
  deleted_at TEXT
);

CREATE TABLE items (
  sku TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  group_id INTEGER NOT NULL REFERENCES product_groups (id),
  supplier_id INTEGER REFERENCES suppliers (id),
  unit TEXT NOT NULL CHECK (unit IN ('piece', 'box', 'pallet', 'kg', 'litre')),
  purchase_price REAL,
  sales_price REAL NOT NULL CHECK (sales_price >= 0),
  reorder_point INTEGER NOT NULL DEFAULT 0,
  weight_kg REAL,
  substitutes_sku TEXT REFERENCES items (sku),
  discontinued_at TEXT
);

CREATE TABLE lots (
  sku TEXT NOT NULL REFERENCES items (sku),
  lot TEXT NOT NULL,
  produced_on TEXT,
  best_before TEXT CHECK (date(best_before) IS NOT NULL),
  quarantine INTEGER NOT NULL DEFAULT 0 CHECK (quarantine IN (0, 1)),
  PRIMARY KEY (sku, lot)
) WITHOUT ROWID;

CREATE TABLE stock (
  bin_id INTEGER NOT NULL REFERENCES bins (id),
  sku TEXT NOT NULL,
  lot TEXT NOT NULL,
  quantity INTEGER NOT NULL CHECK (quantity >= 0),
  reserved INTEGER NOT NULL DEFAULT 0 CHECK (reserved >= 0),
  PRIMARY KEY (bin_id, sku, lot),
  FOREIGN KEY (sku, lot) REFERENCES lots (sku, lot),
  CHECK (reserved <= quantity)
) WITHOUT ROWID;

CREATE TABLE stock_movements (
  id INTEGER PRIMARY KEY,
  sku TEXT NOT NULL REFERENCES items (sku),
  from_bin_id INTEGER REFERENCES bins (id),
  to_bin_id INTEGER REFERENCES bins (id),
  quantity INTEGER NOT NULL CHECK (quantity > 0),
  reason TEXT NOT NULL CHECK (reason IN ('receipt', 'pick', 'transfer', 'count', 'scrap', 'return')),
  moved_at TEXT NOT NULL
);

CREATE TABLE purchase_orders (
  id INTEGER PRIMARY KEY,
  supplier_id INTEGER NOT NULL REFERENCES suppliers (id),
  warehouse_id INTEGER NOT NULL REFERENCES warehouses (id),
  status TEXT NOT NULL CHECK (status IN ('draft', 'sent', 'confirmed', 'partly_received', 'received', 'cancelled')),
  ordered_on TEXT NOT NULL,
  expected_on TEXT
);

CREATE TABLE purchase_order_lines (
  purchase_order_id INTEGER NOT NULL REFERENCES purchase_orders (id),
  line INTEGER NOT NULL,
  sku TEXT NOT NULL REFERENCES items (sku),
  ordered INTEGER NOT NULL CHECK (ordered > 0),
  received INTEGER NOT NULL DEFAULT 0 CHECK (received >= 0),
  unit_price REAL NOT NULL,
  PRIMARY KEY (purchase_order_id, line)
) WITHOUT ROWID;

CREATE TABLE consignees (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  country TEXT NOT NULL,
  priority INTEGER NOT NULL DEFAULT 3 CHECK (priority BETWEEN 1 AND 5)
);

CREATE TABLE sales_orders (
  id INTEGER PRIMARY KEY,
  consignee_id INTEGER NOT NULL REFERENCES consignees (id),
  placed_at TEXT NOT NULL,
  ship_by TEXT,
  status TEXT NOT NULL CHECK (status IN ('open', 'picking', 'packed', 'shipped', 'cancelled')),
  priority INTEGER CHECK (priority BETWEEN 1 AND 5)
);

CREATE TABLE sales_order_lines (
  sales_order_id INTEGER NOT NULL REFERENCES sales_orders (id),
  line INTEGER NOT NULL,
  sku TEXT NOT NULL REFERENCES items (sku),
  quantity INTEGER NOT NULL CHECK (quantity BETWEEN 1 AND 500),
  unit_price REAL NOT NULL,
  discount_percent REAL NOT NULL DEFAULT 0 CHECK (discount_percent BETWEEN 0 AND 50),
  PRIMARY KEY (sales_order_id, line)
) WITHOUT ROWID;

CREATE TABLE picks (
  id INTEGER PRIMARY KEY,
  sales_order_id INTEGER NOT NULL,
  line INTEGER NOT NULL,
  bin_id INTEGER REFERENCES bins (id),
  quantity INTEGER NOT NULL CHECK (quantity >= 0),
  picker TEXT,
  picked_at TEXT,
  FOREIGN KEY (sales_order_id, line) REFERENCES sales_order_lines (sales_order_id, line)
);

CREATE TABLE stock_counts (
  bin_id INTEGER NOT NULL REFERENCES bins (id),
  sku TEXT NOT NULL REFERENCES items (sku),
  counted_on TEXT NOT NULL,
  expected INTEGER NOT NULL,
  counted INTEGER NOT NULL,
  difference INTEGER GENERATED ALWAYS AS (counted - expected) STORED,
  PRIMARY KEY (bin_id, sku, counted_on)
);

CREATE INDEX movements_sku ON stock_movements (sku, moved_at);
CREATE INDEX sales_orders_open ON sales_orders (ship_by) WHERE status IN ('open', 'picking');
