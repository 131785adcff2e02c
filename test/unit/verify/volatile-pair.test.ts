import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import type { Verdict } from '../../../src/core/verify/verdict.ts';
import { judged, told } from '../judged.ts';

const ddl = `
CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER, b TEXT);
CREATE TABLE u (id INTEGER PRIMARY KEY, t_id INTEGER REFERENCES t(id), c INTEGER);
CREATE VIEW dice AS SELECT id, random() AS r FROM t;
CREATE VIEW clock AS SELECT id, strftime('%f', 'now') AS r FROM t;
CREATE VIEW "as of" (id, r) AS SELECT id, julianday('now') + id AS r FROM clock;
CREATE VIEW running AS SELECT id, julianday() AS r FROM t;
`;

function verdict(a: string, b: string): Promise<Verdict> {
  return judged(ddl, a, b, { databases: 120, mutants: 10 });
}

describe('functions whose value changes from run to run', () => {
  describe('are held where each row draws its own value and nothing else looks at it', () => {
    for (const [a, b] of [
      [
        'SELECT id FROM t WHERE a > 5 ORDER BY random() LIMIT 3',
        'SELECT id FROM t WHERE a - 5 > 0 ORDER BY RANDOM() LIMIT 3',
      ],
      [
        'SELECT id FROM t WHERE a > 5 ORDER BY random()',
        'SELECT id FROM t WHERE a - 5 > 0 ORDER BY random() DESC',
      ],
      ['SELECT id, random() AS r FROM t WHERE a > 5', 'SELECT id, random() AS r FROM t WHERE a - 5 > 0'],
      [
        'SELECT id, abs(random() % 6) + 1 AS r FROM t WHERE a > 5 ORDER BY id',
        'SELECT id, abs(random()%6)+1 AS r FROM t WHERE a - 5 > 0 ORDER BY id',
      ],
      [
        'SELECT hex(randomblob(16)) AS k, a FROM t WHERE a > 5',
        'SELECT hex(randomblob(16)) AS k, a FROM t WHERE a - 5 > 0',
      ],
      ['SELECT a FROM t WHERE id = last_insert_rowid()', 'SELECT a FROM t WHERE last_insert_rowid() = id'],
      ['SELECT a, changes() AS n FROM t WHERE a > 5', 'SELECT a, changes() AS n FROM t WHERE a - 5 > 0'],
    ] as const)
      it(a, async () => {
        const v = await verdict(a, b);
        assert.equal(v.verdict, 'survived', told(v));
        assert.ok(v.nonEmpty > 20);
        assert.ok(v.notes.some(note => /held to one value|as a whole, before LIMIT/.test(note)));
      });
  });

  describe('leave a difference undetermined', () => {
    for (const [a, b] of [
      [
        'SELECT id FROM t WHERE a > 5 ORDER BY random() LIMIT 3',
        'SELECT id FROM t WHERE a >= 5 ORDER BY random() LIMIT 3',
      ],
      // Each row that the rewrite returns is one of the original's: only the rows before LIMIT tell.
      [
        'SELECT id FROM t ORDER BY random() LIMIT 3',
        'SELECT id FROM t WHERE a > 5 OR id < 4 ORDER BY random() LIMIT 3',
      ],
      ['SELECT id, random() AS r FROM t WHERE a > 5', 'SELECT id, random() AS r FROM t WHERE a >= 5'],
      ['SELECT a FROM t WHERE id = last_insert_rowid()', 'SELECT a FROM t WHERE id >= last_insert_rowid()'],
      ['SELECT a FROM t WHERE changes() > 5', 'SELECT a FROM t WHERE changes() > 6'],
      ['SELECT a FROM t WHERE changes() > 0', 'SELECT a FROM t WHERE changes() >= 0'],
    ] as const)
      it(`${a} / ${b}`, async () => {
        const v = await verdict(a, b);
        assert.equal(v.verdict, 'undetermined', told(v));
        assert.match(v.verdict === 'undetermined' ? v.reason : '', /the rest of the results differs: on /);
      });
  });

  describe('are not held where it matters how often they are called', () => {
    for (const [a, b] of [
      ['SELECT id FROM t WHERE random() % 2 = 0', 'SELECT id FROM t WHERE (SELECT random()) % 2 = 0'],
      ['SELECT id FROM t WHERE random() % 2 = 0', 'SELECT id FROM t WHERE random() % 2 = 0 AND 1'],
      ['SELECT id FROM t ORDER BY random() LIMIT 3', 'SELECT id FROM t LIMIT 3'],
      ['SELECT id FROM t LIMIT 3', 'SELECT id FROM t ORDER BY random() LIMIT 3'],
      ['SELECT id FROM t ORDER BY random() LIMIT 3', 'SELECT id FROM t ORDER BY random() LIMIT 4'],
      ['SELECT id FROM t ORDER BY random() LIMIT 3', 'SELECT id FROM t ORDER BY random() LIMIT 3 OFFSET 1'],
      ['SELECT id FROM t ORDER BY random() LIMIT 3', 'SELECT id FROM t ORDER BY a, random() LIMIT 3'],
      ['SELECT id FROM t ORDER BY random() LIMIT 3', 'SELECT id FROM t ORDER BY abs(random()) % 2 LIMIT 3'],
      [
        'SELECT id FROM t ORDER BY random() LIMIT 3',
        'SELECT id FROM (SELECT id FROM t ORDER BY random() LIMIT 3)',
      ],
      [
        'SELECT id FROM t ORDER BY random() LIMIT (SELECT 3)',
        'SELECT id FROM t ORDER BY random() LIMIT (SELECT 3)',
      ],
      [
        'SELECT random() AS x, random() AS y FROM t',
        'SELECT r AS x, r AS y FROM (SELECT random() AS r FROM t)',
      ],
      ['SELECT random() AS x, random() AS y FROM t', 'SELECT random() AS x, 1 AS y FROM t'],
      ['SELECT id, random() AS r FROM t', 'SELECT id, (SELECT random()) AS r FROM t'],
      ['SELECT id, random() AS r FROM t', 'SELECT id, random() % 2 AS r FROM t'],
      ['SELECT id, random() AS r FROM t', 'SELECT id, random() AS r FROM t ORDER BY r LIMIT 2'],
      [
        'SELECT id, random() AS r FROM t ORDER BY 2 LIMIT 2',
        'SELECT id, random() AS r FROM t ORDER BY 2 LIMIT 2',
      ],
      ['SELECT id, random() AS r FROM t WHERE r > 0', 'SELECT id, random() AS r FROM t WHERE r > 0'],
      ['SELECT random() AS r, id FROM t', 'SELECT random() AS r, id FROM t UNION SELECT random(), id FROM t'],
      ['SELECT DISTINCT random() AS r FROM t', 'SELECT DISTINCT random() AS r FROM t'],
      ['SELECT DISTINCT a, random() % 2 AS r FROM t', 'SELECT a, random() % 2 AS r FROM t'],
      ['SELECT a, random() AS r FROM t GROUP BY a', 'SELECT a, random() AS r FROM t GROUP BY a'],
      ['SELECT count(random()) AS n FROM t', 'SELECT count(random()) AS n FROM t'],
      [
        'WITH x AS (SELECT random() AS r) SELECT p.r AS p, q.r AS q FROM x p, x q',
        'WITH x AS MATERIALIZED (SELECT random() AS r) SELECT p.r AS p, q.r AS q FROM x p, x q',
      ],
      ['SELECT a FROM t WHERE changes() > 0', 'SELECT a FROM t'],
      ['SELECT a FROM t WHERE changes() > 0', 'SELECT a FROM t WHERE total_changes() > 0'],
      ['SELECT id, r FROM dice', 'SELECT id, r FROM dice WHERE 1'],
      ['SELECT id, r FROM running', 'SELECT id, r FROM running WHERE 1'],
    ] as const)
      it(`${a} / ${b}`, async () => {
        const v = await verdict(a, b);
        assert.equal(v.verdict, 'undetermined', told(v));
        assert.match(v.verdict === 'undetermined' ? v.reason : '', /cannot be compared/);
      });
  });

  describe('of the clock stand still in views too', () => {
    for (const view of ['clock', '"as of"'])
      it(view, async () => {
        const same = await verdict(`SELECT id, r FROM ${view}`, `SELECT id, r FROM ${view} WHERE 1`);
        assert.equal(same.verdict, 'survived', inspect(same));
        const other = await verdict(`SELECT id, r FROM ${view}`, `SELECT id, r FROM ${view} WHERE id > 1`);
        assert.equal(other.verdict, 'refuted', inspect(other));
      });
  });
});
