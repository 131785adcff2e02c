-- Link shortener
-- Clicks per link, day and referrer, links that nobody uses, and owners who send to blocked hosts.

CREATE TABLE link_owners (
  id INTEGER PRIMARY KEY,
  email TEXT NOT NULL UNIQUE COLLATE NOCASE,
  api_key_hash TEXT
);

CREATE TABLE links (
  slug TEXT PRIMARY KEY COLLATE NOCASE,
  target_url TEXT NOT NULL,
  owner_id INTEGER REFERENCES link_owners (id),
  created_at INTEGER NOT NULL,
  expires_at INTEGER,
  is_disabled INTEGER NOT NULL DEFAULT 0 CHECK (is_disabled IN (0, 1))
) WITHOUT ROWID;

CREATE TABLE clicks (
  slug TEXT NOT NULL COLLATE NOCASE REFERENCES links (slug),
  clicked_at INTEGER NOT NULL,
  country TEXT,
  referrer TEXT,
  is_bot INTEGER NOT NULL DEFAULT 0 CHECK (is_bot IN (0, 1))
);
