-- Hotel bookings
-- Occupancy and revenue per available room, length of stay, channels, and guests who return.

CREATE TABLE hotels (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  city TEXT NOT NULL,
  stars INTEGER CHECK (stars BETWEEN 1 AND 5)
);

CREATE TABLE room_types (
  hotel_id INTEGER NOT NULL REFERENCES hotels (id),
  code TEXT NOT NULL CHECK (code IN ('SGL', 'DBL', 'TWN', 'FAM', 'STE')),
  beds INTEGER NOT NULL CHECK (beds BETWEEN 1 AND 6),
  rack_rate_cents INTEGER NOT NULL CHECK (rack_rate_cents BETWEEN 4000 AND 90000),
  PRIMARY KEY (hotel_id, code)
);

CREATE TABLE hotel_rooms (
  hotel_id INTEGER NOT NULL,
  room_number INTEGER NOT NULL,
  type_code TEXT NOT NULL,
  floor INTEGER NOT NULL CHECK (floor BETWEEN 0 AND 25),
  has_view INTEGER NOT NULL DEFAULT 0 CHECK (has_view IN (0, 1)),
  is_blocked INTEGER NOT NULL DEFAULT 0 CHECK (is_blocked IN (0, 1)),
  PRIMARY KEY (hotel_id, room_number),
  FOREIGN KEY (hotel_id, type_code) REFERENCES room_types (hotel_id, code)
);

CREATE TABLE guests (
  id INTEGER PRIMARY KEY,
  first_name TEXT NOT NULL,
  last_name TEXT NOT NULL COLLATE NOCASE,
  email TEXT COLLATE NOCASE,
  nationality TEXT,
  loyalty_level TEXT CHECK (loyalty_level IN ('silver', 'gold', 'platinum')),
  merged_into_id INTEGER REFERENCES guests (id),
  created_at TEXT NOT NULL
);

CREATE TABLE rate_plans (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  board TEXT NOT NULL CHECK (board IN ('room_only', 'breakfast', 'half_board', 'all_inclusive')),
  discount_percent REAL NOT NULL DEFAULT 0 CHECK (discount_percent BETWEEN 0 AND 60),
  is_refundable INTEGER NOT NULL DEFAULT 1 CHECK (is_refundable IN (0, 1))
);

CREATE TABLE stays (
  id INTEGER PRIMARY KEY,
  hotel_id INTEGER NOT NULL,
  room_number INTEGER NOT NULL,
  guest_id INTEGER NOT NULL REFERENCES guests (id),
  rate_plan_id INTEGER REFERENCES rate_plans (id),
  channel TEXT NOT NULL CHECK (channel IN ('direct', 'phone', 'portal', 'tour_operator', 'corporate')),
  arrival_date TEXT NOT NULL,
  departure_date TEXT NOT NULL,
  adults INTEGER NOT NULL DEFAULT 2 CHECK (adults BETWEEN 1 AND 4),
  children INTEGER NOT NULL DEFAULT 0 CHECK (children BETWEEN 0 AND 4),
  total_cents INTEGER NOT NULL CHECK (total_cents >= 0),
  status TEXT NOT NULL CHECK (status IN ('reserved', 'checked_in', 'checked_out', 'no_show', 'cancelled')),
  booked_at TEXT NOT NULL,
  FOREIGN KEY (hotel_id, room_number) REFERENCES hotel_rooms (hotel_id, room_number),
  CHECK (arrival_date <= departure_date)
);

CREATE TABLE stay_extras (
  stay_id INTEGER NOT NULL REFERENCES stays (id),
  line INTEGER NOT NULL,
  what TEXT NOT NULL CHECK (what IN ('minibar', 'parking', 'spa', 'laundry', 'restaurant', 'late_checkout')),
  amount_cents INTEGER NOT NULL,
  charged_on TEXT NOT NULL,
  PRIMARY KEY (stay_id, line)
) WITHOUT ROWID;

CREATE TABLE housekeeping (
  hotel_id INTEGER NOT NULL,
  room_number INTEGER NOT NULL,
  cleaned_on TEXT NOT NULL,
  minutes INTEGER CHECK (minutes BETWEEN 5 AND 120),
  inspected INTEGER NOT NULL DEFAULT 0 CHECK (inspected IN (0, 1)),
  PRIMARY KEY (hotel_id, room_number, cleaned_on),
  FOREIGN KEY (hotel_id, room_number) REFERENCES hotel_rooms (hotel_id, room_number)
) WITHOUT ROWID;

CREATE TABLE guest_reviews (
  stay_id INTEGER PRIMARY KEY REFERENCES stays (id),
  rating INTEGER NOT NULL CHECK (rating BETWEEN 1 AND 10),
  text TEXT,
  written_at TEXT NOT NULL
);

CREATE INDEX stays_arrival ON stays (hotel_id, arrival_date);
