import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { SetUpLimit } from '../../../../src/cli/generate/set-up-limit.ts';
import { QuillError } from '../../../../src/core/errors.ts';
import { distFolder } from '../../adapters/dist.ts';
import { testEngine } from '../../engine.ts';
import { outcomeOf, quill } from '../run-quill.ts';
import { ddl } from '../shop-folder.ts';
import { quick } from './waiting-runs.ts';

describe('the set-up of a run', function () {
  this.timeout(60_000);
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'quill-set-up-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const never = new AbortController().signal;
  const cancelled = () => new QuillError('cancelled', 'Cancelled.');
  const untilAborted = (signal: AbortSignal): Promise<never> =>
    wait(5000, undefined, { signal }).then(assert.fail, () => Promise.reject(cancelled()));

  it('ends at the time limit of the run, and says what it was doing', async () => {
    const limit = new SetUpLimit(0.05 / 60, never);
    await assert.rejects(
      limit.during('shop.sql was read', untilAborted),
      (error: unknown) =>
        QuillError.is(error, 'timeout') &&
        /^The time limit of 0\.1 s was reached while shop\.sql was read, .* by --max-time\.$/.test(
          error.message,
        ),
    );
    await assert.rejects(limit.during('nothing was left', untilAborted), /while nothing was left/);
    // A timer may be a millisecond early.
    assert.ok(limit.seconds > 0.045 && limit.seconds < 4, `${limit.seconds} s`);
  });

  it('is cancelled as ever, and has its own errors and results', async () => {
    const stop = new AbortController();
    const limit = new SetUpLimit(1, stop.signal);
    assert.equal(await limit.during('it was', async () => 7), 7);
    await assert.rejects(
      limit.during('it was', async () => assert.fail('own')),
      /own/,
    );
    setTimeout(() => stop.abort(), 20);
    await assert.rejects(limit.during('it was', untilAborted), (error: unknown) =>
      QuillError.is(error, 'cancelled'),
    );
    assert.equal(await new SetUpLimit(null, never).during('it was', async signal => signal), never);
  });

  it('stops near the limit over thousands of tables, and leaves nothing behind', async () => {
    const tables = Array.from(
      { length: 3000 },
      (_, n) =>
        `CREATE TABLE t${n} (id INTEGER PRIMARY KEY, name TEXT, parent INTEGER REFERENCES t${n >> 1}(id));\n`,
    );
    writeFileSync(path.join(folder, 'many.sql'), tables.join(''));
    const begin = performance.now();
    const { code, stderr } = await quill(
      ['generate', '--out', 'none', '--schema', 'many.sql', '--max-time', '1s'],
      folder,
    );
    assert.equal(code, 3, stderr);
    assert.match(stderr, /The time limit of 1 s was reached while many\.sql was read/);
    assert.ok(performance.now() - begin < 4000);
    assert.ok(!existsSync(path.join(folder, 'none')));
  });

  it('says that a database has no tables or no rows, and goes on where there are other schemas', async () => {
    const engine = await testEngine();
    for (const [name, sql] of [
      ['empty.sqlite', ddl],
      ['bare.sqlite', 'CREATE TABLE t (a); DROP TABLE t'],
    ] as const) {
      const db = engine.open();
      db.exec(sql);
      writeFileSync(path.join(folder, name), engine.export(db));
      db.close();
    }
    const generate = (...args: string[]) => quill(['generate', '--count', '1', ...args, ...quick], folder);
    const empty = await generate('--out', 'none', '--db', 'empty.sqlite');
    assert.equal(empty.code, 3);
    assert.match(
      empty.stderr,
      /^quill: The tables of empty\.sqlite are empty, so .* by --schema, which makes rows up\.\n$/,
    );
    const bare = await generate('--out', 'none', '--db', 'bare.sqlite');
    assert.match(bare.stderr, /^quill: bare\.sqlite has no tables; name a database that has some/);
    assert.ok(!existsSync(path.join(folder, 'none')));
    const beside = await generate('--out', 'beside', '--db', 'empty.sqlite', '--only', 'sample-staff');
    assert.equal(beside.code, 0, beside.stderr);
    assert.match(
      beside.stderr,
      /The tables of empty\.sqlite are empty, .*; queries are written over sample-staff alone\./,
    );
  });

  it('takes a schema from a pipe, and keeps it for going on', async function () {
    if (process.platform === 'win32') return this.skip();
    writeFileSync(path.join(folder, 'shop.sql'), ddl);
    const begun = ['--out', 'piped', '--run', 'one', '--count', '1', ...quick];
    const shell = 'cli=$1; shift; exec "$0" "$cli" generate --schema <(cat shop.sql) "$@"';
    const first = await outcomeOf(
      spawn('bash', ['-c', shell, process.execPath, path.join(distFolder(), 'cli.cjs'), ...begun], {
        cwd: folder,
      }),
    );
    assert.equal(first.code, 0, first.stderr);
    assert.equal(readFileSync(path.join(folder, 'piped/runs/one/schema.sql'), 'utf8'), ddl);
    const more = await quill(['generate', '--out', 'piped', '--resume', '--count', '2'], folder);
    assert.equal(more.code, 0, more.stderr);
    assert.match(more.stderr, /2 of 2 pairs/);
    const lines = readFileSync(path.join(folder, 'piped/dataset/pairs.jsonl'), 'utf8').trim().split('\n');
    const schemas = new Set(lines.map(line => JSON.parse(line).schema));
    assert.deepEqual([schemas.size, lines.length], [1, 2]);
    assert.match([...schemas].join(), /^own-schema-[0-9a-f]{8}$/);
  });
});
