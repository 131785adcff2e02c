/** SQLite as WebAssembly (sql.js 1.16.0), synchronous, in the thread that loads it. */
import { readFile } from 'node:fs/promises';
import { QuillError } from '../../core/errors.ts';
import type { Engine } from '../../core/ports.ts';
import { Connection, type EngineParts, type QueryObserver } from './connection.ts';
import { findBindings, twoParameters } from './internals.ts';
import { Interrupt } from './interrupt.ts';
import { errorOf, guarded, OK } from './result-codes.ts';
import { loadSqlJs, type Pointer, type SqlJsModule } from './sqljs-module.ts';

/**
 * Loads the engine from `sql-wasm.wasm`, or from the module that another thread has compiled. Throws QuillError
 * `file` when the file cannot be read.
 */
export async function loadSqliteEngine(wasm: string | WebAssembly.Module): Promise<SqliteEngine> {
  const module = typeof wasm === 'string' ? await compileSqlite(wasm) : wasm;
  return new SqliteEngine(await loadSqlJs(module));
}

/** Compiles `sql-wasm.wasm`; the result can be handed to worker threads. */
export async function compileSqlite(wasmPath: string): Promise<WebAssembly.Module> {
  const bytes = await readFile(wasmPath).catch(error => {
    throw new QuillError('file', `SQLite could not be loaded from ${wasmPath}; install Quill again.`, {
      cause: error,
    });
  });
  return WebAssembly.compile(bytes);
}

/** One instance of the WebAssembly module: its databases share its memory and its thread. */
export class SqliteEngine implements Engine {
  readonly name = 'sqlite';
  readonly version: string;
  readonly #module: SqlJsModule;
  readonly #parts: EngineParts;

  constructor(module: SqlJsModule) {
    this.#module = module;
    this.#parts = { module, internals: {} };
    const connection = this.open();
    try {
      this.version = String(connection.query('SELECT sqlite_version()').rows[0]?.[0]);
      this.#calibrate(connection);
    } finally {
      connection.close();
    }
  }

  /** True when a query can be stopped in its own thread; otherwise `limitMs` is only looked at between rows. */
  get canInterrupt(): boolean {
    return this.#parts.interrupt !== undefined;
  }

  /** Tells `observer` of every query from now on. */
  observe(observer: QueryObserver): void {
    this.#parts.observer = observer;
  }

  /** Lets these queries fail with `timeout` from now on, instead of the ones refused before. */
  refuse(queries: readonly string[]): void {
    this.#parts.refused = new Set(queries);
  }

  open(bytes?: Uint8Array): Connection {
    return bytes === undefined ? this.#openMemory() : this.#openImage(bytes);
  }

  #openMemory(): Connection {
    const { sql } = this.#module;
    const name = this.#module.writeText(':memory:', 8).pointer;
    const code = sql._sqlite3_open(name, name - 8);
    const pointer = this.#module.words[(name - 8) >> 2] ?? 0;
    if (code !== OK || pointer === 0) throw errorOf(code || 7, 'SQLite could not open a database in memory');
    return this.#connect(pointer, () => sql._sqlite3_close_v2(pointer));
  }

  /** sql.js keeps the image as a file in JavaScript memory, so it does not count against WebAssembly's 2 GiB. */
  #openImage(bytes: Uint8Array): Connection {
    const database = guarded(() => new this.#module.sql.Database(bytes));
    const connection = this.#connect(handleOf(database), () => database.close());
    try {
      connection.exec(
        'PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF; PRAGMA cache_size=-65536',
      );
    } catch (error) {
      connection.close();
      throw error;
    }
    return connection;
  }

  #connect(pointer: Pointer, release: () => void): Connection {
    return new Connection(this.#parts, pointer, release);
  }

  /** The bytes of a database file with the content of `connection`. */
  export(connection: Connection): Uint8Array {
    const { sql } = this.#module;
    const file = new sql.Database();
    try {
      const main = this.#module.writeText('main').pointer;
      const backup = sql._sqlite3_backup_init(handleOf(file), main, connection.pointer, main);
      if (backup === 0) throw new QuillError('internal', 'SQLite could not copy the database.');
      guarded(() => sql._sqlite3_backup_step(backup, -1));
      const code = sql._sqlite3_backup_finish(backup);
      if (code !== OK) throw errorOf(code, 'SQLite could not copy the database');
      return guarded(() => file.export());
    } finally {
      file.close();
    }
  }

  #calibrate(connection: Connection): void {
    const module = this.#module;
    const compile = (sql: string): Pointer => {
      const { pointer, length } = module.writeText(sql, 8);
      const code = module.sql._sqlite3_prepare_v2(connection.pointer, pointer, length + 1, pointer - 8, 0);
      if (code !== OK) throw errorOf(code, connection.message());
      return module.words[(pointer - 8) >> 2] ?? 0;
    };
    this.#calibrateBindings(connection, compile);
    this.#calibrateInterrupt(connection);
  }

  #calibrateBindings(connection: Connection, compile: (sql: string) => Pointer): void {
    const statement = compile(twoParameters);
    const bindings = findBindings(this.#module, statement);
    this.#module.sql._sqlite3_finalize(statement);
    if (bindings === undefined) return;
    this.#parts.internals.bindings = bindings;
    const params = [-(2n ** 63n), 2n ** 62n + 1n];
    const [row] = connection.query('SELECT ?1, ?2, typeof(?1) || typeof(?2)', { params }).rows;
    if (row?.[0] !== params[0] || row?.[1] !== params[1] || row?.[2] !== 'integerinteger')
      delete this.#parts.internals.bindings;
  }

  /** A query without end must stop within its 5 ms, and the connection work afterwards. */
  #calibrateInterrupt(probe: Connection): void {
    const interrupt = new Interrupt(this.#module);
    if (!interrupt.looksUnused(probe.pointer)) return;
    const connection = new Connection({ ...this.#parts, interrupt }, probe.pointer, () => {});
    const bounded = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 20000000) SELECT max(i) FROM n`;
    try {
      connection.query(bounded, { limitMs: 5 });
    } catch (error) {
      const usable = connection.query('SELECT 1').rows.length === 1;
      if (QuillError.is(error, 'timeout') && usable) this.#parts.interrupt = interrupt;
    }
  }
}

/** The address of the `sqlite3` object: sql.js's only numeric property of that size, whatever its name. */
function handleOf(database: object): Pointer {
  const address = Object.values(database).find(value => typeof value === 'number' && value > 65_536);
  if (typeof address !== 'number')
    throw new QuillError('internal', 'This build of sql.js hides its connection.');
  return address;
}
