/**
 * The schema of the sample database: five domains (shop, community, staff, tracking, publishing). It has primary
 * keys and only few indexes, as many real databases do, so that advice on missing ones is real.
 */
export const sampleDdl = `CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  email TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  country TEXT,
  city TEXT,
  status TEXT NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'inactive', 'banned')),
  plan TEXT NOT NULL DEFAULT 'free',
  is_admin INTEGER NOT NULL DEFAULT 0 CHECK (is_admin IN (0, 1)),
  referred_by INTEGER REFERENCES users (id),
  created_at TEXT NOT NULL,
  last_seen TEXT
);

CREATE TABLE orders (
  id INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES users (id),
  status TEXT NOT NULL,
  total REAL NOT NULL CHECK (total >= 0),
  discount REAL,
  currency TEXT NOT NULL DEFAULT 'EUR',
  coupon TEXT,
  ordered_at TEXT NOT NULL,
  shipped_on TEXT
);

CREATE TABLE posts (
  id INTEGER PRIMARY KEY,
  user_id INTEGER REFERENCES users (id),
  title TEXT NOT NULL,
  body TEXT NOT NULL,
  status TEXT NOT NULL,
  views INTEGER NOT NULL DEFAULT 0,
  likes INTEGER NOT NULL DEFAULT 0,
  created_at TEXT NOT NULL,
  updated_at TEXT
);

CREATE TABLE comments (
  id INTEGER PRIMARY KEY,
  post_id INTEGER NOT NULL REFERENCES posts (id),
  user_id INTEGER REFERENCES users (id),
  parent_id INTEGER REFERENCES comments (id),
  body TEXT NOT NULL,
  score INTEGER NOT NULL DEFAULT 0,
  created_at TEXT NOT NULL
);

CREATE TABLE employees (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  email TEXT NOT NULL,
  department TEXT,
  title TEXT NOT NULL,
  manager_id INTEGER REFERENCES employees (id),
  salary INTEGER NOT NULL,
  hired_on TEXT NOT NULL,
  left_on TEXT
);

CREATE TABLE events (
  id INTEGER PRIMARY KEY,
  user_id INTEGER REFERENCES users (id),
  type TEXT NOT NULL,
  payload TEXT,
  session TEXT NOT NULL,
  created_at TEXT NOT NULL
);

CREATE TABLE articles (
  id INTEGER PRIMARY KEY,
  author_id INTEGER REFERENCES employees (id),
  title TEXT NOT NULL,
  slug TEXT NOT NULL UNIQUE,
  category TEXT COLLATE NOCASE,
  status TEXT NOT NULL,
  views INTEGER NOT NULL DEFAULT 0,
  created_at TEXT NOT NULL,
  published_at TEXT
);

CREATE TABLE tags (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
);

CREATE TABLE article_tags (
  article_id INTEGER NOT NULL REFERENCES articles (id),
  tag_id INTEGER NOT NULL REFERENCES tags (id),
  PRIMARY KEY (article_id, tag_id)
);

CREATE INDEX posts_user_id ON posts (user_id);
CREATE INDEX comments_post_id ON comments (post_id);
CREATE INDEX events_created_at ON events (created_at);
`;
