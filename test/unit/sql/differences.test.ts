/** Where two queries of the same build differ. */
import assert from 'node:assert/strict';
import { analyze } from '../../../src/core/dialect/sqlite/analyze.ts';
import { differencesOf, plainText } from '../../../src/core/sql/differences.ts';
import { schemaOf } from '../judged.ts';

const ddl = `
  CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER, total REAL, placed TEXT);
  CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT, city TEXT);
`;

/** Each difference in a line: what it is, and both texts where it has them. */
async function told(own: string, other: string): Promise<string[] | undefined> {
  const schema = await schemaOf(ddl);
  const [a, b] = [analyze(own, schema), analyze(other, schema)];
  return differencesOf(a, b)?.map(difference => {
    if (difference.kind === 'condition') {
      const terms = difference.onlyOwn.map(term => plainText(a, term)).join(' & ');
      return `condition: ${terms} | ${difference.onlyOther.map(term => plainText(b, term)).join(' & ')}`;
    }
    if (difference.kind === 'expression')
      return `expression: ${plainText(a, difference.own)} | ${plainText(b, difference.other)}`;
    return difference.kind;
  });
}

const found: readonly (readonly [string, string, readonly string[] | undefined])[] = [
  ['SELECT id FROM orders', 'SELECT  id\nFROM orders', []],
  ['SELECT id FROM orders WHERE total > 5', 'SELECT id FROM orders WHERE (total > 5)', []],
  ['SELECT id FROM orders WHERE total > 5', 'select ID from orders where Total>5', []],
  [
    "SELECT id FROM orders WHERE placed = 'a  b'",
    "SELECT id FROM orders WHERE placed = 'a b'",
    ["condition: placed = 'a  b' | placed = 'a b'"],
  ],
  [
    "SELECT id FROM orders WHERE placed = 'A'",
    "SELECT id FROM orders WHERE placed = 'a'",
    ["condition: placed = 'A' | placed = 'a'"],
  ],
  [
    'SELECT id FROM orders WHERE total > 5 AND placed > 0',
    'SELECT id FROM orders WHERE placed > 0 AND total >= 5',
    ['condition: total > 5 | total >= 5'],
  ],
  ['SELECT id FROM orders WHERE total > 5', 'SELECT id FROM orders', ['condition: total > 5 | ']],
  [
    'SELECT id FROM orders WHERE total > 5',
    "SELECT id FROM orders WHERE total > 5 AND TRUE AND '12 x' AND 5.5",
    [],
  ],
  ...['FALSE', '0', "'x1'", 'NULL', "X'31'"].map(
    constant =>
      [
        'SELECT id FROM orders WHERE total > 5',
        `SELECT id FROM orders WHERE total > 5 AND ${constant}`,
        [`condition:  | ${constant}`],
      ] as const,
  ),
  [
    'SELECT id FROM orders WHERE customer_id IN (SELECT id FROM customers WHERE city = 1)',
    'SELECT id FROM orders WHERE customer_id IN (SELECT id FROM customers WHERE name = 1)',
    ['condition: city = 1 | name = 1'],
  ],
  ['SELECT sum(total * 2) FROM orders', 'SELECT sum(total * 3) FROM orders', ['expression: 2 | 3']],
  [
    'SELECT CASE WHEN total > 1 THEN id ELSE 0 END FROM orders',
    'SELECT CASE WHEN total > 2 THEN id ELSE 0 END FROM orders',
    ['expression: 1 | 2'],
  ],
  ['SELECT id FROM orders UNION SELECT 1', 'SELECT id FROM orders EXCEPT SELECT 1', ['set operation']],
  ['SELECT id FROM orders ORDER BY 1', 'SELECT id FROM orders ORDER BY 1 DESC', ['order']],
  ['SELECT id FROM orders LIMIT 3', 'SELECT id FROM orders LIMIT 4', ['limit']],
  ['SELECT city FROM customers', 'SELECT DISTINCT city FROM customers', ['distinct']],
  [
    'SELECT o.id FROM orders o JOIN customers c ON c.id = o.customer_id',
    'SELECT o.id FROM orders o LEFT JOIN customers c ON c.id = o.customer_id',
    ['join'],
  ],
  [
    'SELECT o.id FROM orders o JOIN customers c ON c.id = o.customer_id',
    'SELECT o.id FROM orders o CROSS JOIN customers c ON c.id = o.customer_id',
    [],
  ],
  [
    'SELECT 1 FROM orders JOIN customers USING (id)',
    'SELECT 1 FROM orders NATURAL JOIN customers',
    undefined,
  ],
  [
    'SELECT 1 FROM orders o JOIN orders p USING (id)',
    'SELECT 1 FROM orders o JOIN orders p USING (total)',
    undefined,
  ],
  [
    'SELECT sum(id) OVER w FROM orders WINDOW w AS (ORDER BY total)',
    'SELECT sum(id) OVER w FROM orders WINDOW w AS (ORDER BY placed)',
    ['expression: total | placed'],
  ],
  // What EXISTS shows is not read.
  [
    'SELECT 1 FROM orders WHERE EXISTS (SELECT 1 FROM customers)',
    'SELECT 1 FROM orders WHERE EXISTS (SELECT id FROM customers)',
    [],
  ],
  ['SELECT id FROM orders', 'SELECT id FROM customers', undefined],
  ['SELECT id FROM orders', 'SELECT id FROM (SELECT id FROM orders)', undefined],
];

describe('differences of two queries', () => {
  for (const [own, other, expected] of found)
    it(`${own} | ${other}`, async () => {
      assert.deepEqual(await told(own, other), expected);
    });
});
