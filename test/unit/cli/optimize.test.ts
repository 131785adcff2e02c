import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { distFolder } from '../adapters/dist.ts';
import { outcomeOf, quill, startQuill } from './run-quill.ts';
import { makeShopFolder } from './shop-folder.ts';

describe('quill optimize', function () {
  this.timeout(30_000);
  let folder: string;
  before(async () => {
    folder = await makeShopFolder();
    const broken =
      '-- one\nSELECT 1;\n\nSELECT id,\n  name\nFRM users WHERE (;\n\nSELECT id,\n  nam FROM users;\n';
    writeFileSync(path.join(folder, 'broken.sql'), broken);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const optimize = (...args: string[]): ReturnType<typeof quill> => quill(['optimize', ...args], folder);

  it('prints one JSON object on stdout, with the keys scripts rely on, and leaves the file as it is', async () => {
    const file = path.join(folder, 'shop.sqlite');
    const before = readFileSync(file);
    const { code, stdout } = await optimize(
      '--db',
      'shop.sqlite',
      'report.sql:5',
      '--json',
      '--budget',
      '5000',
    );
    assert.equal(code, 0);
    const answer = JSON.parse(stdout);
    assert.deepEqual(
      ['original', 'suggestion', 'reason', 'alternatives', 'rejected', 'ms'].filter(key => !(key in answer)),
      [],
    );
    assert.match(answer.original.sql, /^SELECT u\.name,[\s\S]*'DE'$/);
    assert.equal(answer.original.timedOut, false);
    assert.ok(answer.suggestion.speedup >= 1.1);
    for (const index of answer.suggestion.indexes) assert.match(index, /^CREATE INDEX /);
    assert.equal(answer.suggestion.indexDetails.length, answer.suggestion.indexes.length);
    assert.ok(['survived', 'proved'].includes(answer.suggestion.verdict.verdict));
    assert.match(answer.suggestion.plan.before, /SCAN/);
    assert.ok(readFileSync(file).equals(before));
  });

  it('prints a diff and the evidence for people', async () => {
    const { code, stdout, stderr } = await optimize('--db', 'shop.sqlite', 'report.sql:5', '--no-indexes');
    assert.equal(code, 0);
    assert.match(stdout, /^--- original\n\+\+\+ suggestion\n@@ /m);
    assert.match(stdout, /^[-+] *.*orders/m);
    assert.match(stdout, /survived \d+ databases, \d+ of \d+ deliberate mistakes caught|Proved/i);
    assert.match(stdout, /Times are from a copy in memory/);
    assert.doesNotMatch(stdout, /CREATE INDEX/);
    assert.match(stderr, /The original takes/);
  });

  it('ends with 0 when there is nothing to improve', async () => {
    const { code, stdout } = await optimize('--db', 'shop.sqlite', '--sql', 'SELECT 1', '--json');
    assert.equal(code, 0);
    const answer = JSON.parse(stdout);
    assert.equal(answer.suggestion, null);
    assert.match(answer.reason, /^The statement takes/);
  });

  it('makes rows up for a schema, takes parameters, keeps template holes', async () => {
    const sql = "SELECT u.name FROM users u WHERE u.id + 0 = :id AND u.country <> '{{ country }}'";
    const args = ['--schema', 'schema.sql', '--rows', '2000', '--sql', sql, '--param', 'id=3', '--json'];
    const { code, stdout, stderr } = await optimize(...args);
    assert.equal(code, 0, stderr);
    const answer = JSON.parse(stdout);
    assert.equal(answer.original.sql, sql);
    if (answer.suggestion) assert.match(answer.suggestion.sql, /'\{\{ country \}\}'/);
  });

  const refusals: [name: string, args: string[], code: number, message: RegExp][] = [
    [
      'several statements',
      ['report.sql'],
      2,
      /holds 3 statements[\s\S]*line 2: SELECT count[\s\S]*line 4: SELECT u\.name[\s\S]*line 8: UPDATE/,
    ],
    ['a statement that is no query', ['report.sql:8'], 2, /line 8 .* is no query/],
    ['a line without a statement', ['report.sql:99'], 2, /no statement on line 99/],
    ['a missing file', ['none.sql'], 2, /none\.sql cannot be read/],
    ['broken SQL', ['--sql', 'SELECT FROM WHERE'], 2, /Line 1: Syntax error/],
    [
      'broken SQL in a file, by the line of the file',
      ['broken.sql:4'],
      2,
      /quill: Line 6: Syntax error at "users": did you mean FROM/,
    ],
    ['a misspelt SELECT', ['--sql', 'SELEC id FROM users'], 2, /begins with SELEC; did you mean SELECT\?/],
    [
      'a misspelt FROM',
      ['--sql', 'SELECT id FRM users'],
      2,
      /Line 1: .*did you mean FROM instead of "FRM"\?/,
    ],
    ['a misspelt WHERE', ['--sql', 'SELECT id FROM users WHRE id = 1'], 2, /did you mean WHERE/],
    [
      'an unknown function',
      ['--sql', 'SELECT foo(id) FROM users'],
      2,
      /no function foo .*; correct its name/,
    ],
    [
      'a long chain of OR',
      [
        '--sql',
        `SELECT id FROM users WHERE ${Array.from({ length: 1500 }, (_, i) => `id = ${i}`).join(' OR ')}`,
      ],
      2,
      /joins 1500 conditions by OR.*IN \(1, 2, 3\)/,
    ],
    [
      'too many SELECTs',
      ['--sql', `SELECT 1${' UNION ALL SELECT 1'.repeat(600)}`],
      2,
      /more than 500 SELECTs.*; split it/,
    ],
    ['a text that is too large', ['--sql', 'SELECT zeroblob(2000000000)'], 2, /larger than the 1 GB/],
    ...['9x', 'banana'].map((version): [string, string[], number, RegExp] => [
      `the oldest SQLite ${version}`,
      ['--sql', 'SELECT 1', '--oldest-sqlite', version],
      2,
      /must be a version of SQLite, such as 3\.31/,
    ]),
    ['a malformed value', ['--sql', 'SELECT :a', '--param', "a=x'0g'"], 2, /The value x'0g' is no blob/],
    ['the same value twice', ['--sql', 'SELECT :a', '--param', 'a=1', '--param', ':a=2'], 2, /given twice/],
    ['an unknown name in a file', ['broken.sql:8'], 2, /quill: Line 9: There is no column "nam"/],
    ['an unknown table', ['--sql', 'SELECT * FROM userz'], 2, /userz.*did you mean "users"/],
    ['an unknown column', ['--sql', 'SELECT nam FROM users'], 2, /nam.*did you mean "name"/],
    [
      'another dialect',
      ['--sql', 'SELECT id\n, id::text FROM users'],
      2,
      /looks like PostgreSQL \(`.*::text`, line 2\)/,
    ],
    [
      'a parameter that is not there',
      ['--sql', 'SELECT :a', '--param', 'b=1'],
      2,
      /no parameter b; it has :a/,
    ],
    ['deep nesting', ['--sql', `SELECT ${'('.repeat(20_000)}1${')'.repeat(20_000)}`], 2, /./],
    [
      'a template without a value',
      ['--sql', "SELECT * FROM {{ ref('none') }}"],
      2,
      /cannot be run: template/i,
    ],
    ['no statement', [], 2, /--sql TEXT or FILE\.sql/],
  ];
  for (const [name, args, code, message] of refusals) {
    it(`refuses ${name} with one sentence`, async () => {
      const outcome = await optimize('--db', 'shop.sqlite', ...args);
      assert.match(outcome.stderr, message);
      assert.equal(outcome.code, code, outcome.stderr);
      assert.equal(outcome.stdout, '');
      assert.doesNotMatch(outcome.stderr, /\n\s+at /);
    });
  }

  it('says so when its answer cannot be written, and does not call the query refuted', function () {
    if (!existsSync('/dev/full')) this.skip();
    const full = openSync('/dev/full', 'w');
    const cli = path.join(distFolder(), 'cli.cjs');
    const args = [cli, 'optimize', '--db', 'shop.sqlite', '--sql', 'SELECT 1', '--json'];
    const { status, stderr } = spawnSync(process.execPath, args, {
      cwd: folder,
      stdio: ['ignore', full, 'pipe'],
    });
    closeSync(full);
    assert.equal(status, 2);
    assert.match(String(stderr), /quill: The answer could not be written: the disk is full; free some space/);
  });

  it('reads the statement from stdin', async () => {
    const from = async (text: string): ReturnType<typeof quill> => {
      const child = startQuill(['optimize', '--db', 'shop.sqlite', '-', '--json'], folder);
      child.stdin.end(text);
      return outcomeOf(child);
    };
    const { code, stdout, stderr } = await from('SELECT 1');
    assert.equal(code, 0, stderr);
    assert.equal(JSON.parse(stdout).original.sql, 'SELECT 1');
    assert.match((await from('SELECT 1;\nSELECT 2')).stderr, /stdin holds 2 statements; give one:/);
    assert.match((await from('\n\nSELECT nam FROM users')).stderr, /quill: Line 3: /);
  });

  it('ends with 3 when the database cannot be used', async () => {
    for (const db of ['none.sqlite', 'schema.sql', '.']) {
      const { code, stderr } = await optimize('--db', db, '--sql', 'SELECT 1');
      assert.equal(code, 3, stderr);
    }
  });

  it('ends with 130 on Ctrl-C, soon', async () => {
    const endless = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n';
    const child = startQuill(['optimize', '--db', 'shop.sqlite', '--sql', endless], folder);
    const ending = outcomeOf(child);
    await new Promise(resolve => setTimeout(resolve, 1500));
    const begin = performance.now();
    child.kill('SIGINT');
    const { code, stderr, stdout } = await ending;
    assert.equal(code, 130);
    assert.match(stderr, /cancelled/);
    assert.equal(stdout, '');
    assert.ok(performance.now() - begin < 1500);
  });
});
