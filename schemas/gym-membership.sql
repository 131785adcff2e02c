-- Gym membership
-- Check-ins by hour and club, course occupancy, members who stopped coming, and unpaid months.

CREATE TABLE clubs (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  city TEXT NOT NULL,
  open_24h INTEGER NOT NULL DEFAULT 0 CHECK (open_24h IN (0, 1))
);

CREATE TABLE trainers (
  id INTEGER PRIMARY KEY,
  club_id INTEGER NOT NULL REFERENCES clubs (id),
  name TEXT NOT NULL,
  hourly_rate REAL NOT NULL CHECK (hourly_rate BETWEEN 12 AND 90),
  certificates TEXT CHECK (certificates IS NULL OR json_valid(certificates))
);

CREATE TABLE athletes (
  id INTEGER PRIMARY KEY,
  home_club_id INTEGER NOT NULL REFERENCES clubs (id),
  name TEXT NOT NULL,
  email TEXT COLLATE NOCASE,
  birth_date TEXT NOT NULL,
  recruited_by INTEGER REFERENCES athletes (id),
  deleted_at TEXT
);

CREATE TABLE subscriptions (
  athlete_id INTEGER NOT NULL REFERENCES athletes (id),
  starts_on TEXT NOT NULL,
  ends_on TEXT,
  plan TEXT NOT NULL CHECK (plan IN ('basic', 'plus', 'premium', 'day_pass', 'student')),
  monthly_price REAL NOT NULL CHECK (monthly_price BETWEEN 5 AND 120),
  PRIMARY KEY (athlete_id, starts_on)
) WITHOUT ROWID;

CREATE TABLE courses (
  id INTEGER PRIMARY KEY,
  club_id INTEGER NOT NULL REFERENCES clubs (id),
  trainer_id INTEGER REFERENCES trainers (id),
  kind TEXT NOT NULL CHECK (kind IN ('yoga', 'spinning', 'pilates', 'boxing', 'crossfit')),
  starts_at TEXT NOT NULL,
  places INTEGER NOT NULL CHECK (places BETWEEN 5 AND 40),
  cancelled_at TEXT
);

CREATE TABLE course_bookings (
  course_id INTEGER NOT NULL REFERENCES courses (id),
  athlete_id INTEGER NOT NULL REFERENCES athletes (id),
  booked_at TEXT NOT NULL,
  waitlisted INTEGER NOT NULL DEFAULT 0 CHECK (waitlisted IN (0, 1)),
  attended INTEGER CHECK (attended IN (0, 1)),
  PRIMARY KEY (course_id, athlete_id)
) WITHOUT ROWID;

CREATE TABLE check_ins (
  athlete_id INTEGER NOT NULL REFERENCES athletes (id),
  came_at TEXT NOT NULL,
  club_id INTEGER NOT NULL REFERENCES clubs (id),
  went_at TEXT,
  PRIMARY KEY (athlete_id, came_at)
);
