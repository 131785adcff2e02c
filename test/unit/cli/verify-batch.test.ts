import assert from 'node:assert/strict';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Outcome, outcomeOf, quill, startQuill } from './run-quill.ts';

interface Line {
  readonly id: string | number;
  readonly label?: string | number;
  readonly verdict: string;
  readonly reason?: string;
  readonly witness?: string;
  readonly databases: number;
  readonly nonEmpty?: number;
  readonly notes?: readonly string[];
}

const schema = 'CREATE TABLE t(id INTEGER PRIMARY KEY, a INTEGER, b TEXT);';
const good = { schema, a: 'SELECT a FROM t', b: 'SELECT x.a FROM t AS x' };
const endless = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) AS n FROM n';

/** Every line is whole JSON, and the last one ends. */
function linesOf(stdout: string): Line[] {
  if (stdout === '') return [];
  assert.ok(stdout.endsWith('\n'), 'the last line is whole');
  return stdout
    .slice(0, -1)
    .split('\n')
    .map(line => JSON.parse(line));
}

describe('a batch of quill verify', function () {
  this.timeout(30_000);
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'quill-batch-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const write = (text: string): string => {
    const file = path.join(folder, 'pairs.jsonl');
    writeFileSync(file, text);
    return file;
  };
  const batch = async (
    lines: readonly (object | string)[],
    ...options: string[]
  ): Promise<Outcome & { readonly out: Line[] }> => {
    const text = lines.map(line => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n');
    const outcome = await quill(
      ['verify', '--batch', write(`${text}\n`), '--workers', '2', '--databases', '20', ...options],
      folder,
    );
    return { ...outcome, out: linesOf(outcome.stdout) };
  };
  const verdictOf = async (pair: object, ...options: string[]): Promise<Line> => {
    const { out, stderr, code } = await batch([pair, { id: 'after', ...good }], ...options);
    assert.equal(code, 0, stderr);
    assert.equal(out[1]?.verdict, 'proved', 'the rest goes on');
    assert.ok(out[0]);
    return out[0];
  };

  it('gives each broken line its own error, in order, and goes on', async () => {
    const broken: [line: object | string, reason: RegExp][] = [
      ['{"id": "half"', /^Line 2 is not JSON: .+\.$/],
      ['[1, 2]', /^Line 3 is no pair: it is not a JSON object\.$/],
      ['null', /^Line 4 is no pair: it is not a JSON object\.$/],
      [{ id: 'no b', schema, a: 'SELECT 1' }, /^Line 5 is no pair: "b" is missing\.$/],
      [{ id: 'number', ...good, a: 1 }, /^Line 6 is no pair: "a" is of the wrong type\.$/],
      [{ id: 'both', ...good, db: 'x.sqlite' }, /^Line 7 .*both "schema" and "db"/],
      [{ id: 'no schema', a: 'SELECT 1', b: 'SELECT 1' }, /neither "schema" nor "db"/],
      [{ id: 'ddl', ...good, schema: 'CREATE TABLE (' }, /^Line 1 of the schema, `CREATE TABLE \(`/],
      [{ id: 'table', ...good, a: 'SELECT a FROM tt' }, /original .*no table "tt"; did you mean "t"/],
      [{ id: 'table b', ...good, b: 'SELECT a FROM tt' }, /rewrite .*no table "tt"; did you mean "t"/],
      [{ id: 'syntax', ...good, b: 'SELEC a FROM t' }, /rewrite cannot be judged/],
      [{ id: 'two', ...good, b: 'SELECT a FROM t; DELETE FROM t' }, /./],
      [{ id: 'empty', ...good, b: '' }, /rewrite cannot be judged/],
      [{ id: 'write', ...good, b: 'DELETE FROM t' }, /./],
      [{ id: 'no file', ...good, schema: undefined, db: 'nowhere.sqlite' }, /nowhere\.sqlite/],
    ];
    const pairs = [{ id: 'before', ...good }, ...broken.map(([line]) => line), { id: 'after', ...good }];
    const { out, code, stderr } = await batch(pairs);
    assert.equal(code, 0, stderr);
    assert.deepEqual(
      out.map(line => line.id),
      pairs.map((pair, i) => (typeof pair === 'object' && 'id' in pair ? pair.id : `line ${i + 1}`)),
    );
    for (const [i, [, reason]] of broken.entries()) {
      assert.equal(out[i + 1]?.verdict, 'error', JSON.stringify(out[i + 1]));
      assert.match(out[i + 1]?.reason ?? '', reason);
    }
    assert.equal(out[0]?.verdict, 'proved');
    assert.equal(out.at(-1)?.verdict, 'proved');
  });

  it('hands labels on as they are', async () => {
    const { out } = await batch([{ id: 1, label: 3, ...good }, { id: 2, label: 'EQ', ...good, b: 1 }, good]);
    assert.deepEqual(
      out.map(line => line.label),
      [3, 'EQ', undefined],
    );
  });

  it('judges over views', async () => {
    const view = `${schema} CREATE VIEW v AS SELECT a, count(*) AS n FROM t GROUP BY a;`;
    const a = 'SELECT n FROM v WHERE a = 1';
    const same = { schema: view, a, b: 'SELECT count(*) AS n FROM t WHERE a = 1 GROUP BY a' };
    assert.equal((await verdictOf(same)).verdict, 'survived');
    const other = { schema: view, a, b: 'SELECT count(*) AS n FROM t WHERE a = 1' };
    assert.equal((await verdictOf(other)).verdict, 'refuted');
    const all = 'SELECT * FROM v';
    const broken = { schema: `${schema} CREATE VIEW v AS SELECT z FROM nowhere;`, a: all, b: all };
    const { verdict, reason } = await verdictOf(broken);
    assert.equal(verdict, 'error');
    assert.match(reason ?? '', /nowhere/);
  });

  it('names the virtual table that it cannot fill or create', async () => {
    const [a, b] = ['SELECT x FROM d WHERE x > 1', 'SELECT x FROM d WHERE x >= 1'];
    const filled = await verdictOf({ schema: 'CREATE VIRTUAL TABLE d USING fts3(x);', a, b });
    assert.equal(filled.verdict, 'undetermined');
    assert.match(filled.reason ?? '', /d is a virtual table \(fts3\)/);
    const lacking = await verdictOf({ schema: 'CREATE VIRTUAL TABLE d USING rtree(i, x, y);', a, b });
    assert.equal(lacking.verdict, 'undetermined');
    assert.match(
      lacking.reason ?? '',
      /d is a virtual table of module rtree, which this build of SQLite does not have/,
    );
    const beside = { schema: `CREATE VIRTUAL TABLE d USING rtree(i, x, y); ${schema}` };
    const read = 'SELECT a FROM t WHERE a > 1';
    assert.equal((await verdictOf({ ...beside, a: read, b: 'SELECT a FROM t' })).verdict, 'refuted');
  });

  it('judges over 60 tables and over 2,000 columns', async () => {
    const tables = Array.from(
      { length: 60 },
      (_, i) =>
        `CREATE TABLE t${i}(id INTEGER PRIMARY KEY, p INTEGER REFERENCES t${Math.max(0, i - 1)}(id), v INTEGER NOT NULL);`,
    ).join('\n');
    const joined = 'SELECT t59.v FROM t59 JOIN t58 ON t59.p = t58.id WHERE t58.v';
    const many = await verdictOf({ schema: tables, a: `${joined} > 5`, b: `${joined} >= 5` });
    assert.equal(many.verdict, 'refuted');
    assert.equal(many.witness?.split('\n').length, 2, 'only the rows it takes');
    const columns = Array.from({ length: 2000 }, (_, i) => `c${i} INTEGER`).join(', ');
    const wide = `CREATE TABLE w(${columns});`;
    const two = await verdictOf({
      schema: wide,
      a: 'SELECT c1999 FROM w WHERE c0 > 1',
      b: 'SELECT c1999 FROM w WHERE c0 >= 1',
    });
    assert.equal(two.witness, 'INSERT INTO w (c0, c1999) VALUES (1, 1);');
    const whole = await verdictOf(
      { schema: wide, a: 'SELECT * FROM w WHERE c0 = 1', b: 'SELECT * FROM w WHERE +c0 = 1' },
      '--databases',
      '5',
      '--mutants',
      '0',
    );
    assert.ok(['survived', 'proved'].includes(whole.verdict), JSON.stringify(whole));
  });

  it('gives recursion without end up', async () => {
    const limits = ['--query-limit', '100', '--budget', '1000'];
    const both = await verdictOf({ schema, a: endless, b: `${endless} WHERE i > 0` }, ...limits);
    assert.equal(both.verdict, 'undetermined');
    assert.match(both.reason ?? '', /time limit/);
    const one = await verdictOf({ schema, a: 'SELECT count(*) AS n FROM t', b: endless }, ...limits);
    assert.equal(one.verdict, 'undetermined');
  });

  it('names the constraint that no row satisfies', async () => {
    const { verdict, reason } = await verdictOf({
      schema: 'CREATE TABLE t(a INTEGER NOT NULL CHECK (a > 1 AND a < 0));',
      a: 'SELECT a FROM t',
      b: 'SELECT a FROM t WHERE a > 5',
    });
    assert.equal(verdict, 'undetermined');
    assert.match(reason ?? '', /CHECK \(a > 1 AND a < 0\)/);
  });

  it('reads an empty file, one of Windows, and separators within a line', async () => {
    const run = (text: string): Promise<Outcome> =>
      quill(['verify', '--batch', write(text), '--databases', '40'], folder);
    for (const empty of ['', '\r\n\r\n']) {
      const { code, stdout, stderr } = await run(empty);
      assert.deepEqual([code, stdout], [2, '']);
      assert.match(stderr, /^quill: .* holds no pair\. Write one JSON object a line\.\n$/);
    }
    const rare = { id: 'rare', ...good, b: "SELECT a FROM t WHERE b IS NOT '\u2028 \u2029 \u0085'" };
    const windows = `\uFEFF${JSON.stringify({ id: 1, ...good })}\r\n\r\nbroken\r\n${JSON.stringify(rare)}`;
    const { code, stdout, stderr } = await run(windows);
    assert.equal(code, 0);
    assert.equal(stderr, '3 pairs: 1 refuted, 1 proved, 1 error.\n');
    assert.deepEqual(
      linesOf(stdout).map(({ id, verdict }) => [id, verdict]),
      [
        [1, 'proved'],
        ['line 3', 'error'],
        ['rare', 'refuted'],
      ],
    );
  });

  it('ends with 2 where no line is a pair', async () => {
    const { out, stderr, code } = await batch(['CREATE TABLE t (a);', '{"a": 1}']);
    assert.equal(code, 2);
    assert.deepEqual(
      out.map(line => line.verdict),
      ['error', 'error'],
    );
    assert.match(
      stderr,
      /^2 pairs: 2 errors\.\nquill: .*pairs\.jsonl holds no pair\. Line 1 is not JSON: .+\.\n$/,
    );
  });

  it('says that a folder is no batch', async () => {
    const { code, stdout, stderr } = await quill(['verify', '--batch', '.'], folder);
    assert.deepEqual([code, stdout], [2, '']);
    assert.match(stderr, /^quill: \. cannot be read: it is a folder/);
  });

  it('answers each line of stdin before the next one comes', async () => {
    const child = startQuill(['verify', '--batch', '-', '--databases', '5'], folder);
    const end = outcomeOf(child);
    for (const id of [1, 2, 3]) {
      const answered = new Promise(resolve => child.stdout.once('data', resolve));
      child.stdin.write(`${JSON.stringify({ id, ...good })}\n`);
      await answered;
    }
    child.stdin.end();
    const { code, stdout } = await end;
    assert.equal(code, 0);
    assert.deepEqual(
      linesOf(stdout).map(line => line.id),
      [1, 2, 3],
    );
  });

  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    it(`keeps what was judged before ${signal}, behind a slow pair too`, async () => {
      // The second pair takes longer than the test; six are judged behind it by the other worker.
      const pairs = [
        { id: 0, ...good, label: 'EQ' },
        { id: 'slow', schema, a: endless, b: `${endless} WHERE i > 0` },
        ...Array.from({ length: 6 }, (_, i) => ({ id: i + 1, ...good, label: 'EQ' })),
        ...Array.from({ length: 400 }, () => ({ id: 'slow', schema, a: endless, b: endless })),
      ];
      const file = write(pairs.map(pair => JSON.stringify(pair)).join('\n'));
      const args = ['--workers', '2', '--databases', '5', '--query-limit', '60000'];
      const child = startQuill(['verify', '--batch', file, ...args], folder);
      const end = outcomeOf(child);
      await firstOutput(child);
      setTimeout(() => child.kill(signal), 2000);
      const { code, stdout, stderr } = await end;
      assert.equal(code, 130);
      assert.deepEqual(
        linesOf(stdout).map(({ id, verdict }) => [id, verdict]),
        [0, 1, 2, 3, 4, 5, 6].map(id => [id, 'proved']),
      );
      assert.match(stderr, /\| EQ +\|.*\n?quill: cancelled\n$/);
    });

  it('waits for stdin no longer once it is cancelled', async () => {
    const child = startQuill(['verify', '--batch', '-', '--databases', '5'], folder);
    const end = outcomeOf(child);
    child.stdin.write(`${JSON.stringify({ id: 1, ...good })}\n{"id": 2`);
    await firstOutput(child);
    child.kill('SIGINT');
    const { code, stdout } = await end;
    assert.equal(code, 130);
    assert.deepEqual(
      linesOf(stdout).map(line => line.id),
      [1],
    );
  });

  it('ends in peace when nobody reads on', async () => {
    const pair = JSON.stringify({ id: 'x'.repeat(2000), ...good });
    const file = write(`${pair}\n`.repeat(200));
    const child = startQuill(['verify', '--batch', file, '--databases', '2', '--mutants', '0'], folder);
    const end = new Promise(resolve => child.on('exit', resolve));
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    await firstOutput(child);
    child.stdout.destroy();
    assert.equal(await end, 0);
    assert.equal(stderr, '');
  });
});

function firstOutput(child: ChildProcessWithoutNullStreams): Promise<unknown> {
  return new Promise(resolve => child.stdout.once('data', resolve));
}
