/** Arms, CTEs and derived tables that returned no row on any database are named beside the verdict. */
import assert from 'node:assert/strict';
import { judged, told } from '../judged.ts';

const ddl = `
CREATE TABLE t (id INTEGER PRIMARY KEY, s TEXT);
CREATE TABLE u (id INTEGER PRIMARY KEY, t_id INTEGER NOT NULL REFERENCES t (id));
`;
/** No text of a few letters is like that, so that no database holds one. */
const never = "hex(s) LIKE '%7A71%' AND length(s) = 7 AND unicode(substr(s, 4)) = 937";

describe('parts that stayed empty', () => {
  /** The note on `sql`, written another way, and its verdict. */
  const noteOn = async (sql: string): Promise<string> => {
    const verdict = await judged(ddl, sql, sql.replace(/((?:t\.)?id) > 0/g, 'NOT $1 <= 0'), {
      databases: 60,
    });
    assert.equal(verdict.verdict, 'survived', told(verdict));
    return verdict.notes.find(note => note.includes('returned no row on any database looked at')) ?? '';
  };

  for (const [sql, named] of [
    [
      `SELECT id FROM t WHERE id > 0 UNION ALL SELECT id FROM t WHERE ${never}`,
      /^In the original, arm 2 of UNION ALL \(SELECT id FROM t WHERE hex.*…\) returned no row .* mistake in it /,
    ],
    [
      `WITH w AS (SELECT id FROM t WHERE ${never}) SELECT t.id FROM t LEFT JOIN w ON w.id = t.id WHERE t.id > 0`,
      /the CTE "w" returned/,
    ],
    [
      `SELECT t.id, d.n FROM t LEFT JOIN (SELECT id, 1 AS n FROM t WHERE ${never}) AS d ON d.id = t.id WHERE t.id > 0`,
      /the subquery "d" returned/,
    ],
    [
      `WITH w AS (SELECT id FROM t WHERE id > 0 UNION SELECT id FROM t WHERE ${never}) SELECT id FROM w`,
      /arm 2 of UNION in the CTE "w"/,
    ],
    [
      `WITH v AS (SELECT id, s FROM t), w AS (SELECT id FROM v WHERE ${never}) SELECT id FROM v WHERE id > 0 EXCEPT SELECT id FROM w`,
      /arm 2 of EXCEPT \(SELECT id FROM w\) and the CTE "w" returned no row .* mistake in them /,
    ],
    [
      `SELECT id FROM t WHERE id > 0 AND id NOT IN (SELECT id FROM u WHERE id > 0 UNION SELECT id FROM t WHERE ${never} AND s <> :s)`,
      /arm 2 of UNION/,
    ],
  ] as const)
    it(`are named: ${sql}`, async () => assert.match(await noteOn(sql), named));

  for (const sql of [
    'SELECT id FROM t WHERE id > 0 UNION ALL SELECT t_id FROM u',
    'WITH w AS (SELECT t_id FROM u) SELECT t.id FROM t LEFT JOIN w ON w.t_id = t.id WHERE t.id > 0',
    'SELECT id FROM t WHERE id > 0 UNION ALL SELECT id FROM t WHERE 1 = 0',
    'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4) SELECT id FROM t JOIN n ON n.i = t.id WHERE id > 0',
    `WITH unread AS (SELECT id FROM t WHERE ${never}) SELECT id FROM t WHERE id > 0`,
    'SELECT id, (SELECT count(*) FROM (SELECT 1 FROM u WHERE u.t_id = t.id)) AS n FROM t WHERE id > 0',
  ])
    it(`are none: ${sql}`, async () => assert.equal(await noteOn(sql), ''));
});
