-- Recruiting
-- Where applications stand, how long each stage takes, which channels bring hires and what interviewers think.

CREATE TABLE recruiters (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  email TEXT NOT NULL UNIQUE COLLATE NOCASE,
  office TEXT,
  is_active INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1))
);

CREATE TABLE openings (
  id INTEGER PRIMARY KEY,
  title TEXT NOT NULL,
  department TEXT NOT NULL,
  location TEXT,
  seniority TEXT NOT NULL CHECK (seniority IN ('junior', 'mid', 'senior', 'lead', 'executive')),
  salary_min INTEGER CHECK (salary_min BETWEEN 20000 AND 250000),
  salary_max INTEGER CHECK (salary_max BETWEEN 20000 AND 250000),
  remote INTEGER NOT NULL DEFAULT 0 CHECK (remote IN (0, 1)),
  owner_id INTEGER NOT NULL REFERENCES recruiters (id),
  opened_on TEXT NOT NULL,
  closed_on TEXT,
  CHECK (salary_min <= salary_max)
);

CREATE TABLE candidates (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  email TEXT NOT NULL UNIQUE COLLATE NOCASE,
  phone TEXT,
  city TEXT,
  years_of_experience INTEGER CHECK (years_of_experience BETWEEN 0 AND 45),
  profile TEXT CHECK (profile IS NULL OR json_valid(profile)),
  referred_by INTEGER REFERENCES candidates (id),
  created_at TEXT NOT NULL,
  anonymised_at TEXT
);

CREATE TABLE skills (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE COLLATE NOCASE
);

CREATE TABLE candidate_skills (
  candidate_id INTEGER NOT NULL REFERENCES candidates (id),
  skill_id INTEGER NOT NULL REFERENCES skills (id),
  level INTEGER NOT NULL DEFAULT 1 CHECK (level BETWEEN 1 AND 5),
  PRIMARY KEY (candidate_id, skill_id)
);

CREATE TABLE opening_skills (
  opening_id INTEGER NOT NULL REFERENCES openings (id),
  skill_id INTEGER NOT NULL REFERENCES skills (id),
  is_required INTEGER NOT NULL CHECK (is_required IN (0, 1)),
  PRIMARY KEY (opening_id, skill_id)
);

CREATE TABLE applications (
  id INTEGER PRIMARY KEY,
  candidate_id INTEGER NOT NULL REFERENCES candidates (id),
  opening_id INTEGER NOT NULL REFERENCES openings (id),
  channel TEXT NOT NULL CHECK (channel IN ('website', 'referral', 'agency', 'job_board', 'fair', 'sourced')),
  stage TEXT NOT NULL DEFAULT 'new' CHECK (stage IN ('new', 'screening', 'interview', 'offer', 'hired', 'rejected', 'withdrawn')),
  applied_at TEXT NOT NULL,
  expected_salary INTEGER,
  UNIQUE (candidate_id, opening_id)
);

CREATE TABLE stage_changes (
  application_id INTEGER NOT NULL REFERENCES applications (id),
  changed_at TEXT NOT NULL,
  from_stage TEXT,
  to_stage TEXT NOT NULL,
  changed_by INTEGER REFERENCES recruiters (id),
  PRIMARY KEY (application_id, changed_at)
);

CREATE TABLE interviews (
  id INTEGER PRIMARY KEY,
  application_id INTEGER NOT NULL REFERENCES applications (id),
  interviewer TEXT NOT NULL,
  held_at TEXT,
  duration_minutes INTEGER NOT NULL DEFAULT 45 CHECK (duration_minutes BETWEEN 15 AND 240),
  score INTEGER CHECK (score BETWEEN 1 AND 5),
  recommendation TEXT CHECK (recommendation IN ('strong_yes', 'yes', 'no', 'strong_no')),
  comment TEXT
);

CREATE INDEX applications_opening_stage ON applications (opening_id, stage);
