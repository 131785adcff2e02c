/**
 * The C interface of SQLite as sql.js exports it. Quill calls it below sql.js's own classes: those hand integers over
 * as text and bind bigints as text, which changes results.
 */
import initSqlJs from 'sql.js';
import { QuillError } from '../../core/errors.ts';

/** A number that is an address in the WebAssembly memory; 0 is NULL. */
export type Pointer = number;

/** The functions of sql.js 1.16 that Quill calls; `_sqlite3_*` are documented at sqlite.org/c3ref. */
interface SqlJsFunctions {
  _malloc(bytes: number): Pointer;
  _free(pointer: Pointer): void;
  _sqlite3_open(name: Pointer, db: Pointer): number;
  _sqlite3_close_v2(db: Pointer): number;
  _sqlite3_exec(db: Pointer, sql: Pointer, callback: Pointer, argument: Pointer, error: Pointer): number;
  _sqlite3_errmsg(db: Pointer): Pointer;
  _sqlite3_prepare_v2(db: Pointer, sql: Pointer, bytes: number, statement: Pointer, tail: Pointer): number;
  _sqlite3_step(statement: Pointer): number;
  _sqlite3_reset(statement: Pointer): number;
  _sqlite3_finalize(statement: Pointer): number;
  _sqlite3_clear_bindings(statement: Pointer): number;
  _sqlite3_bind_parameter_index(statement: Pointer, name: Pointer): number;
  _sqlite3_bind_int(statement: Pointer, index: number, value: number): number;
  _sqlite3_bind_double(statement: Pointer, index: number, value: number): number;
  _sqlite3_bind_text(
    statement: Pointer,
    index: number,
    text: Pointer,
    bytes: number,
    destructor: Pointer,
  ): number;
  _sqlite3_bind_blob(
    statement: Pointer,
    index: number,
    blob: Pointer,
    bytes: number,
    destructor: Pointer,
  ): number;
  _sqlite3_column_count(statement: Pointer): number;
  _sqlite3_column_name(statement: Pointer, column: number): Pointer;
  _sqlite3_column_type(statement: Pointer, column: number): number;
  _sqlite3_column_double(statement: Pointer, column: number): number;
  _sqlite3_column_text(statement: Pointer, column: number): Pointer;
  _sqlite3_column_blob(statement: Pointer, column: number): Pointer;
  _sqlite3_column_bytes(statement: Pointer, column: number): number;
  _sqlite3_backup_init(to: Pointer, toName: Pointer, from: Pointer, fromName: Pointer): Pointer;
  _sqlite3_backup_step(backup: Pointer, pages: number): number;
  _sqlite3_backup_finish(backup: Pointer): number;
  addFunction(callback: (argument: number) => number, signature: string): number;
}

type SqlJs = Awaited<ReturnType<typeof initSqlJs>> & SqlJsFunctions;

const required: readonly (keyof SqlJsFunctions)[] = [
  '_malloc',
  '_free',
  '_sqlite3_open',
  '_sqlite3_close_v2',
  '_sqlite3_exec',
  '_sqlite3_errmsg',
  '_sqlite3_prepare_v2',
  '_sqlite3_step',
  '_sqlite3_reset',
  '_sqlite3_finalize',
  '_sqlite3_clear_bindings',
  '_sqlite3_bind_parameter_index',
  '_sqlite3_bind_int',
  '_sqlite3_bind_double',
  '_sqlite3_bind_text',
  '_sqlite3_bind_blob',
  '_sqlite3_column_count',
  '_sqlite3_column_name',
  '_sqlite3_column_type',
  '_sqlite3_column_double',
  '_sqlite3_column_text',
  '_sqlite3_column_blob',
  '_sqlite3_column_bytes',
  '_sqlite3_backup_init',
  '_sqlite3_backup_step',
  '_sqlite3_backup_finish',
  'addFunction',
];

function hasFunctions(module: Awaited<ReturnType<typeof initSqlJs>>): module is SqlJs {
  const functions = new Map(Object.entries(module));
  return required.every(name => typeof functions.get(name) === 'function');
}

/** sql.js with views on its memory that stay right when the memory grows. */
export class SqlJsModule {
  readonly sql: SqlJs;
  readonly #memory: WebAssembly.Memory;
  #bytes: Buffer;
  #words: Uint32Array;
  #longs: BigInt64Array;
  #scratch: Pointer = 0;
  #scratchBytes = 0;

  constructor(sql: SqlJs, memory: WebAssembly.Memory) {
    this.sql = sql;
    this.#memory = memory;
    this.#bytes = Buffer.from(memory.buffer);
    this.#words = new Uint32Array(memory.buffer);
    this.#longs = new BigInt64Array(memory.buffer);
  }

  /** Memory that grows detaches its old views, which are empty from then on. */
  #refresh(): void {
    if (this.#words.length > 0) return;
    this.#bytes = Buffer.from(this.#memory.buffer);
    this.#words = new Uint32Array(this.#memory.buffer);
    this.#longs = new BigInt64Array(this.#memory.buffer);
  }

  get bytes(): Buffer {
    this.#refresh();
    return this.#bytes;
  }

  /** The memory as 32-bit words: index = address / 4. */
  get words(): Uint32Array {
    this.#refresh();
    return this.#words;
  }

  /** The memory as 64-bit integers: index = address / 8. */
  get longs(): BigInt64Array {
    this.#refresh();
    return this.#longs;
  }

  /** Reads UTF-8 text of a known length; NUL characters inside belong to it. */
  text(pointer: Pointer, length: number): string {
    const bytes = this.bytes;
    if (length > SHORT) return bytes.toString('utf8', pointer, pointer + length);
    let text = '';
    for (let at = pointer; at < pointer + length; at++) {
      const byte = bytes[at] ?? 0;
      if (byte > LAST_ASCII) return bytes.toString('utf8', pointer, pointer + length);
      text += String.fromCharCode(byte);
    }
    return text;
  }

  /** Reads text that ends in NUL. */
  zeroEnded(pointer: Pointer): string {
    const bytes = this.bytes;
    return bytes.toString('utf8', pointer, bytes.indexOf(0, pointer));
  }

  /** A buffer that is valid until the next call: for arguments that SQLite copies. Throws QuillError `memory`. */
  scratch(bytes: number): Pointer {
    if (bytes <= this.#scratchBytes) return this.#scratch;
    if (this.#scratch !== 0) this.sql._free(this.#scratch);
    this.#scratchBytes = Math.max(4096, bytes);
    this.#scratch = this.sql._malloc(this.#scratchBytes);
    if (this.#scratch === 0) {
      this.#scratchBytes = 0;
      throw new QuillError('memory', `SQLite has no room for a value of ${bytes} bytes.`);
    }
    return this.#scratch;
  }

  /** Writes NUL-ended UTF-8 text to the scratch buffer; `offset` bytes before it stay free. */
  writeText(text: string, offset = 0): { pointer: Pointer; length: number } {
    const start = this.scratch(offset + text.length * 3 + 1) + offset;
    const bytes = this.bytes;
    const length = writeShort(bytes, text, start) ? text.length : bytes.write(text, start, 'utf8');
    bytes[start + length] = 0;
    return { pointer: start, length };
  }
}

/** Characters of a text that is faster to copy one by one than by a call out of JavaScript. */
const SHORT = 24;
const LAST_ASCII = 0x7f;

/** False where the text is long or not ASCII; what is written then does not count. */
function writeShort(bytes: Uint8Array, text: string, start: Pointer): boolean {
  if (text.length > SHORT) return false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > LAST_ASCII) return false;
    bytes[start + i] = code;
  }
  return true;
}

let loaded: Promise<SqlJsModule> | undefined;

/** Instantiates sql.js, once in a thread (sql.js itself remembers its first options). */
export function loadSqlJs(wasm: WebAssembly.Module): Promise<SqlJsModule> {
  loaded ??= instantiate(wasm);
  return loaded;
}

async function instantiate(wasm: WebAssembly.Module): Promise<SqlJsModule> {
  let memory: WebAssembly.Memory | undefined;
  const options = {
    useOldExtensionFunctions: false,
    instantiateWasm(
      imports: WebAssembly.Imports,
      done: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
    ) {
      const instance = new WebAssembly.Instance(wasm, imports);
      memory = Object.values(instance.exports).find(value => value instanceof WebAssembly.Memory);
      done(instance, wasm);
      return instance.exports;
    },
  };
  const sql = await initSqlJs(options);
  if (memory === undefined || !hasFunctions(sql))
    throw new QuillError(
      'internal',
      'This build of sql.js lacks functions that Quill needs; install version 1.16.0.',
    );
  return new SqlJsModule(sql, memory);
}
