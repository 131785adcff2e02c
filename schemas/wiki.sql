-- Wiki
-- Stale and orphaned pages, who edits what, dead links, and the state of a page at a given day.

CREATE TABLE spaces (
  id INTEGER PRIMARY KEY,
  slug TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  is_public INTEGER NOT NULL DEFAULT 0 CHECK (is_public IN (0, 1))
);

CREATE TABLE editors (
  id INTEGER PRIMARY KEY,
  user_name TEXT NOT NULL UNIQUE COLLATE NOCASE,
  registered_at TEXT NOT NULL,
  blocked_until TEXT
);

CREATE TABLE pages (
  id INTEGER PRIMARY KEY,
  space_id INTEGER NOT NULL REFERENCES spaces (id),
  parent_id INTEGER REFERENCES pages (id),
  title TEXT NOT NULL COLLATE NOCASE,
  redirect_to_id INTEGER REFERENCES pages (id),
  view_count INTEGER NOT NULL DEFAULT 0,
  deleted_at TEXT,
  UNIQUE (space_id, title)
);

CREATE TABLE revisions (
  page_id INTEGER NOT NULL REFERENCES pages (id),
  revision INTEGER NOT NULL,
  editor_id INTEGER REFERENCES editors (id), -- null: anonymous
  body TEXT NOT NULL,
  byte_size INTEGER NOT NULL,
  comment TEXT,
  is_minor INTEGER NOT NULL DEFAULT 0 CHECK (is_minor IN (0, 1)),
  saved_at TEXT NOT NULL,
  PRIMARY KEY (page_id, revision)
);

CREATE TABLE page_links (
  from_page_id INTEGER NOT NULL REFERENCES pages (id),
  to_title TEXT NOT NULL COLLATE NOCASE,
  to_page_id INTEGER REFERENCES pages (id), -- null: the page does not exist yet
  PRIMARY KEY (from_page_id, to_title)
) WITHOUT ROWID;

CREATE TABLE watchlist (
  editor_id INTEGER NOT NULL REFERENCES editors (id),
  page_id INTEGER NOT NULL REFERENCES pages (id),
  PRIMARY KEY (editor_id, page_id)
) WITHOUT ROWID;
