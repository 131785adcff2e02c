import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { testEngine } from '../engine.ts';
import { quill } from './run-quill.ts';
import { ddl, makeShopFolder } from './shop-folder.ts';

describe('quill verify', function () {
  this.timeout(30_000);
  let folder: string;
  before(async () => {
    folder = await makeShopFolder();
    const write = (name: string, text: string): void => writeFileSync(path.join(folder, name), text);
    write('in.sql', 'SELECT name FROM users WHERE id IN (SELECT user_id FROM orders);\n');
    write(
      'exists.sql',
      'SELECT name FROM users u WHERE EXISTS (SELECT 1 FROM orders o WHERE o.user_id = u.id)',
    );
    write('join.sql', 'SELECT u.name FROM users u JOIN orders o ON o.user_id = u.id');
    write('renamed.sql', 'SELECT name AS n FROM users WHERE id IN (SELECT user_id FROM orders)');
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const verify = (...args: string[]): ReturnType<typeof quill> => quill(['verify', ...args], folder);

  it('survived ends with 0', async () => {
    const { code, stdout } = await verify('--schema', 'schema.sql', 'in.sql', 'exists.sql', '--json');
    assert.equal(code, 0);
    const answer = JSON.parse(stdout);
    assert.equal(answer.verdict, 'survived');
    assert.equal(answer.databases, 400);
    assert.ok(answer.mutants.killed > 0 && answer.mutants.killed <= answer.mutants.total);
    assert.ok(!('witness' in answer));
  });

  it('refuted ends with 1, and its witness shows the difference in SQLite', async () => {
    const { code, stdout } = await verify('--schema', 'schema.sql', 'in.sql', 'join.sql', '--json');
    assert.equal(code, 1);
    const { verdict, reason, witness } = JSON.parse(stdout);
    assert.deepEqual([verdict, reason], ['refuted', 'rows']);
    const db = (await testEngine()).open();
    db.exec(ddl + witness);
    const [a, b] = ['in.sql', 'join.sql'].map(
      name => db.query(readFileSync(path.join(folder, name), 'utf8')).rows,
    );
    db.close();
    assert.notDeepEqual(a, b);
  });

  it('prints the witness as INSERT statements with both results', async () => {
    const { code, stdout } = await verify('--schema', 'schema.sql', 'in.sql', 'join.sql');
    assert.equal(code, 1);
    assert.match(
      stdout,
      /^Refuted:[\s\S]*INSERT INTO [\s\S]*in\.sql returns 1 row[\s\S]*join\.sql returns 2 rows:\n\n.*\n.*\n\|\s+\| 'a' +\|\n\| ≠ +\| 'a' +\|\n\n≠ marks/,
    );
  });

  it('refutes other column names without a witness', async () => {
    const { code, stdout } = await verify('--schema', 'schema.sql', 'in.sql', 'renamed.sql', '--json');
    assert.equal(code, 1);
    const answer = JSON.parse(stdout);
    assert.equal(answer.reason, 'column names');
    assert.ok(!('witness' in answer));
  });

  it('names the line of the file', async () => {
    const text = '-- a comment\n\nSELECT name\nFROM usres;\n';
    writeFileSync(path.join(folder, 'typo.sql'), text);
    const { code, stderr } = await verify('--schema', 'schema.sql', 'in.sql', 'typo.sql');
    assert.equal(code, 2);
    assert.match(stderr, /Line 4: There is no table "usres"/);
  });

  it('shows rows that differ on the data alone', async () => {
    // As many users as the file has, which no built database has.
    const where = 'WHERE (SELECT count(*) FROM users) > 300 AND id = 7';
    writeFileSync(path.join(folder, 'none.sql'), 'SELECT name FROM users WHERE id < 0');
    writeFileSync(path.join(folder, 'many.sql'), `SELECT name FROM users ${where}`);
    const { code, stdout } = await verify('--db', 'shop.sqlite', 'none.sql', 'many.sql', '--databases', '20');
    assert.equal(code, 1);
    assert.match(
      stdout,
      /many\.sql returns these rows, among others, which none\.sql does not return, or not as often:\n\n\| name +\|\n.*\n\| 'user 7' \||INSERT INTO/,
    );
  });

  it('takes queries from the command line, also beside a file', async () => {
    const both = ['--sql', 'SELECT id FROM users', '--sql', 'SELECT id FROM users WHERE id <> 7'];
    const shown = await verify('--schema', 'schema.sql', ...both);
    assert.equal(shown.code, 1, shown.stderr);
    assert.match(shown.stdout, /\nThe original returns 1 row:[\s\S]*\nThe rewrite returns no rows\./);
    const beside = ['--schema', 'schema.sql', 'in.sql', '--json', '--sql'];
    const { code, stdout, stderr } = await verify(
      ...beside,
      readFileSync(path.join(folder, 'exists.sql'), 'utf8'),
    );
    assert.equal(code, 0, stderr);
    assert.equal(JSON.parse(stdout).id, 'in.sql --sql');
    const refused = await verify('--schema', 'schema.sql', ...both, 'in.sql');
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, /Name two queries/);
  });

  it('compares on the rows of a database too', async () => {
    const { code, stdout } = await verify('--db', 'shop.sqlite', 'in.sql', 'exists.sql', '--json');
    assert.equal(code, 0);
    assert.deepEqual(JSON.parse(stdout).ownData, { rows: 400, extent: 'full', compared: 400 });
  });

  it('judges a batch in order, with an error line for what cannot be judged, and counts by label', async () => {
    const a = 'SELECT name FROM users';
    const lines = [
      {
        id: 'empty',
        schema: ddl,
        a: 'SELECT count(*) AS n FROM users',
        b: 'SELECT count(*) + 1 AS n FROM users',
        label: 'NEQ',
      },
      { id: 'same', schema: ddl, a, b: `${a} -- same`, label: 'EQ' },
      '{"id": "broken"',
      { id: 7, schema: ddl, a, b: 'SELECT nam FROM users', label: 'EQ' },
      { id: 'no schema', a, b: a },
      { id: 'file', db: 'shop.sqlite', a, b: 'SELECT name FROM users WHERE 1' },
      { id: 'bad ddl', schema: 'CREATE TABLE (', a, b: a },
      ...Array.from({ length: 40 }, (_, i) => ({
        id: `n${i}`,
        schema: ddl,
        a,
        b: 'SELECT name FROM users u',
      })),
    ];
    const text = lines.map(line => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n');
    writeFileSync(path.join(folder, 'pairs.jsonl'), `${text}\n\n`);
    const { code, stdout, stderr } = await verify(
      '--batch',
      'pairs.jsonl',
      '--workers',
      '2',
      '--databases',
      '20',
    );
    assert.equal(code, 0, stderr);
    const out = stdout
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line));
    assert.deepEqual(
      out.map(line => line.id),
      lines.map((line, i) => (typeof line === 'string' ? `line ${i + 1}` : line.id)),
    );
    const byId = new Map(out.map(line => [line.id, line]));
    assert.equal(byId.get('empty').verdict, 'refuted');
    assert.equal(typeof byId.get('empty').witness, 'string');
    assert.ok(['proved', 'survived'].includes(byId.get('same').verdict));
    for (const id of ['line 3', 7, 'no schema', 'bad ddl']) {
      const { verdict, reason, databases, mutants } = byId.get(id);
      assert.deepEqual([verdict, databases, mutants], ['error', 0, { killed: 0, total: 0 }]);
      assert.ok(reason.length > 0);
    }
    assert.ok(['proved', 'survived'].includes(byId.get('file').verdict));
    assert.match(stderr, /\| NEQ +\| +1 \|/);
    assert.match(stderr, /\| EQ +\|/);
  });

  it('ends with 2 on bad usage', async () => {
    for (const args of [
      [],
      ['in.sql'],
      ['in.sql', 'exists.sql'],
      ['--batch', 'none.jsonl'],
      ['--schema', 'x.sql', 'in.sql', 'join.sql'],
    ]) {
      const { code, stderr } = await verify(...args);
      assert.equal(code, 2, stderr);
      assert.match(stderr, /^quill: .+\.\n/);
    }
  });
});
