import assert from 'node:assert/strict';
import { judged } from '../judged.ts';

/** The note on NULLs in primary keys, where there is one. */
async function noteOf(ddl: string, a: string, b: string): Promise<string | undefined> {
  const verdict = await judged(ddl, a, b, { databases: 60, budgetMs: 20_000 });
  assert.equal(verdict.verdict, 'survived');
  return verdict.notes.find(note => note.includes('no NULL'));
}

const [distinct, plain] = ['SELECT DISTINCT serial FROM bike', 'SELECT serial FROM bike'];

describe('NULLs in primary keys', () => {
  it('are told of where they matter', async () => {
    const note = await noteOf('CREATE TABLE bike (serial TEXT PRIMARY KEY, kind TEXT)', distinct, plain);
    assert.match(note ?? '', /^bike\.serial is taken to hold no NULL/);
  });

  it('are not told of where SQLite lets none in', async () => {
    for (const ddl of [
      'CREATE TABLE bike (serial TEXT NOT NULL PRIMARY KEY, kind TEXT)',
      'CREATE TABLE bike (serial INTEGER PRIMARY KEY, kind TEXT)',
      'CREATE TABLE bike (serial TEXT PRIMARY KEY, kind TEXT) WITHOUT ROWID',
      'CREATE TABLE bike (serial TEXT PRIMARY KEY, kind TEXT) STRICT',
    ])
      assert.equal(await noteOf(ddl, distinct, plain), undefined, ddl);
  });

  it('are not told of where they make no difference', async () => {
    const ddl = 'CREATE TABLE bike (serial TEXT PRIMARY KEY, rate INTEGER)';
    const b = 'SELECT serial FROM bike WHERE NOT rate <= 1';
    assert.equal(await noteOf(ddl, 'SELECT serial FROM bike WHERE rate > 1', b), undefined);
  });
});
