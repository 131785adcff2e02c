-- Bug tracker
-- Open bugs by component and severity, time to fix, duplicates, and who is overloaded.

CREATE TABLE people (
  id INTEGER PRIMARY KEY,
  login TEXT NOT NULL UNIQUE COLLATE NOCASE,
  display_name TEXT NOT NULL,
  is_bot INTEGER NOT NULL DEFAULT 0 CHECK (is_bot IN (0, 1)),
  deactivated_at TEXT
);

CREATE TABLE projects (
  key TEXT PRIMARY KEY CHECK (length(key) BETWEEN 2 AND 10),
  name TEXT NOT NULL,
  lead_id INTEGER REFERENCES people (id),
  archived INTEGER NOT NULL DEFAULT 0 CHECK (archived IN (0, 1))
) WITHOUT ROWID;

CREATE TABLE components (
  project_key TEXT NOT NULL REFERENCES projects (key),
  name TEXT NOT NULL,
  default_assignee_id INTEGER REFERENCES people (id),
  PRIMARY KEY (project_key, name)
) WITHOUT ROWID;

CREATE TABLE milestones (
  id INTEGER PRIMARY KEY,
  project_key TEXT NOT NULL REFERENCES projects (key),
  version TEXT NOT NULL,
  due_on TEXT,
  released_on TEXT,
  UNIQUE (project_key, version)
);

CREATE TABLE bugs (
  id INTEGER PRIMARY KEY,
  project_key TEXT NOT NULL REFERENCES projects (key),
  component TEXT,
  summary TEXT NOT NULL,
  description TEXT,
  severity TEXT NOT NULL CHECK (severity IN ('trivial', 'minor', 'major', 'critical', 'blocker')),
  status TEXT NOT NULL DEFAULT 'new' CHECK (status IN ('new', 'confirmed', 'in_progress', 'fixed', 'verified', 'wontfix', 'duplicate')),
  reporter_id INTEGER NOT NULL REFERENCES people (id),
  assignee_id INTEGER REFERENCES people (id),
  milestone_id INTEGER REFERENCES milestones (id),
  duplicate_of_id INTEGER REFERENCES bugs (id),
  votes INTEGER NOT NULL DEFAULT 0 CHECK (votes >= 0),
  reported_at TEXT NOT NULL,
  resolved_at TEXT,
  deleted_at TEXT,
  FOREIGN KEY (project_key, component) REFERENCES components (project_key, name),
  CHECK (resolved_at IS NULL OR resolved_at >= reported_at)
);

CREATE TABLE bug_history (
  id INTEGER PRIMARY KEY,
  bug_id INTEGER NOT NULL REFERENCES bugs (id),
  changed_by INTEGER REFERENCES people (id),
  field TEXT NOT NULL CHECK (field IN ('status', 'severity', 'assignee', 'milestone', 'component')),
  old_value TEXT,
  new_value TEXT,
  changed_at TEXT NOT NULL
);

CREATE TABLE bug_comments (
  id INTEGER PRIMARY KEY,
  bug_id INTEGER NOT NULL REFERENCES bugs (id),
  author_id INTEGER NOT NULL REFERENCES people (id),
  reply_to_id INTEGER REFERENCES bug_comments (id),
  body TEXT NOT NULL,
  is_private INTEGER NOT NULL DEFAULT 0 CHECK (is_private IN (0, 1)),
  posted_at TEXT NOT NULL
);

CREATE TABLE bug_labels (
  bug_id INTEGER NOT NULL REFERENCES bugs (id),
  label TEXT NOT NULL CHECK (label IN ('regression', 'security', 'ux', 'performance', 'good-first-bug', 'docs')),
  PRIMARY KEY (bug_id, label)
) WITHOUT ROWID;

CREATE TABLE bug_links (
  from_bug_id INTEGER NOT NULL REFERENCES bugs (id),
  to_bug_id INTEGER NOT NULL REFERENCES bugs (id),
  kind TEXT NOT NULL CHECK (kind IN ('blocks', 'relates', 'clones')),
  PRIMARY KEY (from_bug_id, to_bug_id, kind)
) WITHOUT ROWID;

CREATE TABLE watchers (
  bug_id INTEGER NOT NULL REFERENCES bugs (id),
  person_id INTEGER NOT NULL REFERENCES people (id),
  PRIMARY KEY (bug_id, person_id)
) WITHOUT ROWID;

CREATE TABLE work_logs (
  id INTEGER PRIMARY KEY,
  bug_id INTEGER NOT NULL REFERENCES bugs (id),
  person_id INTEGER NOT NULL REFERENCES people (id),
  worked_on TEXT NOT NULL,
  minutes INTEGER NOT NULL CHECK (minutes BETWEEN 5 AND 600)
);

CREATE TABLE attachments (
  id INTEGER PRIMARY KEY,
  bug_id INTEGER NOT NULL REFERENCES bugs (id),
  file_name TEXT NOT NULL,
  mime_type TEXT NOT NULL CHECK (mime_type IN ('image/png', 'text/plain', 'application/zip', 'video/mp4')),
  size_bytes INTEGER NOT NULL,
  uploaded_by INTEGER NOT NULL REFERENCES people (id),
  uploaded_at TEXT NOT NULL
);

CREATE INDEX bugs_status ON bugs (project_key, status);
CREATE INDEX bugs_open ON bugs (assignee_id) WHERE resolved_at IS NULL;
