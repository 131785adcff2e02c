/** Rewrites that only rows of a certain kind tell from the original: such rows are built. */
import assert from 'node:assert/strict';
import { judged, told } from '../judged.ts';

const ddl = `
  CREATE TABLE ferry (id INTEGER PRIMARY KEY, name TEXT NOT NULL, berths INTEGER, papers TEXT CHECK (json_valid(papers)));
  CREATE TABLE crossing (
    id INTEGER PRIMARY KEY, ferry_id INTEGER NOT NULL REFERENCES ferry, leaves INTEGER NOT NULL, arrives INTEGER NOT NULL,
    day TEXT NOT NULL, note TEXT, cars INTEGER, CHECK (arrives >= leaves));
`;

/** What tells them apart, the original and the rewrite. */
const pairs: readonly (readonly [string, string, string])[] = [
  [
    'a column whose CHECK ties it to one that the query does not name',
    'SELECT id FROM crossing WHERE leaves >= 1750000000',
    'SELECT id FROM crossing WHERE leaves >= 1750000000 AND cars IS NOT NULL',
  ],
  [
    'the last months of a year',
    "SELECT id, (CAST(strftime('%m', day) AS INTEGER) + 2) / 3 AS q FROM crossing",
    "SELECT id, CAST(strftime('%m', day) AS INTEGER) / 4 + 1 AS q FROM crossing",
  ],
  [
    'hours of moments that are numbers',
    "SELECT id FROM crossing WHERE strftime('%H', leaves, 'unixepoch') IN ('20', '21', '22', '23')",
    "SELECT id FROM crossing WHERE CAST(strftime('%H', leaves, 'unixepoch') AS INTEGER) BETWEEN 20 AND 22",
  ],
  [
    'the last of many patterns',
    `SELECT id, CASE WHEN note LIKE 'Fog%' THEN 1 WHEN note LIKE 'Gale%' THEN 2 WHEN note LIKE 'Ice%' THEN 3
      WHEN note LIKE 'Strike%' THEN 4 WHEN note LIKE 'Tide%' THEN 5 WHEN note LIKE 'Wreck%' THEN 6 ELSE 0 END AS kind
     FROM crossing`,
    `SELECT id, CASE WHEN note LIKE 'Fog%' THEN 1 WHEN note LIKE 'Gale%' THEN 2 WHEN note LIKE 'Ice%' THEN 3
      WHEN note LIKE 'Strike%' THEN 4 ELSE coalesce(5 * (note LIKE 'Tide%'), 0) END AS kind FROM crossing`,
  ],
  [
    'elements of a list that each meet one condition',
    `SELECT f.id FROM ferry f WHERE EXISTS (SELECT 1 FROM json_each(f.papers) e
      WHERE json_extract(e.value, '$.type') = 'crew' AND json_extract(e.value, '$.valid') = 1)`,
    `SELECT f.id FROM ferry f WHERE EXISTS (SELECT 1 FROM json_each(f.papers) e WHERE json_extract(e.value, '$.type') = 'crew')
      AND EXISTS (SELECT 1 FROM json_each(f.papers) e WHERE json_extract(e.value, '$.valid') = 1)`,
  ],
  [
    'rows of a group that each meet one condition',
    `SELECT f.id FROM ferry f WHERE EXISTS (SELECT 1 FROM crossing c
      WHERE c.ferry_id = f.id AND c.cars > 40 AND c.note = 'storm')`,
    `SELECT ferry_id AS id FROM crossing GROUP BY ferry_id
      HAVING max(cars) > 40 AND max(coalesce(note = 'storm', 0)) = 1`,
  ],
];

describe('rewrites that only certain rows tell from the original', () => {
  for (const [rows, a, b] of pairs)
    it(`are refuted by ${rows}`, async () => {
      const verdict = await judged(ddl, a, b, { databases: 200, budgetMs: 20_000 });
      assert.equal(verdict.verdict, 'refuted', told(verdict));
    });

  it('leave the right ones alone, with rows to compare', async () => {
    const verdict = await judged(
      ddl,
      'SELECT id FROM crossing WHERE leaves >= 1750000000',
      'SELECT id FROM crossing WHERE NOT leaves < 1750000000',
      { databases: 100, budgetMs: 20_000 },
    );
    assert.equal(verdict.verdict, 'survived', told(verdict));
    assert.ok(verdict.nonEmpty > 25, `${verdict.nonEmpty} of ${verdict.databases} with rows`);
  });
});
