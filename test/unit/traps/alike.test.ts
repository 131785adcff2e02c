import assert from 'node:assert/strict';
import { judged, told } from '../judged.ts';

const ddl = `
CREATE TABLE site (code TEXT PRIMARY KEY, zone TEXT, tz INTEGER NOT NULL, label TEXT COLLATE RTRIM, mail TEXT COLLATE NOCASE);
CREATE TABLE reading (id INTEGER PRIMARY KEY, site TEXT REFERENCES site (code), raw INTEGER, unit TEXT);`;

/** Wrong rewrites that tell apart what the original does not, or the other way round. */
const wrong: Readonly<Record<string, readonly [string, string]>> = {
  'trailing blanks, counted': [
    'SELECT count(DISTINCT label) FROM site',
    'SELECT count(DISTINCT label COLLATE BINARY) FROM site',
  ],
  'either case, counted': [
    'SELECT count(DISTINCT mail) FROM site',
    'SELECT count(DISTINCT mail COLLATE BINARY) FROM site',
  ],
  'either case by a collation of the query': [
    'SELECT count(DISTINCT unit COLLATE NOCASE) FROM reading',
    'SELECT count(DISTINCT unit) FROM reading',
  ],
  'trailing blanks by a collation of the query': [
    'SELECT count(DISTINCT zone COLLATE RTRIM) FROM site',
    'SELECT count(DISTINCT zone) FROM site',
  ],
  'integers compared as reals': [
    'SELECT a.id FROM reading a JOIN reading b ON a.raw = b.raw AND a.id < b.id',
    'SELECT a.id FROM reading a JOIN reading b ON a.raw * 1.0 = b.raw * 1.0 AND a.id < b.id',
  ],
  'integers counted as reals': [
    'SELECT count(DISTINCT raw) FROM reading',
    'SELECT count(DISTINCT CAST(raw AS REAL)) FROM reading',
  ],
};

describe('values that are nearly alike', () => {
  for (const [name, [a, b]] of Object.entries(wrong))
    for (const seed of [1, 2])
      it(`finds ${name} (seed ${seed})`, async () => {
        const verdict = await judged(ddl, a, b, { databases: 100, seed });
        assert.equal(verdict.verdict, 'refuted', told(verdict));
      });

  it('keeps what is right on them', async () => {
    for (const [a, b] of [
      ['SELECT count(DISTINCT label) FROM site', 'SELECT count(DISTINCT rtrim(label)) FROM site'],
      ['SELECT id FROM reading WHERE raw * 1.0 > 2', 'SELECT id FROM reading WHERE raw > 2'],
    ] as const) {
      const verdict = await judged(ddl, a, b, { databases: 100 });
      assert.equal(verdict.verdict, 'survived', told(verdict));
    }
  });
});
