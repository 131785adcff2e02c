import assert from 'node:assert/strict';
import type { Verdict } from '../../../src/core/verify/verdict.ts';
import { judged } from '../judged.ts';

const ddl = `
CREATE TABLE guest (id INTEGER PRIMARY KEY, name TEXT NOT NULL COLLATE NOCASE, mail TEXT UNIQUE);
CREATE TABLE stay (
  id INTEGER PRIMARY KEY, guest_id INTEGER REFERENCES guest, room TEXT NOT NULL, began TEXT NOT NULL, ended TEXT,
  fee INTEGER, CHECK (ended IS NULL OR ended >= began));`;

function verdict(a: string, b: string, seed: number): Promise<Verdict> {
  return judged(ddl, a, b, { mutants: 20, budgetMs: 60_000, seed });
}

const different: [name: string, a: string, b: string][] = [
  [
    'NULL in an outer join',
    'SELECT g.name FROM guest g LEFT JOIN stay s ON s.guest_id = g.id AND s.fee IS :d',
    'SELECT g.name FROM guest g LEFT JOIN stay s ON s.guest_id = g.id AND s.fee = :d',
  ],
  [
    "COALESCE's own value",
    'SELECT guest_id FROM stay WHERE coalesce(fee, 0) = ?',
    'SELECT guest_id FROM stay WHERE fee = ?',
  ],
  [
    'NULL beside another parameter',
    'SELECT id FROM stay WHERE (fee IS :d) AND began > :s',
    'SELECT id FROM stay WHERE (fee = :d) AND began > :s',
  ],
  ['NULL by itself', 'SELECT id FROM stay WHERE ended IS ?', 'SELECT id FROM stay WHERE ended = ?'],
  [
    'a neighbour of a constant',
    'SELECT id FROM stay WHERE fee > 40 AND :least <= 41',
    'SELECT id FROM stay WHERE fee > 40 AND :least < 41',
  ],
];

describe('parameters', function () {
  this.timeout(120_000);
  for (const [name, a, b] of different)
    it(`show ${name}`, async () => {
      for (const seed of [1, 2, 3, 4, 5]) {
        const found = await verdict(a, b, seed);
        assert.equal(found.verdict, 'refuted', `seed ${seed}`);
      }
    });
});

describe('groups that return equal rows', function () {
  this.timeout(60_000);
  const of = (first: string, threshold: number): string =>
    `SELECT ${first}g.name, COUNT(*) AS n FROM guest g JOIN stay s ON s.guest_id = g.id WHERE s.fee >= 50
     GROUP BY g.id HAVING COUNT(*) > ${threshold}`;
  for (const threshold of [1, 2, 7])
    it(`show DISTINCT over groups of more than ${threshold}`, async () => {
      for (const seed of [1, 2, 3])
        assert.equal(
          (await verdict(of('', threshold), of('DISTINCT ', threshold), seed)).verdict,
          'refuted',
          `seed ${seed}`,
        );
    });
});
