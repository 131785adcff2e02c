/** The schemas of the traps. */

/** Customers buy from sellers: keys, nullable and NOT NULL foreign keys, CHECK, a NOCASE code. */
const shop = `
CREATE TABLE customer (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL DEFAULT 'n', email TEXT UNIQUE, city TEXT,
  credit REAL NOT NULL DEFAULT 0, joined TEXT NOT NULL DEFAULT '2024-01-01');
CREATE TABLE product (
  id INTEGER PRIMARY KEY, sku TEXT NOT NULL UNIQUE, title TEXT NOT NULL DEFAULT 't',
  price INTEGER NOT NULL DEFAULT 10, category TEXT);
CREATE TABLE coupon (
  id INTEGER PRIMARY KEY, code TEXT COLLATE NOCASE NOT NULL UNIQUE,
  percent INTEGER NOT NULL DEFAULT 10 CHECK (percent BETWEEN 1 AND 100));
CREATE TABLE purchase (
  id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customer (id),
  seller_id INTEGER REFERENCES customer (id), status TEXT,
  placed TEXT NOT NULL DEFAULT '2024-01-01 00:00:00', total INTEGER);
CREATE TABLE line (
  purchase_id INTEGER NOT NULL REFERENCES purchase (id), no INTEGER NOT NULL,
  product_id INTEGER NOT NULL REFERENCES product (id), coupon_id INTEGER REFERENCES coupon (id),
  quantity INTEGER NOT NULL DEFAULT 1 CHECK (quantity > 0), discount INTEGER,
  PRIMARY KEY (purchase_id, no));
CREATE TABLE review (
  id INTEGER PRIMARY KEY, product_id INTEGER NOT NULL REFERENCES product (id),
  customer_id INTEGER REFERENCES customer (id),
  stars INTEGER NOT NULL DEFAULT 3 CHECK (stars BETWEEN 1 AND 5), body TEXT);
CREATE INDEX purchase_customer ON purchase (customer_id);
`;

/** No keys and no foreign keys at all: duplicates, NULLs and orphans everywhere. */
const plain = `
CREATE TABLE a (k INTEGER, v INTEGER, s TEXT);
CREATE TABLE b (k INTEGER, v INTEGER, s TEXT);
CREATE TABLE c (k INTEGER, v INTEGER, s TEXT);
CREATE TABLE num (i INTEGER, r REAL, t TEXT, n NUMERIC);
`;

/** Employees with managers (self reference) in departments with heads (circular), on projects (composite key). */
const staff = `
CREATE TABLE department (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, budget INTEGER, head_id INTEGER REFERENCES employee (id));
CREATE TABLE employee (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL DEFAULT 'n', manager_id INTEGER REFERENCES employee (id),
  department_id INTEGER REFERENCES department (id), salary INTEGER, bonus INTEGER,
  hired TEXT NOT NULL DEFAULT '2020-01-01', title TEXT);
CREATE TABLE project (id INTEGER PRIMARY KEY, name TEXT NOT NULL, due TEXT);
CREATE TABLE assignment (
  employee_id INTEGER NOT NULL REFERENCES employee (id), project_id INTEGER NOT NULL REFERENCES project (id),
  hours INTEGER NOT NULL DEFAULT 1, PRIMARY KEY (employee_id, project_id)) WITHOUT ROWID;
`;

/** Composite keys and composite foreign keys, NOCASE names, a CHECK over two columns, reals. */
const hotel = `
CREATE TABLE room (
  hotel TEXT NOT NULL, number INTEGER NOT NULL, beds INTEGER NOT NULL DEFAULT 1, floor INTEGER,
  PRIMARY KEY (hotel, number));
CREATE TABLE stay (
  id INTEGER PRIMARY KEY, hotel TEXT NOT NULL, number INTEGER NOT NULL, guest TEXT COLLATE NOCASE,
  from_day TEXT NOT NULL DEFAULT '2024-01-01', to_day TEXT,
  FOREIGN KEY (hotel, number) REFERENCES room (hotel, number),
  CHECK (to_day IS NULL OR to_day >= from_day));
CREATE TABLE payment (stay_id INTEGER NOT NULL REFERENCES stay (id), amount REAL, method TEXT COLLATE NOCASE);
CREATE TABLE cleaning (
  hotel TEXT, number INTEGER, day TEXT NOT NULL, minutes INTEGER,
  FOREIGN KEY (hotel, number) REFERENCES room (hotel, number));
`;

/** Dates with time, soft deletes, JSON in text columns. */
const desk = `
CREATE TABLE account (
  id INTEGER PRIMARY KEY, email TEXT COLLATE NOCASE NOT NULL UNIQUE, deleted_at TEXT,
  settings TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(settings)));
CREATE TABLE ticket (
  id INTEGER PRIMARY KEY, account_id INTEGER NOT NULL REFERENCES account (id),
  opened_at TEXT NOT NULL DEFAULT '2024-01-01 08:00:00', closed_at TEXT,
  priority INTEGER NOT NULL DEFAULT 1, deleted_at TEXT, payload TEXT);
CREATE TABLE event (
  id INTEGER PRIMARY KEY, ticket_id INTEGER REFERENCES ticket (id), kind TEXT NOT NULL,
  at TEXT NOT NULL DEFAULT '2024-01-01 08:00:00', actor TEXT);
`;

/** STRICT tables. */
const lab = `
CREATE TABLE sample (
  id INTEGER PRIMARY KEY, batch TEXT NOT NULL, mass REAL NOT NULL DEFAULT 1.0, code TEXT, level INT, extra ANY) STRICT;
CREATE TABLE reading (
  sample_id INTEGER NOT NULL REFERENCES sample (id), at INT NOT NULL, value REAL,
  flag INTEGER NOT NULL DEFAULT 0 CHECK (flag IN (0, 1)), UNIQUE (sample_id, at)) STRICT;
`;

/** Films behind many joins, with keys but without foreign keys. */
const film = `
CREATE TABLE film (id INTEGER PRIMARY KEY, title TEXT NOT NULL, year INTEGER);
CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT NOT NULL, gender TEXT);
CREATE TABLE role (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE casting (
  id INTEGER PRIMARY KEY, film_id INTEGER NOT NULL, person_id INTEGER NOT NULL, role_id INTEGER NOT NULL, note TEXT);
CREATE TABLE company (id INTEGER PRIMARY KEY, name TEXT NOT NULL, country TEXT);
CREATE TABLE film_company (
  id INTEGER PRIMARY KEY, film_id INTEGER NOT NULL, company_id INTEGER NOT NULL, kind TEXT);
CREATE TABLE keyword (id INTEGER PRIMARY KEY, word TEXT NOT NULL);
CREATE TABLE film_keyword (film_id INTEGER NOT NULL, keyword_id INTEGER NOT NULL);
CREATE TABLE rating (film_id INTEGER NOT NULL, source TEXT NOT NULL, score REAL NOT NULL, votes INTEGER);
`;

const wideColumns = Array.from({ length: 48 }, (_, index) => `c${index + 1} INTEGER`).join(', ');

/** One wide table, and one that points to it. */
const wide = `
CREATE TABLE measure (id INTEGER PRIMARY KEY, ${wideColumns}, label TEXT);
CREATE TABLE remark (measure_id INTEGER NOT NULL REFERENCES measure (id), text TEXT NOT NULL);
`;

/** Free texts and numbers without a key of their own, and a key with gaps. */
const journal = `
CREATE TABLE entry (host TEXT, message TEXT, note TEXT COLLATE NOCASE, weight INTEGER);
CREATE TABLE visit (id INTEGER PRIMARY KEY, place TEXT);
`;

/** Values and sizes of groups that CHECKs limit, a view that groups, edges with keys of their own. */
const school = `
CREATE TABLE pupil (id INTEGER PRIMARY KEY, name TEXT NOT NULL, notes TEXT);
CREATE TABLE subject (
  code TEXT PRIMARY KEY, title TEXT NOT NULL, points INTEGER NOT NULL CHECK (points BETWEEN 1 AND 30),
  needs TEXT REFERENCES subject (code));
CREATE TABLE mark (
  pupil_id INTEGER NOT NULL REFERENCES pupil (id), code TEXT NOT NULL REFERENCES subject (code),
  year INTEGER NOT NULL CHECK (year BETWEEN 1 AND 5), value INTEGER CHECK (value BETWEEN 0 AND 100),
  PRIMARY KEY (pupil_id, code, year));
CREATE TABLE lesson (
  pupil_id INTEGER NOT NULL REFERENCES pupil (id), hour INTEGER NOT NULL CHECK (hour BETWEEN 1 AND 10),
  present INTEGER NOT NULL CHECK (present IN (0, 1)), PRIMARY KEY (pupil_id, hour));
CREATE TABLE account (no INTEGER PRIMARY KEY);
CREATE TABLE transfer (
  id INTEGER PRIMARY KEY, src INTEGER NOT NULL REFERENCES account (no), dst INTEGER REFERENCES account (no),
  amount NUMERIC NOT NULL CHECK (amount > 0), at TEXT NOT NULL, CHECK (dst IS NULL OR src <> dst));
CREATE VIEW passed AS SELECT pupil_id, code, MAX(value) AS best FROM mark WHERE value >= 50 GROUP BY pupil_id, code;
`;

/** Texts that are days, modifiers, months and numbers, and none of these. */
const library = `
CREATE TABLE reader (id INTEGER PRIMARY KEY, card TEXT NOT NULL, phone TEXT);
CREATE TABLE loan (
  id INTEGER PRIMARY KEY, reader_id INTEGER NOT NULL REFERENCES reader (id), shelf TEXT, taken TEXT NOT NULL,
  returned TEXT, extension TEXT, desk TEXT);
CREATE TABLE attribute (loan_id INTEGER NOT NULL REFERENCES loan (id), name TEXT NOT NULL, value TEXT);
CREATE TABLE period (month TEXT PRIMARY KEY NOT NULL, german TEXT, fee INTEGER);
`;

export const schemas = { shop, plain, staff, hotel, desk, lab, film, wide, journal, school, library };
export type SchemaName = keyof typeof schemas;
