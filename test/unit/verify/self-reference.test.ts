/** Rows that refer to another row of their own table. */
import assert from 'node:assert/strict';
import { judged, told } from '../judged.ts';

const ddl = `CREATE TABLE page (
  id INTEGER PRIMARY KEY, title TEXT, next_id INTEGER UNIQUE REFERENCES page, chapter INTEGER, opens INTEGER
)`;

describe('a row and the one that a UNIQUE column of it refers to', () => {
  it('are two rows', async () => {
    const query = (columns: string): string =>
      `SELECT ${columns} FROM page p JOIN page n ON p.next_id = n.id AND n.opens = p.chapter WHERE n.title IS NULL`;
    const options = { databases: 20, budgetMs: 20_000 };
    const verdict = await judged(
      ddl,
      query('p.title AS a, n.title AS b'),
      query('n.title AS a, p.title AS b'),
      options,
    );
    assert.equal(verdict.verdict, 'refuted', told(verdict));
    assert.ok(verdict.databases <= 3, told(verdict));
  });
});
