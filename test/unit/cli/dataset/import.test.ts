import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatasetFolder } from '../../../../src/adapters/dataset/dataset-folder.ts';
import { type Outcome, quill } from '../run-quill.ts';
import { shopDdl } from './shop-dataset.ts';

/** A correlated count for each user, and a form of it that groups once. */
const slow = `SELECT u.name, (SELECT COUNT(*) FROM orders o WHERE o.user_id = u.id AND o.total > 10) AS n
FROM users u`;
const fast = `SELECT u.name, COALESCE(c.n, 0) AS n
FROM users u LEFT JOIN (SELECT user_id, COUNT(*) AS n FROM orders WHERE total > 10 GROUP BY user_id) c ON c.user_id = u.id`;
/** Loses users without orders. */
const wrong = `SELECT u.name, COUNT(*) AS n
FROM users u JOIN orders o ON o.user_id = u.id AND o.total > 10 GROUP BY u.id`;

const system = { role: 'system', content: 'You are a SQL expert. Optimize the query.' };

describe('quill dataset import', function () {
  this.timeout(120_000);
  let root = '';
  const run = (...args: string[]): Promise<Outcome> => quill(['dataset', 'import', ...args], root);
  const write = (name: string, text: string): void => writeFileSync(path.join(root, name), text);
  const lines = (...rows: unknown[]): string => rows.map(row => `${JSON.stringify(row)}\n`).join('');

  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), 'quill-import-'));
    write('shop.sql', shopDdl);
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('judges every row anew, and says how many fail and why', async () => {
    write(
      'chat.jsonl',
      `${lines(
        {
          messages: [
            system,
            { role: 'user', content: `Schema:\n${shopDdl}\nQuery:\n${slow}` },
            { role: 'assistant', content: `Here you are:\n\`\`\`sql\n${fast};\n\`\`\`\nIt groups once.` },
          ],
        },
        { slow_query: slow, fast_query: wrong, schema: shopDdl },
        { original: fast, optimized: slow, schema: shopDdl },
        { original: slow, optimized: slow, schema: shopDdl },
        { original: slow, optimized: slow.replace('u.id AND', 'u.id AND 1 = 1 AND'), schema: shopDdl },
        { input: slow, output: fast.replace('COALESCE', 'COALESCENCE'), schema: shopDdl },
        { input: slow.replace('users', 'people'), output: fast, schema: shopDdl },
        { input: slow, output: fast },
        { question: 'How many?' },
        'no object',
      )}{"torn`,
    );
    const { code, stdout, stderr } = await run('chat.jsonl', '--out', 'out', '--rows', '2000', '--json');
    assert.equal(code, 0, stderr);
    const report = JSON.parse(stdout);
    assert.deepEqual(
      { ...report, kinds: { ...report.kinds } },
      {
        rows: 11,
        judged: 5,
        accepted: 1,
        failed: 10,
        kinds: {
          accepted: 1,
          refuted: 1,
          slower: 1,
          'nothing-to-improve': 2,
          broken: 2,
          'no tables': 1,
          unreadable: 3,
        },
        withIndexes: 0,
        newPairs: 1,
        alreadyThere: 0,
      },
      stderr,
    );
    assert.match(
      stderr,
      /Row 8: it comes without CREATE TABLE statements; name them with --schema or --db\./,
    );
    const dataset = await DatasetFolder.open(path.join(root, 'out'), { write: false });
    for await (const pair of dataset.pairs()) {
      assert.equal(pair.slow, slow);
      assert.equal(pair.fast, fast);
      assert.ok(pair.speedup > 2);
      assert.equal(pair.verdict.verdict === 'survived' || pair.verdict.verdict === 'proved', true);
      assert.equal(pair.provenance.writer, 'import');
      // Named by the rules: an imported row says nothing of it.
      assert.deepEqual(pair.techniques, ['correlated-aggregate-to-join']);
      assert.match(await dataset.schema(pair.schema), /CREATE TABLE users/);
    }
    const rejected = [];
    for await (const one of dataset.rejected()) rejected.push(one);
    const refuted = rejected.find(one => one.kind === 'refuted');
    assert.equal(refuted?.candidate, wrong);
    assert.match(refuted?.witness ?? '', /INSERT INTO/);
    const split = await quill(['dataset', 'split', 'out'], root);
    assert.equal(split.code, 0, split.stderr);
    const again = await run('chat.jsonl', '--out', 'out', '--rows', '2000');
    assert.match(again.stdout, /11 rows, 1 accepted, 10 not:/);
    assert.match(again.stdout, /^Return other rows: 20 % of 5 judged\.$/m);
    assert.match(
      again.stdout,
      /0 pairs are new in the dataset\. 7 rows were there already, or stood further up in the file\./,
    );
    assert.equal(readFileSync(path.join(root, 'out/pairs.jsonl'), 'utf8').trim().split('\n').length, 1);
    // Nobody knows where the constants of another project come from.
    const [pair] = readFileSync(path.join(root, 'out/pairs.jsonl'), 'utf8').split('\n');
    assert.equal(JSON.parse(pair ?? '').provenance.ownValues, true);
  });

  it('counts one pair once, and reads tables beside a fenced query', async () => {
    const chat = {
      messages: [
        system,
        { role: 'user', content: `Schema:\n${shopDdl}\nQuery:\n\`\`\`sql\n${slow}\n\`\`\`` },
        { role: 'assistant', content: `\`\`\`sql\n${fast}\n\`\`\`` },
      ],
    };
    write('twice.jsonl', lines(chat, { slow, fast, schema: shopDdl }));
    const { code, stdout, stderr } = await run('twice.jsonl', '--out', 'out', '--rows', '2000');
    assert.equal(code, 0, stderr);
    assert.match(stdout, /2 rows, 2 accepted, 0 not:/);
    assert.match(stdout, /1 pair is new in the dataset\. 1 row was there already, or stood further up/);
  });

  it('says what an export of its own lacks, and fails where no row can be judged', async () => {
    const prompt = [
      { role: 'user', content: `Schema:\nTABLE users\n  id INTEGER PRIMARY KEY\n\nQuery:\n${slow}` },
    ];
    const completion = [
      { role: 'assistant', content: JSON.stringify({ technique: 'none', sql: fast, indexes: [] }) },
    ];
    write('trl.jsonl', lines({ prompt, completion }));
    const { code, stderr } = await run('trl.jsonl', '--out', 'out');
    assert.equal(code, 2);
    assert.match(
      stderr,
      /Row 1: its tables are described as in Quill's own exports, .* quill dataset merge\./,
    );
    assert.match(
      stderr,
      /No row of trl\.jsonl comes with CREATE TABLE statements; name its tables with --schema or --db\./,
    );
  });

  it('gives up definitions that do not end, and goes on', async () => {
    const row = (schema: string): object => ({
      slow: 'SELECT a FROM t',
      fast: 'SELECT a FROM t WHERE 1',
      schema,
    });
    write(
      'hostile.jsonl',
      lines(
        row(
          'CREATE TABLE t AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x AS a FROM c;',
        ),
        row("CREATE TABLE t(a INTEGER PRIMARY KEY, b AS (printf('%.*c', 1000000000, 'x')) STORED);"),
        row("CREATE TABLE t(a, CHECK(a > 2 AND length(printf('%.*c', 900000000, 'x')) > 0));"),
        { slow: 'x'.repeat(1_100_000), fast: 'SELECT 1', schema: shopDdl },
        { slow, fast, schema: shopDdl },
      ),
    );
    const { code, stdout, stderr } = await run('hostile.jsonl', '--out', 'out', '--rows', '1000', '--json');
    assert.equal(code, 0, stderr);
    assert.deepEqual(JSON.parse(stdout).kinds, { broken: 4, accepted: 1 }, stderr);
    assert.match(stderr, /Row 1: Line 1 of its schema makes a table of a query/);
    assert.match(stderr, /Row 4: It is longer than a megabyte/);
  });

  it('reads a JSON array, with one schema for all rows', async () => {
    write(
      'rows.json',
      JSON.stringify(
        [
          { slow, fast, indexes: ['CREATE INDEX i ON orders (user_id)'] },
          { slow, fast: wrong },
        ],
        null,
        2,
      ),
    );
    const { code, stdout, stderr } = await run(
      'rows.json',
      '--schema',
      'shop.sql',
      '--out',
      'out',
      '--rows',
      '1000',
    );
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^2 rows, 1 accepted, 1 not:\n {2}accepted +1 {2}50 %\n {2}refuted +1 {2}50 %\n/);
    assert.match(stdout, /1 row came with indexes/);
  });

  it('reads what Quill itself exported', async () => {
    write('rows.json', JSON.stringify([{ slow, fast }]));
    assert.equal((await run('rows.json', '--schema', 'shop.sql', '--out', 'out', '--rows', '1000')).code, 0);
    let opened = 0;
    for (const [format, split] of [
      ['trl', 'train'],
      ['chat', 'train'],
      ['trl', 'held-out'],
      ['chat', 'held-out'],
    ] as const) {
      const { code } = await quill(
        ['dataset', 'export', 'out', '--format', format, '--split', split, '--out', 'x.jsonl'],
        root,
      );
      if (code !== 0) continue;
      const { stdout, stderr } = await run(
        'x.jsonl',
        '--schema',
        'shop.sql',
        '--out',
        format,
        '--rows',
        '1000',
        '--json',
      );
      assert.equal(JSON.parse(stdout).accepted, 1, stderr);
      opened++;
    }
    assert.equal(opened, 2);
  });

  it('says what cannot be used', async () => {
    write('bad.json', '[{"slow": 1,');
    write('empty.jsonl', '');
    write('numbers.json', '[1, 2]');
    for (const [args, message] of [
      [['none.jsonl', '--out', 'out'], /none\.jsonl cannot be read/],
      [['empty.jsonl', '--out', 'out'], /empty\.jsonl is empty/],
      [['numbers.json', '--out', 'out'], /Nothing in numbers\.json is a row/],
      [['bad.json', '--out', 'out'], /begins like a JSON array and is none/],
      [
        ['bad.json', '--out', 'out', '--schema', 'shop.sql', '--db', 'x'],
        /either --schema DDL\.sql or --db FILE/,
      ],
    ] as const) {
      const { code, stderr } = await run(...args);
      assert.equal(code, 2);
      assert.match(stderr, message);
      assert.ok(!existsSync(path.join(root, 'out')), 'a dataset was left behind');
    }
  });
});
