/** The tables of the sample database and the domains they make up. */

const users = `CREATE TABLE users (
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
`;

const orders = `CREATE TABLE orders (
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
`;

const posts = `CREATE TABLE posts (
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
`;

const comments = `CREATE TABLE comments (
  id INTEGER PRIMARY KEY,
  post_id INTEGER NOT NULL REFERENCES posts (id),
  user_id INTEGER REFERENCES users (id),
  parent_id INTEGER REFERENCES comments (id),
  body TEXT NOT NULL,
  score INTEGER NOT NULL DEFAULT 0,
  created_at TEXT NOT NULL
);
`;

const employees = `CREATE TABLE employees (
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
`;

const events = `CREATE TABLE events (
  id INTEGER PRIMARY KEY,
  user_id INTEGER REFERENCES users (id),
  type TEXT NOT NULL,
  payload TEXT,
  session TEXT NOT NULL,
  created_at TEXT NOT NULL
);
`;

const articles = `CREATE TABLE articles (
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
`;

const tags = `CREATE TABLE tags (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
);
`;

const articleTags = `CREATE TABLE article_tags (
  article_id INTEGER NOT NULL REFERENCES articles (id),
  tag_id INTEGER NOT NULL REFERENCES tags (id),
  PRIMARY KEY (article_id, tag_id)
);
`;

const postsIndex = 'CREATE INDEX posts_user_id ON posts (user_id);\n';
const commentsIndex = 'CREATE INDEX comments_post_id ON comments (post_id);\n';
const eventsIndex = 'CREATE INDEX events_created_at ON events (created_at);\n';

/** A part of the sample database whose DDL stands alone; tables that domains share are in each of them. */
export interface SampleDomain {
  readonly id: string;
  readonly title: string;
  readonly ddl: string;
}

function domain(id: string, title: string, tables: readonly string[], indexes = ''): SampleDomain {
  return { id, title, ddl: [...tables, indexes].filter(part => part !== '').join('\n') };
}

/** The five domains of the sample database, each a schema of its own. */
export const sampleDomains: readonly SampleDomain[] = [
  domain('sample-shop', 'Shop: customers and their orders', [users, orders]),
  domain(
    'sample-community',
    'Community: posts and the discussion below them',
    [users, posts, comments],
    postsIndex + commentsIndex,
  ),
  domain('sample-staff', 'Staff: employees and whom they report to', [employees]),
  domain('sample-tracking', 'Tracking: what users did on the site', [users, events], eventsIndex),
  domain('sample-publishing', 'Publishing: articles, their authors and tags', [
    employees,
    articles,
    tags,
    articleTags,
  ]),
];

/**
 * The schema of the sample database: its domains together. It has primary keys and only few indexes, as many real
 * databases do, so that advice on missing ones is real.
 */
export const sampleDdl = [
  users,
  orders,
  posts,
  comments,
  employees,
  events,
  articles,
  tags,
  articleTags,
  postsIndex + commentsIndex + eventsIndex,
].join('\n');
