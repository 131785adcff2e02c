import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileStamp, readDatabaseFile } from '../../../src/adapters/sqlite/database-file.ts';
import { QuillError } from '../../../src/core/errors.ts';
import { testEngine } from '../engine.ts';

let folder: string;
before(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'quill-file-'));
});
after(() => rmSync(folder, { recursive: true, force: true }));

const at = (name: string): string => path.join(folder, name);

async function writeDatabase(name: string, ddl: string): Promise<string> {
  const engine = await testEngine();
  const db = engine.open();
  db.exec(ddl);
  writeFileSync(at(name), engine.export(db));
  db.close();
  return at(name);
}

async function query(file: string, sql: string): Promise<readonly (readonly unknown[])[]> {
  const db = (await testEngine()).open(readDatabaseFile(file).bytes);
  try {
    return db.query(sql).rows;
  } finally {
    db.close();
  }
}

function refuses(file: string, pattern: RegExp): void {
  assert.throws(
    () => readDatabaseFile(file),
    (error: unknown) => {
      assert.ok(QuillError.is(error, 'file'), String(error));
      assert.match(error.message, pattern);
      return true;
    },
  );
}

const manyRows =
  'CREATE TABLE t(a, b); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) ' +
  "INSERT INTO t SELECT i, 'row ' || i FROM n";

describe('reading a database file', () => {
  it('reads one, and leaves it as it is', async () => {
    const file = await writeDatabase('plain.sqlite', manyRows);
    const before = readFileSync(file);
    assert.deepEqual(await query(file, 'SELECT count(*) FROM t'), [[5000n]]);
    assert.ok(readFileSync(file).equals(before));
  });

  it('says what is wrong with a file that is none', async () => {
    refuses(at('nothing.sqlite'), /no file .*nothing\.sqlite/);
    mkdirSync(at('folder'));
    refuses(at('folder'), /is a folder/);
    writeFileSync(at('empty.sqlite'), '');
    refuses(at('empty.sqlite'), /empty \(0 bytes\)/);
    writeFileSync(at('text.sqlite'), 'CREATE TABLE t(a);\n'.repeat(400));
    refuses(at('text.sqlite'), /is not an SQLite database/);
    for (const size of [1024, 4096, 40_960]) {
      writeFileSync(at('encrypted.sqlite'), randomBytes(size));
      refuses(at('encrypted.sqlite'), /looks encrypted/);
    }
    writeFileSync(at('header.sqlite'), 'SQLite format 3\0');
    refuses(at('header.sqlite'), /truncated/);
  });

  it('notices that pages are missing', async () => {
    const file = await writeDatabase('cut.sqlite', manyRows);
    truncateSync(file, 8192);
    refuses(file, /cut\.sqlite is truncated: it has 8192 of \d+ bytes/);
  });

  it('refuses a file larger than sql.js can hold, with both sizes', async () => {
    const file = await writeDatabase('large.sqlite', 'CREATE TABLE t(a)');
    truncateSync(file, 3_100_000_000);
    refuses(file, /file is 3\.1 GB; sql\.js can hold at most 2\.0 GB/);
  });

  it('refuses an unfinished transaction, but not a journal that was put out of use', async () => {
    const file = await writeDatabase('hot.sqlite', 'CREATE TABLE t(a)');
    writeFileSync(`${file}-journal`, Buffer.from('d9d505f920a163d7', 'hex'));
    refuses(file, /unfinished transaction/);
    writeFileSync(`${file}-journal`, Buffer.alloc(512));
    assert.deepEqual(await query(file, 'SELECT * FROM t'), []);
  });

  it('has another stamp once the file was replaced', async () => {
    const file = await writeDatabase('stamp.sqlite', 'CREATE TABLE t(a)');
    const before = fileStamp(file);
    assert.equal(fileStamp(file), before);
    await writeDatabase('stamp.sqlite', 'CREATE TABLE u(a)');
    assert.notEqual(fileStamp(file), before);
  });
});

/** Writes w.sqlite with a log that SQLite itself wrote; the copy is taken while the writer has it open. */
const writer = `
import os, shutil, sqlite3, sys
folder = sys.argv[1]
db = sqlite3.connect(os.path.join(folder, 'live.sqlite'), isolation_level=None)
db.execute('PRAGMA page_size=1024'); db.execute('PRAGMA journal_mode=WAL'); db.execute('PRAGMA wal_autocheckpoint=0')
db.execute('CREATE TABLE t(a, b)')
db.execute('BEGIN')
db.executemany('INSERT INTO t VALUES (?, ?)', [(i, 'checkpointed %d' % i) for i in range(500)])
db.execute('COMMIT')
db.execute('PRAGMA wal_checkpoint(TRUNCATE)')
db.execute("UPDATE t SET b = 'changed' WHERE a < 100")
db.executemany('INSERT INTO t VALUES (?, ?)', [(i, 'logged') for i in range(500, 800)])
db.execute('DELETE FROM t WHERE a BETWEEN 100 AND 149')
db.execute('PRAGMA cache_size=2')
db.execute('BEGIN')
db.executemany('INSERT INTO t VALUES (?, ?)', [(i, 'never committed' * 20) for i in range(3000)])
for end in ('', '-wal'):
    shutil.copy(os.path.join(folder, 'live.sqlite' + end), os.path.join(folder, 'w.sqlite' + end))
db.execute('ROLLBACK')
`;

describe('a write-ahead log beside the file', () => {
  before(function () {
    this.timeout(20_000);
    try {
      execFileSync('python3', ['-c', writer, folder]);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') this.skip();
      throw error;
    }
  });

  const counts = "SELECT count(*), sum(b = 'changed'), sum(b = 'logged'), sum(b LIKE 'never%') FROM t";

  it('is read up to its last commit', async () => {
    assert.deepEqual(await query(at('w.sqlite'), counts), [[750n, 100n, 300n, 0n]]);
    assert.deepEqual(await query(at('w.sqlite'), 'PRAGMA integrity_check'), [['ok']]);
  });

  it('leaves out the frames from a torn one on', async () => {
    copyFileSync(at('w.sqlite'), at('torn.sqlite'));
    const log = readFileSync(at('w.sqlite-wal'));
    const frame = 24 + 1024;
    // Somewhere within the 300 single-row commits: the state of an earlier commit must come out.
    const middle = 32 + frame * 60 + 400;
    log[middle] = log[middle]! ^ 0xff;
    writeFileSync(at('torn.sqlite-wal'), log);
    const [row] = await query(at('torn.sqlite'), counts);
    assert.ok(Number(row?.[0]) >= 500 && Number(row?.[0]) < 800, String(row));
    assert.deepEqual(await query(at('torn.sqlite'), 'PRAGMA integrity_check'), [['ok']]);
    log[3] = 0;
    writeFileSync(at('torn.sqlite-wal'), log);
    refuses(at('torn.sqlite'), /torn\.sqlite-wal beside the database is no write-ahead log/);
  });

  it('of another page size is refused', async () => {
    const file = await writeDatabase('other.sqlite', manyRows);
    copyFileSync(at('w.sqlite-wal'), `${file}-wal`);
    refuses(file, /another page size/);
  });
});
