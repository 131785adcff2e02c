-- Continuous integration builds
-- Which tests are flaky, how long pipelines wait and run, and who broke the main branch.

CREATE TABLE repositories (
  id INTEGER PRIMARY KEY,
  slug TEXT NOT NULL UNIQUE,
  default_branch TEXT NOT NULL DEFAULT 'main',
  forked_from_id INTEGER REFERENCES repositories (id),
  archived_at TEXT
);

CREATE TABLE commits (
  sha TEXT PRIMARY KEY,
  repository_id INTEGER NOT NULL REFERENCES repositories (id),
  author_email TEXT NOT NULL COLLATE NOCASE,
  message TEXT NOT NULL,
  committed_at TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE pipelines (
  id INTEGER PRIMARY KEY,
  repository_id INTEGER NOT NULL REFERENCES repositories (id),
  sha TEXT NOT NULL REFERENCES commits (sha),
  branch TEXT NOT NULL,
  trigger TEXT NOT NULL CHECK (trigger IN ('push', 'pull_request', 'schedule', 'manual', 'tag')),
  status TEXT NOT NULL CHECK (status IN ('queued', 'running', 'passed', 'failed', 'cancelled')),
  queued_at INTEGER NOT NULL,
  finished_at INTEGER,
  retry_of_id INTEGER REFERENCES pipelines (id)
);

CREATE TABLE runners (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  os TEXT NOT NULL CHECK (os IN ('linux', 'macos', 'windows')),
  cores INTEGER NOT NULL CHECK (cores IN (2, 4, 8, 16)),
  labels TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(labels))
);

CREATE TABLE jobs (
  id INTEGER PRIMARY KEY,
  pipeline_id INTEGER NOT NULL REFERENCES pipelines (id),
  runner_id INTEGER REFERENCES runners (id),
  name TEXT NOT NULL CHECK (name IN ('lint', 'unit', 'integration', 'build', 'package', 'deploy')),
  attempt INTEGER NOT NULL DEFAULT 1 CHECK (attempt BETWEEN 1 AND 5),
  exit_code INTEGER,
  started_at INTEGER,
  seconds REAL CHECK (seconds >= 0),
  UNIQUE (pipeline_id, name, attempt)
);

CREATE TABLE test_cases (
  id INTEGER PRIMARY KEY,
  repository_id INTEGER NOT NULL REFERENCES repositories (id),
  suite TEXT NOT NULL,
  name TEXT NOT NULL,
  quarantined INTEGER NOT NULL DEFAULT 0 CHECK (quarantined IN (0, 1)),
  UNIQUE (repository_id, suite, name)
);

CREATE TABLE test_results (
  job_id INTEGER NOT NULL REFERENCES jobs (id),
  test_case_id INTEGER NOT NULL REFERENCES test_cases (id),
  outcome TEXT NOT NULL CHECK (outcome IN ('passed', 'failed', 'skipped', 'error')),
  milliseconds INTEGER NOT NULL CHECK (milliseconds >= 0),
  failure_message TEXT,
  PRIMARY KEY (job_id, test_case_id)
) WITHOUT ROWID;

CREATE TABLE artifacts (
  id INTEGER PRIMARY KEY,
  job_id INTEGER NOT NULL REFERENCES jobs (id),
  path TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  expires_at INTEGER,
  UNIQUE (job_id, path)
);
