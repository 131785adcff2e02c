-- University registry
-- Who may graduate, over-booked courses, average grades by programme and term, fees outstanding and theses not handed in.

CREATE TABLE faculties (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  dean_id INTEGER REFERENCES lecturers (id)
);

CREATE TABLE institutes (
  id INTEGER PRIMARY KEY,
  faculty_id INTEGER NOT NULL REFERENCES faculties (id),
  name TEXT NOT NULL,
  UNIQUE (faculty_id, name)
);

CREATE TABLE lecturers (
  id INTEGER PRIMARY KEY,
  institute_id INTEGER NOT NULL REFERENCES institutes (id),
  name TEXT NOT NULL,
  rank TEXT NOT NULL CHECK (rank IN ('assistant', 'lecturer', 'associate', 'professor', 'emeritus')),
  email TEXT COLLATE NOCASE,
  tenured INTEGER NOT NULL DEFAULT 0 CHECK (tenured IN (0, 1)),
  left_on TEXT
);

CREATE TABLE terms (
  code TEXT PRIMARY KEY,
  starts_on TEXT NOT NULL,
  ends_on TEXT NOT NULL,
  CHECK (starts_on < ends_on)
) WITHOUT ROWID;

CREATE TABLE programmes (
  id INTEGER PRIMARY KEY,
  faculty_id INTEGER NOT NULL REFERENCES faculties (id),
  title TEXT NOT NULL,
  degree TEXT NOT NULL CHECK (degree IN ('BA', 'BSc', 'MA', 'MSc', 'PhD')),
  credits_required INTEGER NOT NULL CHECK (credits_required IN (60, 90, 120, 180, 240)),
  closed_on TEXT
);

CREATE TABLE modules (
  code TEXT PRIMARY KEY,
  institute_id INTEGER NOT NULL REFERENCES institutes (id),
  title TEXT NOT NULL,
  credits REAL NOT NULL CHECK (credits BETWEEN 2 AND 30),
  language TEXT NOT NULL DEFAULT 'en' CHECK (language IN ('en', 'de', 'fr'))
) WITHOUT ROWID;

CREATE TABLE module_prerequisites (
  module_code TEXT NOT NULL REFERENCES modules (code),
  requires_code TEXT NOT NULL REFERENCES modules (code),
  PRIMARY KEY (module_code, requires_code)
) WITHOUT ROWID;

CREATE TABLE programme_modules (
  programme_id INTEGER NOT NULL REFERENCES programmes (id),
  module_code TEXT NOT NULL REFERENCES modules (code),
  is_compulsory INTEGER NOT NULL DEFAULT 0 CHECK (is_compulsory IN (0, 1)),
  recommended_semester INTEGER CHECK (recommended_semester BETWEEN 1 AND 8),
  PRIMARY KEY (programme_id, module_code)
) WITHOUT ROWID;

CREATE TABLE students (
  matriculation_number INTEGER PRIMARY KEY,
  first_name TEXT NOT NULL,
  last_name TEXT NOT NULL COLLATE NOCASE,
  birth_date TEXT NOT NULL,
  nationality TEXT,
  email TEXT NOT NULL UNIQUE,
  enrolled_on TEXT NOT NULL,
  left_on TEXT
);

CREATE TABLE enrolments (
  matriculation_number INTEGER NOT NULL REFERENCES students (matriculation_number),
  programme_id INTEGER NOT NULL REFERENCES programmes (id),
  started_on TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('active', 'on_leave', 'graduated', 'dropped')),
  final_grade REAL CHECK (final_grade BETWEEN 1 AND 4),
  PRIMARY KEY (matriculation_number, programme_id)
) WITHOUT ROWID;

CREATE TABLE lecture_halls (
  id INTEGER PRIMARY KEY,
  building TEXT NOT NULL,
  capacity INTEGER NOT NULL CHECK (capacity BETWEEN 10 AND 800),
  has_stream INTEGER NOT NULL DEFAULT 0 CHECK (has_stream IN (0, 1))
);

CREATE TABLE offerings (
  id INTEGER PRIMARY KEY,
  module_code TEXT NOT NULL REFERENCES modules (code),
  term_code TEXT NOT NULL REFERENCES terms (code),
  lecturer_id INTEGER REFERENCES lecturers (id),
  max_places INTEGER CHECK (max_places BETWEEN 8 AND 600),
  UNIQUE (module_code, term_code, lecturer_id)
);

CREATE TABLE weekly_slots (
  offering_id INTEGER NOT NULL REFERENCES offerings (id),
  weekday INTEGER NOT NULL CHECK (weekday BETWEEN 1 AND 6),
  from_hour INTEGER NOT NULL CHECK (from_hour BETWEEN 8 AND 19),
  lecture_hall_id INTEGER REFERENCES lecture_halls (id),
  PRIMARY KEY (offering_id, weekday, from_hour)
) WITHOUT ROWID;

CREATE TABLE registrations (
  offering_id INTEGER NOT NULL REFERENCES offerings (id),
  matriculation_number INTEGER NOT NULL REFERENCES students (matriculation_number),
  registered_at TEXT NOT NULL,
  withdrawn_at TEXT,
  PRIMARY KEY (offering_id, matriculation_number)
) WITHOUT ROWID;

CREATE TABLE exams (
  id INTEGER PRIMARY KEY,
  offering_id INTEGER NOT NULL REFERENCES offerings (id),
  held_at TEXT NOT NULL,
  form TEXT NOT NULL CHECK (form IN ('written', 'oral', 'project', 'presentation')),
  duration_minutes INTEGER
);

CREATE TABLE exam_results (
  exam_id INTEGER NOT NULL REFERENCES exams (id),
  matriculation_number INTEGER NOT NULL REFERENCES students (matriculation_number),
  attempt INTEGER NOT NULL DEFAULT 1 CHECK (attempt BETWEEN 1 AND 3),
  points REAL CHECK (points BETWEEN 0 AND 100),
  grade REAL CHECK (grade IN (1.0, 1.3, 1.7, 2.0, 2.3, 2.7, 3.0, 3.3, 3.7, 4.0, 5.0)),
  state TEXT NOT NULL CHECK (state IN ('graded', 'absent', 'sick', 'cheated')),
  PRIMARY KEY (exam_id, matriculation_number)
) WITHOUT ROWID;

CREATE TABLE theses (
  id INTEGER PRIMARY KEY,
  matriculation_number INTEGER NOT NULL,
  programme_id INTEGER NOT NULL,
  title TEXT NOT NULL,
  supervisor_id INTEGER NOT NULL REFERENCES lecturers (id),
  second_reader_id INTEGER REFERENCES lecturers (id),
  registered_on TEXT NOT NULL,
  due_on TEXT NOT NULL,
  handed_in_on TEXT,
  FOREIGN KEY (matriculation_number, programme_id) REFERENCES enrolments (matriculation_number, programme_id),
  CHECK (registered_on <= due_on)
);

CREATE TABLE tuition_invoices (
  id INTEGER PRIMARY KEY,
  matriculation_number INTEGER NOT NULL REFERENCES students (matriculation_number),
  term_code TEXT NOT NULL REFERENCES terms (code),
  amount_cents INTEGER NOT NULL CHECK (amount_cents BETWEEN 10000 AND 900000),
  due_on TEXT NOT NULL,
  paid_on TEXT,
  UNIQUE (matriculation_number, term_code)
);

CREATE TABLE scholarships (
  id INTEGER PRIMARY KEY,
  matriculation_number INTEGER NOT NULL REFERENCES students (matriculation_number),
  sponsor TEXT NOT NULL,
  monthly_cents INTEGER NOT NULL CHECK (monthly_cents > 0),
  valid_from TEXT NOT NULL,
  valid_to TEXT
);

CREATE TABLE advising_notes (
  id INTEGER PRIMARY KEY,
  matriculation_number INTEGER NOT NULL REFERENCES students (matriculation_number),
  lecturer_id INTEGER REFERENCES lecturers (id),
  noted_at TEXT NOT NULL,
  note TEXT NOT NULL,
  deleted_at TEXT
);

CREATE INDEX registrations_student ON registrations (matriculation_number);
CREATE INDEX exam_results_student ON exam_results (matriculation_number, state);
