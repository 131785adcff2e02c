import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Pair } from '../../../../src/core/dataset/pair.ts';
import { answerText } from '../../../../src/core/prompt/optimize.ts';
import { testEngine } from '../../engine.ts';
import {
  type EndpointServer,
  type Reply,
  type SeenRequest,
  startEndpoint,
} from '../../pipeline/endpoint-server.ts';
import { quill } from '../run-quill.ts';
import { quick } from './waiting-runs.ts';

const ddl = `CREATE TABLE patient (id INTEGER PRIMARY KEY, ssn TEXT NOT NULL, diagnosis TEXT NOT NULL, born TEXT NOT NULL);
CREATE TABLE visit (id INTEGER PRIMARY KEY, patient_id INTEGER NOT NULL REFERENCES patient (id), fee INTEGER NOT NULL, reason TEXT);`;
/** No maker of values would come upon one of these. */
const secret = /ZZ-\d|Xylitis|1871-|77\d{5}/;

/** Offers nothing: the query itself. */
function unchanged({ body }: SeenRequest): Reply {
  const sql = body.messages.at(-1)?.content.split('\nQuery:\n')[1] ?? 'SELECT 1';
  return { text: answerText({ sql, indexes: [] }) };
}

describe('rows of the user’s own', function () {
  this.timeout(120_000);
  let folder: string;
  let server: EndpointServer;

  const fill = async (more = ''): Promise<void> => {
    const db = (await testEngine()).open();
    db.exec(`${ddl}${more}
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 800)
        INSERT INTO patient SELECT i, printf('ZZ-%05d', i), 'Xylitis ' || (i % 7), printf('1871-%02d-11', 1 + i % 12) FROM n;
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
        INSERT INTO visit SELECT i, 1 + i % 800, 7700000 + i % 90000, 'Xylitis ' || (i % 5) FROM n;`);
    writeFileSync(path.join(folder, 'clinic.sqlite'), (await testEngine()).export(db));
    db.close();
  };
  const generate = (...args: string[]) => quill(['generate', ...args, ...quick], folder);
  const pairs = (out: string): Pair[] =>
    readFileSync(path.join(folder, out, 'dataset/pairs.jsonl'), 'utf8')
      .split('\n')
      .filter(line => line !== '')
      .map(line => JSON.parse(line));
  const asked = (): string =>
    server.requests.flatMap(({ body }) => body.messages.map(({ content }) => content)).join('\n');

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'quill-own-rows-'));
    await fill();
  });
  beforeEach(async () => {
    server = await startEndpoint(unchanged);
  });
  afterEach(() => server.close());
  after(() => rmSync(folder, { recursive: true, force: true }));

  const model = (): string[] => ['--model', 'gpt-5-mini', '--base-url', server.url, '--optimizer', 'openai'];

  it('stay on the machine where a model is asked, and the run says what does not', async () => {
    const { code, stderr } = await generate(
      ...[
        '--out',
        'h',
        '--run',
        'h',
        '--db',
        'clinic.sqlite',
        '--count',
        '3',
        '--max-time',
        '40s',
        ...model(),
      ],
    );
    assert.equal(code, 0, stderr);
    assert.match(
      stderr,
      /Sent to .* of clinic\.sqlite: its schema .*; no value of its rows, which --send-values would/,
    );
    assert.ok(server.requests.length > 2);
    assert.match(asked(), /TABLE patient -- 800 rows/);
    assert.doesNotMatch(asked(), secret);
    assert.doesNotMatch(readFileSync(path.join(folder, 'h/dataset/pairs.jsonl'), 'utf8'), secret);
    for (const { timing, provenance } of pairs('h'))
      assert.deepEqual([timing.ownRows, provenance.ownValues], [true, undefined]);
  });

  it('are in what is written without a model, and never shown to one as examples later', async () => {
    const { code, stderr } = await generate('--out', 'w', '--db', 'clinic.sqlite', '--count', '4');
    assert.equal(code, 0, stderr);
    const before = pairs('w');
    assert.ok(before.every(({ provenance }) => provenance.ownValues === true));
    assert.match(before.map(({ slow }) => slow).join('\n'), secret);
    await generate(
      ...[
        '--out',
        'w',
        '--provider',
        'openai',
        '--only',
        'sample-staff',
        '--count',
        '1',
        '--max-time',
        '20s',
      ],
      ...['--model', 'gpt-5-mini', '--base-url', server.url],
    );
    assert.ok(server.requests.length > 0);
    assert.doesNotMatch(asked(), secret);
  });

  it('are sent where the user says so, and on resuming only where that is said again', async () => {
    const sending = ['--out', 's', '--run', 's', '--db', 'clinic.sqlite', '--count', '3', '--send-values'];
    const { stderr } = await generate(...sending, '--max-time', '10s', ...model());
    assert.match(stderr, /queries with values of its rows/);
    assert.match(asked(), secret);
    const resumed = await quill(['generate', '--out', 's', '--run', 's', '--resume', '--count', '9'], folder);
    assert.equal(resumed.code, 2);
    assert.match(
      resumed.stderr,
      /begun with --send-values; resume it with --send-values to let values of clinic/,
    );
  });

  it('are not gone on over where their schema has changed', async () => {
    await generate('--out', 'c', '--run', 'c', '--db', 'clinic.sqlite', '--count', '1');
    await fill('CREATE TABLE ward (id INTEGER PRIMARY KEY);');
    const { code, stderr } = await generate('--out', 'c', '--run', 'c', '--resume', '--count', '3');
    assert.equal(code, 2, stderr);
    assert.match(stderr, /The schema of clinic\.sqlite has changed since the run was begun over own-clinic-/);
    await fill();
    const same = await generate('--out', 'c', '--run', 'c', '--resume', '--count', '2');
    assert.equal(same.code, 0, same.stderr);
  });
});
