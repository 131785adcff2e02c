-- Restaurant point of sale
-- Sales by dish and hour, table turnover, tips per waiter, and what dishes cost to make.

CREATE TABLE restaurants (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  city TEXT NOT NULL,
  opened_on TEXT NOT NULL
);

CREATE TABLE dining_tables (
  restaurant_id INTEGER NOT NULL REFERENCES restaurants (id),
  table_number INTEGER NOT NULL,
  area TEXT NOT NULL CHECK (area IN ('inside', 'terrace', 'bar', 'garden')),
  seats INTEGER NOT NULL CHECK (seats BETWEEN 1 AND 14),
  PRIMARY KEY (restaurant_id, table_number)
);

CREATE TABLE waiters (
  id INTEGER PRIMARY KEY,
  restaurant_id INTEGER NOT NULL REFERENCES restaurants (id),
  name TEXT NOT NULL,
  hourly_wage REAL NOT NULL CHECK (hourly_wage BETWEEN 9 AND 30),
  left_on TEXT
);

CREATE TABLE menu_sections (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  parent_id INTEGER REFERENCES menu_sections (id),
  sort_order INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE dishes (
  id INTEGER PRIMARY KEY,
  menu_section_id INTEGER NOT NULL REFERENCES menu_sections (id),
  name TEXT NOT NULL COLLATE NOCASE,
  price REAL NOT NULL CHECK (price BETWEEN 1.5 AND 90),
  vat_percent REAL NOT NULL DEFAULT 19 CHECK (vat_percent IN (7, 19)),
  is_vegetarian INTEGER NOT NULL DEFAULT 0 CHECK (is_vegetarian IN (0, 1)),
  discontinued_on TEXT
);

CREATE TABLE ingredients (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  unit TEXT NOT NULL CHECK (unit IN ('g', 'ml', 'piece')),
  cost_per_unit REAL NOT NULL CHECK (cost_per_unit >= 0)
);

CREATE TABLE dish_ingredients (
  dish_id INTEGER NOT NULL REFERENCES dishes (id),
  ingredient_id INTEGER NOT NULL REFERENCES ingredients (id),
  quantity REAL NOT NULL CHECK (quantity > 0),
  PRIMARY KEY (dish_id, ingredient_id)
) WITHOUT ROWID;

CREATE TABLE checks (
  id INTEGER PRIMARY KEY,
  restaurant_id INTEGER NOT NULL,
  table_number INTEGER NOT NULL,
  waiter_id INTEGER REFERENCES waiters (id),
  guests INTEGER NOT NULL CHECK (guests BETWEEN 1 AND 20),
  opened_at TEXT NOT NULL,
  closed_at TEXT,
  tip REAL NOT NULL DEFAULT 0 CHECK (tip >= 0),
  FOREIGN KEY (restaurant_id, table_number) REFERENCES dining_tables (restaurant_id, table_number),
  CHECK (closed_at IS NULL OR closed_at >= opened_at)
);

CREATE TABLE check_items (
  check_id INTEGER NOT NULL REFERENCES checks (id),
  item_number INTEGER NOT NULL,
  dish_id INTEGER NOT NULL REFERENCES dishes (id),
  quantity INTEGER NOT NULL DEFAULT 1 CHECK (quantity BETWEEN 1 AND 12),
  unit_price REAL NOT NULL,
  voided INTEGER NOT NULL DEFAULT 0 CHECK (voided IN (0, 1)),
  note TEXT,
  PRIMARY KEY (check_id, item_number)
) WITHOUT ROWID;

CREATE TABLE table_bookings (
  id INTEGER PRIMARY KEY,
  restaurant_id INTEGER NOT NULL REFERENCES restaurants (id),
  guest_name TEXT NOT NULL,
  guests INTEGER NOT NULL CHECK (guests BETWEEN 1 AND 40),
  arrives_at TEXT NOT NULL,
  status TEXT NOT NULL DEFAULT 'confirmed' CHECK (status IN ('confirmed', 'seated', 'no_show', 'cancelled'))
);
