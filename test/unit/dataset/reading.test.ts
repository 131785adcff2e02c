import assert from 'node:assert/strict';
import { readImportedRow } from '../../../src/core/dataset/import-rows.ts';
import { readPair, readRejected } from '../../../src/core/dataset/read-pair.ts';
import { sqlInText } from '../../../src/core/dataset/sql-in-text.ts';
import { QuillError } from '../../../src/core/errors.ts';
import { madePair, madeRejected } from './made-pair.ts';

describe('a line of pairs.jsonl', () => {
  it('is read without what is not known', () => {
    const text = JSON.stringify({ ...madePair(), colour: 'blue', timing: { ...madePair().timing, more: 1 } });
    assert.deepEqual(readPair(text, 1), madePair());
    assert.deepEqual(readRejected(JSON.stringify(madeRejected()), 1), madeRejected());
    const tooFast = madeRejected({ kind: 'nothing-to-improve', candidate: null, why: 'too-fast' });
    assert.deepEqual(readRejected(JSON.stringify(tooFast), 1), tooFast);
  });

  it('is refused with its number and what is wrong', () => {
    const cases: [change: object | string, message: RegExp][] = [
      ['{"id"', /^Line 7: It is no pair: it is not JSON\.$/],
      ['[]', /"id" is missing|not a JSON object|Array/],
      [{ slow: undefined }, /^Line 7: It is no pair: "slow" is missing\.$/],
      [{ split: 'test' }, /"split" is "test" where/],
      [
        { techniques: ['magic'] },
        /"techniques\.0" is "magic"; it names a technique that this version does not know/,
      ],
      [{ techniques: ['toString'] }, /"techniques\.0"/],
      [{ schema: '../../etc/passwd' }, /"schema" is .*it is no name of lower-case letters/],
      [{ reward: 1.5 }, /"reward" is 1\.5/],
    ];
    for (const [change, message] of cases) {
      const text = typeof change === 'string' ? change : JSON.stringify({ ...madePair(), ...change });
      assert.throws(
        () => readPair(text, 7),
        (error: unknown) => {
          assert.ok(QuillError.is(error, 'file'));
          assert.match(error.message, message);
          return true;
        },
      );
    }
    assert.throws(() => readPair(JSON.stringify(madePair()).replace('"speedup":4', '"speedup":1e999'), 1));
  });
});

describe('SQL in text', () => {
  it('is found in fences, behind labels and between sentences', () => {
    const ddl = 'CREATE TABLE t (\n  a INTEGER,\n\n  b TEXT\n)';
    const query = "SELECT a\nFROM t\nWHERE b = 'x'";
    const texts = [
      `Optimize this.\n\n${ddl};\n\nQuery: ${query}`,
      `${ddl}\n\nThe slow query is:\n\n${query};\nThanks.`,
      `\`\`\`sql\n${ddl};\n${query};\n\`\`\`\nSELECT is slow here.`,
      `${ddl}\n\n${query}\n\nIt takes long.\n\nMake it fast.`,
    ];
    for (const text of texts)
      assert.deepEqual(sqlInText(text), { ddl: [ddl], indexes: [], queries: [query] }, text);
  });

  it('takes indexes apart, and UNION and WITH whole', () => {
    const query = 'WITH x AS (\nSELECT 1 AS a\n)\nSELECT a FROM x\nUNION\nSELECT 2';
    const found = sqlInText(`CREATE INDEX i ON t (a);\nCREATE UNIQUE INDEX j ON t (b);\n${query};`);
    assert.deepEqual(found, {
      ddl: [],
      indexes: ['CREATE INDEX i ON t (a)', 'CREATE UNIQUE INDEX j ON t (b)'],
      queries: [query],
    });
  });

  it('is none where there is none', () => {
    for (const text of ['', 'Hello.', 'select', '```', '```sql\n```', 'CREATE TABLE'])
      assert.doesNotThrow(() => sqlInText(text));
    assert.deepEqual(sqlInText('I would rather select another one.').queries, []);
  });
});

describe('a row to import', () => {
  it('is read in the shapes of several projects', () => {
    const [slow, fast] = ['SELECT a FROM t WHERE b = 1 OR b = 2', 'SELECT a FROM t WHERE b IN (1, 2)'];
    const user = { role: 'user', content: slow };
    const shapes: unknown[] = [
      {
        messages: [{ role: 'system', content: 'You optimize.' }, user, { role: 'assistant', content: fast }],
      },
      {
        conversations: [
          { from: 'human', value: slow },
          { from: 'gpt', value: `\`\`\`sql\n${fast}\n\`\`\`` },
        ],
      },
      {
        prompt: [user],
        completion: [{ role: 'assistant', content: JSON.stringify({ sql: fast, indexes: [] }) }],
      },
      { slow_query: slow, fast_query: `${fast};` },
      { original: slow, optimized: fast },
      { instruction: 'Optimize', input: slow, output: fast },
    ];
    for (const shape of shapes) assert.deepEqual(readImportedRow(shape, 1), { slow, fast, indexes: [] });
  });

  it('is refused with its number where it holds no two queries', () => {
    for (const row of [
      null,
      1,
      [],
      {},
      { slow: 'SELECT 1' },
      { slow: 'no query', fast: 'SELECT 1' },
      { messages: [] },
    ])
      assert.throws(() => readImportedRow(row, 3), /^QuillError: Line 3: It holds no two queries: /);
  });
});
