-- School timetable and marks
-- Which lessons collide or were dropped, attendance by class, and how marks develop over the terms.

CREATE TABLE school_years (
  id INTEGER PRIMARY KEY,
  label TEXT NOT NULL UNIQUE,
  first_day TEXT NOT NULL,
  last_day TEXT NOT NULL,
  CHECK (first_day < last_day)
);

CREATE TABLE teachers (
  id INTEGER PRIMARY KEY,
  initials TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  email TEXT,
  weekly_lessons INTEGER NOT NULL CHECK (weekly_lessons BETWEEN 4 AND 28),
  employed_since TEXT NOT NULL,
  left_on TEXT
);

CREATE TABLE subjects (
  code TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  faculty TEXT NOT NULL CHECK (faculty IN ('languages', 'science', 'arts', 'society', 'sports')),
  is_elective INTEGER NOT NULL DEFAULT 0 CHECK (is_elective IN (0, 1))
) WITHOUT ROWID;

CREATE TABLE teacher_subjects (
  teacher_id INTEGER NOT NULL REFERENCES teachers (id),
  subject_code TEXT NOT NULL REFERENCES subjects (code),
  PRIMARY KEY (teacher_id, subject_code)
) WITHOUT ROWID;

CREATE TABLE rooms (
  id INTEGER PRIMARY KEY,
  building TEXT NOT NULL CHECK (building IN ('main', 'annex', 'gym', 'lab')),
  number TEXT NOT NULL,
  seats INTEGER NOT NULL CHECK (seats BETWEEN 8 AND 120),
  UNIQUE (building, number)
);

CREATE TABLE forms (
  id INTEGER PRIMARY KEY,
  school_year_id INTEGER NOT NULL REFERENCES school_years (id),
  grade INTEGER NOT NULL CHECK (grade BETWEEN 1 AND 13),
  letter TEXT NOT NULL CHECK (letter IN ('a', 'b', 'c', 'd')),
  form_teacher_id INTEGER REFERENCES teachers (id),
  UNIQUE (school_year_id, grade, letter)
);

CREATE TABLE pupils (
  id INTEGER PRIMARY KEY,
  first_name TEXT NOT NULL,
  last_name TEXT NOT NULL COLLATE NOCASE,
  birth_date TEXT NOT NULL,
  entered_on TEXT NOT NULL,
  left_on TEXT,
  sibling_id INTEGER REFERENCES pupils (id)
);

CREATE TABLE form_pupils (
  form_id INTEGER NOT NULL REFERENCES forms (id),
  pupil_id INTEGER NOT NULL REFERENCES pupils (id),
  joined_on TEXT,
  PRIMARY KEY (form_id, pupil_id)
) WITHOUT ROWID;

CREATE TABLE lessons (
  id INTEGER PRIMARY KEY,
  form_id INTEGER NOT NULL REFERENCES forms (id),
  subject_code TEXT NOT NULL REFERENCES subjects (code),
  teacher_id INTEGER REFERENCES teachers (id),
  room_id INTEGER REFERENCES rooms (id),
  weekday INTEGER NOT NULL CHECK (weekday BETWEEN 1 AND 5),
  period INTEGER NOT NULL CHECK (period BETWEEN 1 AND 10)
);

CREATE TABLE substitutions (
  lesson_id INTEGER NOT NULL REFERENCES lessons (id),
  held_on TEXT NOT NULL,
  substitute_id INTEGER REFERENCES teachers (id), -- null: the lesson was dropped
  reason TEXT NOT NULL CHECK (reason IN ('sick', 'training', 'excursion', 'other')),
  PRIMARY KEY (lesson_id, held_on)
);

CREATE TABLE attendance (
  lesson_id INTEGER NOT NULL REFERENCES lessons (id),
  pupil_id INTEGER NOT NULL REFERENCES pupils (id),
  held_on TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('present', 'late', 'excused', 'unexcused')),
  minutes_late INTEGER,
  PRIMARY KEY (lesson_id, pupil_id, held_on)
) WITHOUT ROWID;

CREATE TABLE marks (
  id INTEGER PRIMARY KEY,
  pupil_id INTEGER NOT NULL REFERENCES pupils (id),
  subject_code TEXT NOT NULL REFERENCES subjects (code),
  teacher_id INTEGER NOT NULL REFERENCES teachers (id),
  given_on TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('written', 'oral', 'practical', 'term')),
  mark INTEGER NOT NULL CHECK (mark BETWEEN 1 AND 6), -- 1 is best
  weight REAL NOT NULL DEFAULT 1 CHECK (weight BETWEEN 0.5 AND 3)
);
