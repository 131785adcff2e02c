-- Hospital wards
-- Bed occupancy by ward, length of stay, medication and procedures per admission, and who was on duty.

CREATE TABLE departments (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  floor INTEGER NOT NULL CHECK (floor BETWEEN -1 AND 12),
  cost_centre TEXT NOT NULL
);

CREATE TABLE wards (
  id INTEGER PRIMARY KEY,
  department_id INTEGER NOT NULL REFERENCES departments (id),
  name TEXT NOT NULL,
  specialty TEXT NOT NULL CHECK (specialty IN ('surgery', 'cardiology', 'maternity', 'paediatrics', 'oncology', 'intensive')),
  is_closed INTEGER NOT NULL DEFAULT 0 CHECK (is_closed IN (0, 1)),
  UNIQUE (department_id, name)
);

CREATE TABLE beds (
  ward_id INTEGER NOT NULL REFERENCES wards (id),
  bed_number INTEGER NOT NULL,
  kind TEXT NOT NULL DEFAULT 'standard' CHECK (kind IN ('standard', 'monitored', 'isolation', 'cot')),
  out_of_service_since TEXT,
  PRIMARY KEY (ward_id, bed_number)
) WITHOUT ROWID;

CREATE TABLE staff (
  id INTEGER PRIMARY KEY,
  badge_code TEXT NOT NULL UNIQUE,
  given_name TEXT NOT NULL,
  family_name TEXT NOT NULL COLLATE NOCASE,
  role TEXT NOT NULL CHECK (role IN ('physician', 'nurse', 'midwife', 'therapist', 'porter', 'clerk')),
  department_id INTEGER REFERENCES departments (id),
  supervisor_id INTEGER REFERENCES staff (id),
  hired_on TEXT NOT NULL,
  left_on TEXT,
  weekly_hours REAL NOT NULL CHECK (weekly_hours BETWEEN 4 AND 48)
);

CREATE TABLE shifts (
  id INTEGER PRIMARY KEY,
  ward_id INTEGER NOT NULL REFERENCES wards (id),
  starts_at TEXT NOT NULL,
  ends_at TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('early', 'late', 'night')),
  CHECK (starts_at < ends_at)
);

CREATE TABLE shift_assignments (
  shift_id INTEGER NOT NULL REFERENCES shifts (id),
  staff_id INTEGER NOT NULL REFERENCES staff (id),
  is_lead INTEGER NOT NULL DEFAULT 0 CHECK (is_lead IN (0, 1)),
  PRIMARY KEY (shift_id, staff_id)
) WITHOUT ROWID;

CREATE TABLE insurers (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('statutory', 'private', 'foreign'))
);

CREATE TABLE patients (
  id INTEGER PRIMARY KEY,
  medical_record_number TEXT NOT NULL UNIQUE,
  first_name TEXT NOT NULL,
  last_name TEXT NOT NULL COLLATE NOCASE,
  birth_date TEXT NOT NULL,
  sex TEXT CHECK (sex IN ('F', 'M', 'X')),
  blood_group TEXT CHECK (blood_group IN ('0+', '0-', 'A+', 'A-', 'B+', 'B-', 'AB+', 'AB-')),
  insurer_id INTEGER REFERENCES insurers (id),
  postcode TEXT,
  deceased_on TEXT,
  mother_id INTEGER REFERENCES patients (id) -- of children born here
);

CREATE TABLE allergies (
  patient_id INTEGER NOT NULL REFERENCES patients (id),
  substance TEXT NOT NULL,
  severity TEXT NOT NULL CHECK (severity IN ('mild', 'moderate', 'severe')),
  noted_on TEXT NOT NULL,
  PRIMARY KEY (patient_id, substance)
);

CREATE TABLE admissions (
  id INTEGER PRIMARY KEY,
  patient_id INTEGER NOT NULL REFERENCES patients (id),
  attending_id INTEGER REFERENCES staff (id),
  admitted_at TEXT NOT NULL,
  discharged_at TEXT,
  urgency TEXT NOT NULL CHECK (urgency IN ('planned', 'urgent', 'emergency')),
  discharge_type TEXT CHECK (discharge_type IN ('home', 'transfer', 'against_advice', 'died')),
  CHECK (discharged_at IS NULL OR discharged_at >= admitted_at)
);

CREATE TABLE bed_stays (
  id INTEGER PRIMARY KEY,
  admission_id INTEGER NOT NULL REFERENCES admissions (id),
  ward_id INTEGER NOT NULL,
  bed_number INTEGER NOT NULL,
  from_at TEXT NOT NULL,
  to_at TEXT,
  FOREIGN KEY (ward_id, bed_number) REFERENCES beds (ward_id, bed_number),
  CHECK (to_at IS NULL OR to_at >= from_at)
);

CREATE TABLE diagnosis_codes (
  code TEXT PRIMARY KEY, -- ICD-10
  label TEXT NOT NULL,
  chapter INTEGER NOT NULL CHECK (chapter BETWEEN 1 AND 22),
  is_chronic INTEGER NOT NULL DEFAULT 0 CHECK (is_chronic IN (0, 1))
) WITHOUT ROWID;

CREATE TABLE admission_diagnoses (
  admission_id INTEGER NOT NULL REFERENCES admissions (id),
  code TEXT NOT NULL REFERENCES diagnosis_codes (code),
  is_principal INTEGER NOT NULL DEFAULT 0 CHECK (is_principal IN (0, 1)),
  PRIMARY KEY (admission_id, code)
);

CREATE TABLE procedures (
  id INTEGER PRIMARY KEY,
  admission_id INTEGER NOT NULL REFERENCES admissions (id),
  performed_by INTEGER NOT NULL REFERENCES staff (id),
  procedure_code TEXT NOT NULL,
  performed_at TEXT NOT NULL,
  duration_minutes INTEGER NOT NULL CHECK (duration_minutes BETWEEN 5 AND 900),
  charge REAL NOT NULL CHECK (charge >= 0),
  complications TEXT
);

CREATE TABLE drugs (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE COLLATE NOCASE,
  active_substance TEXT NOT NULL,
  unit_price REAL NOT NULL,
  is_controlled INTEGER NOT NULL DEFAULT 0 CHECK (is_controlled IN (0, 1))
);

CREATE TABLE prescriptions (
  id INTEGER PRIMARY KEY,
  admission_id INTEGER NOT NULL REFERENCES admissions (id),
  drug_id INTEGER NOT NULL REFERENCES drugs (id),
  prescribed_by INTEGER NOT NULL REFERENCES staff (id),
  dose_mg REAL NOT NULL CHECK (dose_mg > 0),
  times_per_day INTEGER NOT NULL DEFAULT 1 CHECK (times_per_day BETWEEN 1 AND 6),
  starts_on TEXT NOT NULL,
  ends_on TEXT
);

CREATE TABLE administrations (
  id INTEGER PRIMARY KEY,
  prescription_id INTEGER NOT NULL REFERENCES prescriptions (id),
  nurse_id INTEGER REFERENCES staff (id),
  given_at TEXT NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('given', 'refused', 'omitted', 'vomited'))
);

CREATE TABLE vital_signs (
  admission_id INTEGER NOT NULL REFERENCES admissions (id),
  measured_at INTEGER NOT NULL, -- unix seconds
  heart_rate INTEGER CHECK (heart_rate BETWEEN 20 AND 240),
  systolic INTEGER CHECK (systolic BETWEEN 40 AND 260),
  diastolic INTEGER CHECK (diastolic BETWEEN 20 AND 160),
  temperature REAL CHECK (temperature BETWEEN 30 AND 43),
  oxygen_saturation INTEGER CHECK (oxygen_saturation BETWEEN 50 AND 100),
  PRIMARY KEY (admission_id, measured_at)
) WITHOUT ROWID;

CREATE TABLE ward_transfers (
  id INTEGER PRIMARY KEY,
  admission_id INTEGER NOT NULL REFERENCES admissions (id),
  from_ward_id INTEGER REFERENCES wards (id),
  to_ward_id INTEGER NOT NULL REFERENCES wards (id),
  requested_at TEXT NOT NULL,
  completed_at TEXT
);

CREATE INDEX admissions_patient ON admissions (patient_id);
CREATE INDEX patients_name ON patients (last_name, first_name);
