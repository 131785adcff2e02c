/** Rewrites that differ in one place: which of them are slips, and what rows tell them apart. */
import assert from 'node:assert/strict';
import { analyze } from '../../../src/core/dialect/sqlite/analyze.ts';
import { openScratch } from '../../../src/core/schema/scratch.ts';
import { sharpenedQueries } from '../../../src/core/verify/instances/query/sharpened.ts';
import { loneDifference } from '../../../src/core/verify/lone-difference.ts';
import { Evaluator } from '../../../src/core/verify/query/evaluate.ts';
import { testEngine } from '../engine.ts';
import { judged, schemaOf, told } from '../judged.ts';

const ddl = `
  CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER, total REAL, placed TEXT, paid INTEGER CHECK (paid > 0));
  CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL, city TEXT);
`;

async function loneOf(own: string, other: string): Promise<ReturnType<typeof loneDifference>> {
  const schema = await schemaOf(ddl);
  const db = openScratch(await testEngine(), schema);
  try {
    return loneDifference(analyze(own, schema), analyze(other, schema), new Evaluator(db));
  } finally {
    db.close();
  }
}

/** Query, the part that is replaced, what comes in its place, and how the slip is told. */
const slips: readonly (readonly [string, string, string, string])[] = [
  ['SELECT id FROM orders WHERE total > 5', '>', '>=', 'with total >= 5 instead of total > 5'],
  ['SELECT id FROM orders WHERE total > 5', '5', '6', 'with 6 instead of 5'],
  ['SELECT id FROM orders WHERE total > 5', 'total >', 'customer_id >', 'with customer_id instead of total'],
  [
    'SELECT id FROM orders WHERE total > 5 OR placed > 0',
    'OR',
    'AND',
    'with AND instead of OR in total > 5 OR placed > 0',
  ],
  [
    'SELECT id FROM orders WHERE total > 5 AND placed > 0',
    'AND',
    'OR',
    'with OR instead of AND in total > 5 AND placed > 0',
  ],
  ['SELECT id FROM orders WHERE total > 5', 'total > 5', 'TOTAL>=5', 'with TOTAL>=5 instead of total > 5'],
  ['SELECT id FROM orders WHERE total > -5', '-5', '-6', 'with 6 instead of 5'],
  ['SELECT id FROM orders WHERE total > -5', '-5', '5', 'with 5 instead of -5'],
  [
    'SELECT id FROM orders WHERE total > 5 AND placed > 0',
    'total > 5 AND placed > 0',
    'placed > 0 OR total > 5',
    'with OR instead of AND in',
  ],
  [
    'SELECT id FROM customers c WHERE (SELECT total FROM orders WHERE customer_id = c.id LIMIT 1) > 5',
    'SELECT total',
    'SELECT paid',
    'with paid instead of total',
  ],
  [
    'SELECT id FROM orders WHERE id > 3 AND total > 5 AND placed > 0',
    '5 AND',
    '5 OR',
    'with OR instead of AND in',
  ],
  [
    'SELECT id FROM orders WHERE id > 3 AND (total > 5 OR placed > 0)',
    '(total > 5 OR placed > 0)',
    'total > 5 OR placed > 0',
    'with AND and OR grouped otherwise in',
  ],
  [
    'WITH w AS (SELECT CASE WHEN total > 5 THEN 1 END AS many FROM orders) SELECT sum(many) FROM w',
    'total',
    'paid',
    'with paid instead of total',
  ],
  [
    'SELECT id FROM customers c WHERE (SELECT max(total) FROM orders WHERE customer_id = c.id) > 5',
    'max(total)',
    'max(paid)',
    'with paid instead of total',
  ],
  ['SELECT id FROM orders WHERE id IN (2, 3)', '(2, 3)', '(2)', 'with id IN (2) instead of id IN (2, 3)'],
  [
    'SELECT id FROM orders WHERE total IS NULL',
    'IS',
    'IS NOT',
    'with total IS NOT NULL instead of total IS NULL',
  ],
  [
    'SELECT id FROM orders WHERE total BETWEEN 2 AND 5',
    'BETWEEN 2 AND 5',
    '>= 2',
    'with total >= 2 instead of total BETWEEN 2 AND 5',
  ],
  [
    "SELECT id FROM orders WHERE placed BETWEEN '2024-01-31' AND '2024-02-28'",
    'BETWEEN',
    '>',
    "with placed > '2024-01-31' instead of placed BETWEEN",
  ],
  [
    'SELECT id, rank() OVER (PARTITION BY customer_id ORDER BY total) AS r FROM orders',
    'PARTITION BY customer_id',
    'PARTITION BY placed',
    'with placed instead of customer_id',
  ],
  [
    'SELECT first_value(total) OVER (ORDER BY placed) AS f FROM orders',
    'first_value',
    'last_value',
    'with last_value(total) OVER',
  ],
  [
    'SELECT CASE WHEN id > 1 THEN 2 ELSE total END FROM orders',
    'ELSE total',
    'ELSE NULL',
    'with NULL instead of total',
  ],
  ['SELECT max(total) FROM orders', 'max', 'min', 'with min(total) instead of max(total)'],
  ['SELECT id FROM orders ORDER BY total LIMIT 3', 'LIMIT 3', 'LIMIT 4', 'with LIMIT 4 instead of LIMIT 3'],
  [
    'SELECT max(id), max(total) FROM orders',
    'max(id), max(total)',
    'max(total), max(id)',
    'with id and total swapped',
  ],
  ['SELECT id FROM orders WHERE total IS NOT NULL', 'total', 'placed', 'with placed instead of total'],
  ['SELECT id FROM orders ORDER BY total', 'BY total', 'BY paid', 'with paid instead of total'],
  ['SELECT id, total FROM orders ORDER BY 2', 'BY 2', 'BY 1', 'with 1 instead of 2'],
  ['SELECT id FROM orders ORDER BY total DESC', 'DESC', 'ASC', 'with total ASC instead of total DESC'],
  [
    'SELECT id FROM orders WHERE total IS NOT NULL AND id > 2',
    'total IS NOT NULL AND',
    '',
    'without total IS NOT NULL',
  ],
  [
    'SELECT id FROM customers c WHERE EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = c.id AND o.total > 1)',
    'o.customer_id = c.id AND',
    '',
    'without o.customer_id = c.id',
  ],
  ['SELECT id FROM orders UNION ALL SELECT id FROM customers', 'UNION ALL', 'UNION', 'instead of'],
];

/** What ways to make a query faster look like. */
const plausible: readonly (readonly [string, string])[] = [
  [
    'SELECT id FROM orders UNION SELECT id FROM customers',
    'SELECT id FROM orders UNION ALL SELECT id FROM customers',
  ],
  ['SELECT DISTINCT id FROM orders', 'SELECT id FROM orders'],
  ['SELECT count(id) FROM customers', 'SELECT count(name) FROM customers'],
  ['SELECT id FROM customers WHERE name IS NOT NULL', 'SELECT id FROM customers'],
  ['SELECT id FROM orders WHERE total > 5 AND total > 3', 'SELECT id FROM orders WHERE total > 5'],
  [
    'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5) SELECT i FROM n',
    'WITH RECURSIVE n(i) AS (SELECT 1 UNION SELECT i + 1 FROM n WHERE i < 5) SELECT i FROM n',
  ],
  [
    'SELECT o.id FROM orders o JOIN customers c ON c.id = o.customer_id WHERE c.id = 7 AND o.customer_id = 7',
    'SELECT o.id FROM orders o JOIN customers c ON 1 WHERE c.id = 7 AND o.customer_id = 7',
  ],
  [
    'SELECT o.id FROM orders o JOIN customers c ON c.id = o.customer_id ORDER BY c.id',
    'SELECT o.id FROM orders o JOIN customers c ON c.id = o.customer_id ORDER BY o.customer_id',
  ],
  [
    'SELECT id FROM orders WHERE id > 3 AND (total > 5 OR (placed > 0 OR paid = 1))',
    'SELECT id FROM orders WHERE id > 3 AND ((total > 5 OR placed > 0) OR paid = 1)',
  ],
  [
    'SELECT name FROM customers WHERE id IN (SELECT customer_id FROM orders)',
    'SELECT name FROM customers WHERE id IN (SELECT id FROM orders)',
  ],
  [
    'SELECT id FROM orders WHERE total BETWEEN 2 AND 5',
    'SELECT id FROM orders WHERE total >= 2 AND total <= 5',
  ],
  [
    'SELECT id FROM orders WHERE total BETWEEN ?1 AND ?2',
    'SELECT id FROM orders WHERE total >= ?1 AND NOT total > ?2',
  ],
  [
    'SELECT id FROM orders WHERE total > 5 AND (placed > 0 OR paid = 1)',
    'SELECT id FROM orders WHERE (paid = 1 OR placed > 0) AND total > 5',
  ],
  [
    'SELECT first_value(total) OVER (ORDER BY id DESC) AS f FROM orders',
    'SELECT last_value(total) OVER (ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS f FROM orders',
  ],
  ['SELECT id * total FROM orders', 'SELECT total * id FROM orders'],
  ["SELECT id FROM customers WHERE city = 'Rome'", "SELECT id FROM customers WHERE city = 'ROME'"],
  ["SELECT city ->> 'a' FROM customers", "SELECT city ->> '$.a' FROM customers"],
  ['SELECT rank() OVER (ORDER BY id) FROM orders', 'SELECT row_number() OVER (ORDER BY id) FROM orders'],
  ['SELECT id FROM orders WHERE paid > 0 OR paid IS NULL', 'SELECT id FROM orders'],
  [
    'SELECT c.name FROM customers c JOIN orders o ON o.customer_id = c.id WHERE c.id > 5',
    'SELECT c.name FROM customers c JOIN orders o ON o.customer_id = c.id WHERE o.customer_id > 5',
  ],
  [
    'SELECT c.name FROM customers c LEFT JOIN orders o ON o.customer_id = c.id WHERE o.id IS NULL',
    'SELECT c.name FROM customers c LEFT JOIN orders o ON o.customer_id = c.id WHERE o.customer_id IS NULL',
  ],
];

describe('a rewrite that differs in one place', () => {
  for (const [query, part, instead, how] of slips)
    it(`is a slip: ${query} ${how}`, async () => {
      const lone = await loneOf(query, query.replace(part, instead));
      assert.ok(lone?.slip?.includes(how), lone?.slip);
    });

  for (const [own, other] of plausible)
    it(`is none: ${own} | ${other}`, async () => {
      assert.equal((await loneOf(own, other))?.slip, undefined);
    });

  it('is tried on three times the databases', async () => {
    const options = { databases: 40, budgetMs: 20_000 };
    const one = await judged(ddl, 'SELECT DISTINCT id FROM orders', 'SELECT id FROM orders', options);
    assert.equal(one.verdict, 'survived', told(one));
    assert.ok(one.databases >= 100, told(one));
  });

  it('is tried as often where a term is replaced by one that says nothing', async () => {
    const own =
      'SELECT id FROM orders WHERE id IN (SELECT customer_id FROM orders WHERE total IS NOT NULL OR paid > 0)';
    const other = own.replace('total IS NOT NULL OR paid > 0', '1');
    assert.deepEqual(await loneOf(own, other), { slip: undefined });
  });

  it('is tried as often beside values that differ with each run', async () => {
    const own = 'SELECT id, random() AS dice FROM orders';
    const one = await judged(ddl, own, `${own} WHERE id IS NOT NULL`, { databases: 40, budgetMs: 20_000 });
    assert.equal(one.verdict, 'survived', told(one));
    assert.ok(one.databases >= 100, told(one));
  });

  it('is undetermined where it is a slip that no database shows', async () => {
    // Whether rows are there that give a sum which only one choice of a thousand values gives.
    const own =
      'SELECT count(*) AS n, (SELECT sum(id * id * 7919 % 100003) = 5077 AND max(id) < 90 FROM orders) IS TRUE AS it FROM customers';
    const verdict = await judged(ddl, own, own.replace('< 90', '<= 90'), { databases: 20 });
    assert.equal(verdict.verdict, 'undetermined', told(verdict));
    assert.match(told(verdict), /with max\(id\) <= 90 instead of max\(id\) < 90/);
  });
});

describe('the rows at which two queries part', () => {
  const asked: readonly (readonly [string, string, readonly string[]])[] = [
    [
      'SELECT id FROM orders WHERE total > 5 AND id < 9',
      'SELECT id FROM orders WHERE total > 5 AND id <= 9',
      [
        'SELECT id FROM orders WHERE (total > 5) AND (id < 9) AND NOT ((id <= 9))',
        'SELECT id FROM orders WHERE (total > 5) AND (id <= 9) AND NOT ((id < 9))',
      ],
    ],
    [
      'SELECT id FROM customers c WHERE NOT EXISTS (SELECT 1 FROM orders WHERE customer_id = c.id AND paid = 1)',
      'SELECT id FROM customers c WHERE NOT EXISTS (SELECT 1 FROM orders WHERE customer_id = c.id)',
      [
        'SELECT id FROM customers c WHERE EXISTS (SELECT 1 FROM orders WHERE (customer_id = c.id) AND NOT ((paid = 1)))',
      ],
    ],
    [
      'SELECT id FROM orders UNION ALL SELECT id FROM customers',
      'SELECT id FROM orders UNION SELECT id FROM customers',
      ['SELECT id FROM orders INTERSECT SELECT id FROM customers'],
    ],
    [
      'SELECT total FROM orders',
      'SELECT paid FROM orders',
      ['SELECT total FROM orders WHERE (total) IS NOT (paid)'],
    ],
    [
      'SELECT id FROM customers WHERE id NOT IN (SELECT id FROM orders WHERE total > 1)',
      'SELECT id FROM customers WHERE id NOT IN (SELECT id FROM orders WHERE total > 2)',
      [
        'SELECT id FROM customers WHERE id   IN (SELECT id FROM orders WHERE (total > 1) AND NOT ((total > 2)))',
        'SELECT id FROM customers WHERE id   IN (SELECT id FROM orders WHERE (total > 2) AND NOT ((total > 1)))',
      ],
    ],
    [
      'SELECT id FROM customers c WHERE NOT EXISTS (SELECT 1 FROM orders o WHERE o.id = c.id)',
      'SELECT id FROM customers c',
      ['SELECT id FROM customers c WHERE NOT ((NOT EXISTS (SELECT 1 FROM orders o WHERE o.id = c.id)))'],
    ],
    [
      'SELECT o.id FROM orders o JOIN customers c ON c.id = o.customer_id',
      'SELECT o.id FROM orders o LEFT JOIN customers c ON c.id = o.customer_id',
      [
        'SELECT o.id FROM orders o  LEFT JOIN  customers c ON c.id = o.customer_id WHERE c.id IS NULL',
        'SELECT o.id FROM orders o  RIGHT JOIN  customers c ON c.id = o.customer_id WHERE o.id IS NULL',
      ],
    ],
    ['SELECT id FROM orders', 'SELECT id FROM customers', []],
  ];
  for (const [own, other, queries] of asked)
    it(`${own} | ${other}`, async () => {
      const schema = await schemaOf(ddl);
      const found = sharpenedQueries(analyze(own, schema), analyze(other, schema));
      assert.deepEqual(
        found.map(bound => bound.source),
        queries,
      );
    });
});
