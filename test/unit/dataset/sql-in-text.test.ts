import assert from 'node:assert/strict';
import { sqlInText } from '../../../src/core/dataset/sql-in-text.ts';

describe('SQL in a text', () => {
  const tables = (count: number): string =>
    Array.from({ length: count }, (_, i) => `CREATE TABLE t${i} (a INT);\nSELECT a FROM t${i};`).join('\n');
  const timed = (text: string): number => {
    const begin = performance.now();
    sqlInText(text);
    return performance.now() - begin;
  };

  it('finds two thousand statements in time that grows with their number', () => {
    const found = sqlInText(tables(1000));
    assert.deepEqual([found.ddl.length, found.queries.length], [1000, 1000]);
    assert.equal(found.ddl[999], 'CREATE TABLE t999 (a INT)');
    const [few, many] = [timed(tables(250)), timed(tables(2000))];
    assert.ok(many < 25 * few, `${few} ms for 250, ${many} ms for 2,000`);
  });

  it('reads a statement of any length to its end', () => {
    const list = Array.from({ length: 3000 }, (_, i) => `'it; is ${i}'`).join(',\n  ');
    const sql = `SELECT a FROM t WHERE a IN (${list})`;
    assert.deepEqual(sqlInText(`Query: ${sql};\nIt doesn't end; here.\nSELECT 2`).queries, [sql, 'SELECT 2']);
    const long = `SELECT '${'x; '.repeat(2000)}' FROM t`;
    assert.deepEqual(sqlInText(`${long};\nSELECT 2`).queries, [long, 'SELECT 2']);
  });

  it('takes a query up to the last blank line before which it parses', () => {
    assert.deepEqual(sqlInText('SELECT a\n\nFROM t\n\nThis reads all.').queries, ['SELECT a\n\nFROM t']);
  });

  it('finds beside fences what they lack, and no prose', () => {
    const query = 'SELECT a FROM t';
    const fenced = (sql: string): string => `\`\`\`sql\n${sql}\n\`\`\``;
    const table = 'CREATE TABLE t (\n  a INT,\n\n  b INT\n)';
    assert.deepEqual(sqlInText(`Schema:\n${table}\nQuery:\n${fenced(query)}\nSELECT b FROM t`), {
      ddl: [table],
      indexes: [],
      queries: [query],
    });
    assert.deepEqual(sqlInText(`Schema:\n${fenced(`${table};`)}\n\nQuery:\n${query}`).queries, [query]);
    assert.deepEqual(sqlInText(`Select the best of these.\n${fenced(`${table};`)}`).queries, []);
    // What stands in a fence is meant; another table around it is talk.
    assert.deepEqual(sqlInText(`CREATE TABLE u (a INT);\n${fenced(`${table};\n${query}`)}`).ddl, [table]);
  });

  it('gives up a text whose statements have no end', () => {
    const text = 'SELECT 1\n\nis what it says\n\n'.repeat(30_000);
    const begin = performance.now();
    assert.throws(() => sqlInText(text), { reason: 'too-complex' });
    assert.ok(performance.now() - begin < 10_000, String(performance.now() - begin));
  });
});
