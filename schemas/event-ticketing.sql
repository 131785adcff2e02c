-- Event ticketing
-- Sell-through and revenue per show, resale prices, no-shows at the gate and refunds.

CREATE TABLE venues (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  city TEXT NOT NULL,
  capacity INTEGER NOT NULL CHECK (capacity BETWEEN 80 AND 80000)
);

CREATE TABLE sections (
  venue_id INTEGER NOT NULL REFERENCES venues (id),
  section TEXT NOT NULL,
  has_seats INTEGER NOT NULL DEFAULT 1 CHECK (has_seats IN (0, 1)),
  PRIMARY KEY (venue_id, section)
) WITHOUT ROWID;

CREATE TABLE seats (
  venue_id INTEGER NOT NULL,
  section TEXT NOT NULL,
  seat_row INTEGER NOT NULL,
  seat_number INTEGER NOT NULL,
  is_accessible INTEGER NOT NULL DEFAULT 0 CHECK (is_accessible IN (0, 1)),
  PRIMARY KEY (venue_id, section, seat_row, seat_number),
  FOREIGN KEY (venue_id, section) REFERENCES sections (venue_id, section)
) WITHOUT ROWID;

CREATE TABLE promoters (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  fee_percent REAL NOT NULL DEFAULT 10 CHECK (fee_percent BETWEEN 0 AND 30)
);

CREATE TABLE shows (
  id INTEGER PRIMARY KEY,
  venue_id INTEGER NOT NULL REFERENCES venues (id),
  promoter_id INTEGER REFERENCES promoters (id),
  title TEXT NOT NULL,
  genre TEXT NOT NULL CHECK (genre IN ('concert', 'theatre', 'comedy', 'sports', 'festival')),
  doors_at TEXT NOT NULL,
  starts_at TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('announced', 'on_sale', 'sold_out', 'over', 'cancelled')),
  CHECK (doors_at <= starts_at)
);

CREATE TABLE price_levels (
  show_id INTEGER NOT NULL REFERENCES shows (id),
  level TEXT NOT NULL CHECK (level IN ('A', 'B', 'C', 'standing', 'vip')),
  face_cents INTEGER NOT NULL CHECK (face_cents BETWEEN 500 AND 45000),
  fee_cents INTEGER NOT NULL DEFAULT 250,
  PRIMARY KEY (show_id, level)
);

CREATE TABLE buyers (
  id INTEGER PRIMARY KEY,
  email TEXT NOT NULL UNIQUE COLLATE NOCASE,
  name TEXT NOT NULL,
  newsletter INTEGER NOT NULL DEFAULT 0 CHECK (newsletter IN (0, 1)),
  created_at TEXT NOT NULL
);

CREATE TABLE purchases (
  id INTEGER PRIMARY KEY,
  buyer_id INTEGER NOT NULL REFERENCES buyers (id),
  bought_at TEXT NOT NULL,
  payment TEXT NOT NULL CHECK (payment IN ('card', 'paypal', 'transfer', 'box_office')),
  total_cents INTEGER NOT NULL CHECK (total_cents >= 0),
  refunded_at TEXT
);

CREATE TABLE tickets (
  id INTEGER PRIMARY KEY,
  purchase_id INTEGER NOT NULL REFERENCES purchases (id),
  show_id INTEGER NOT NULL,
  level TEXT NOT NULL,
  seat_label TEXT,
  barcode TEXT NOT NULL UNIQUE,
  scanned_at TEXT,
  FOREIGN KEY (show_id, level) REFERENCES price_levels (show_id, level)
);

CREATE TABLE resales (
  id INTEGER PRIMARY KEY,
  ticket_id INTEGER NOT NULL REFERENCES tickets (id),
  seller_id INTEGER NOT NULL REFERENCES buyers (id),
  buyer_id INTEGER REFERENCES buyers (id),
  asked_cents INTEGER NOT NULL,
  listed_at TEXT NOT NULL,
  sold_at TEXT
);
