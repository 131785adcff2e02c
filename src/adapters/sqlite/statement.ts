/** A prepared statement on SQLite's C interface. */

import { QuillError } from '../../core/errors.ts';
import type { Bindings, Cell, QueryOptions, ResultSet, Row, Statement } from '../../core/ports.ts';
import type { Connection } from './connection.ts';
import { DONE, errorOf, guarded, OK, ROW } from './result-codes.ts';
import type { Pointer } from './sqljs-module.ts';

const INTEGER = 1;
const FLOAT = 2;
const TEXT = 3;
const BLOB = 4;
/** Tells SQLite to copy a bound value. */
const TRANSIENT = -1;
/** A bind index beyond the last parameter. */
const RANGE = 25;
/** Bytes of text and blobs that one result may take: beyond, the machine runs out of memory before SQLite does. */
const LARGEST_RESULT = 512 * 1024 * 1024;
/** Rows between two looks at the clock while rows are fetched. */
const ROWS_PER_LOOK = 512;

/** Integers from 0 to here are made once, since most of those in results are. */
const SMALL = 1024;
const smallIntegers: readonly bigint[] = Array.from({ length: SMALL }, (_, n) => BigInt(n));

export class SqliteStatement implements Statement {
  readonly columns: readonly string[];
  readonly #connection: Connection;
  readonly #sql: string;
  #pointer: Pointer;
  #fetched = 0;
  /** Since it was reset last, the statement may have made a step. */
  #stepped = false;
  /** The parameters that the last binding by position has set, from the first on; undefined: by name. */
  #bound: number | undefined = 0;

  constructor(connection: Connection, pointer: Pointer, sql: string) {
    this.#connection = connection;
    this.#pointer = pointer;
    this.#sql = sql;
    const { sql: sqlite } = connection.module;
    const count = sqlite._sqlite3_column_count(pointer);
    this.columns = Array.from({ length: count }, (_, i) =>
      connection.module.zeroEnded(sqlite._sqlite3_column_name(pointer, i)),
    );
  }

  #open(): Pointer {
    if (this.#pointer === 0) throw new QuillError('internal', 'The statement was freed before.');
    return this.#pointer;
  }

  bind(params: Bindings): void {
    const pointer = this.#open();
    this.#reset(pointer);
    const count = isPositional(params) ? params.length : undefined;
    // Values for the same places are written over the old ones.
    if (count === undefined || count !== this.#bound)
      this.#connection.module.sql._sqlite3_clear_bindings(pointer);
    this.#bound = undefined;
    if (isPositional(params))
      for (let i = 0; i < params.length; i++) this.#bindAt(i + 1, params[i] ?? null, undefined);
    else for (const [name, value] of Object.entries(params)) this.#bindNamed(name, value);
    this.#bound = count;
  }

  #reset(pointer: Pointer): void {
    if (!this.#stepped) return;
    this.#connection.module.sql._sqlite3_reset(pointer);
    this.#stepped = false;
  }

  /** Names the statement does not mention are passed over; a plain `?` goes by its position. */
  #bindNamed(name: string, value: Cell): void {
    const { module } = this.#connection;
    const index = module.sql._sqlite3_bind_parameter_index(this.#pointer, module.writeText(name).pointer);
    const position = index === 0 && /^\?\d+$/.test(name) ? Number(name.slice(1)) : index;
    if (position > 0) this.#bindAt(position, value, name, index === 0);
  }

  /** `name`: undefined where the parameter goes by its position alone. */
  #bindAt(index: number, value: Cell, name: string | undefined, mayBeAbsent = false): void {
    const code = this.#bindValue(index, value, name);
    if (code === OK || (mayBeAbsent && code === RANGE)) return;
    if (code === RANGE)
      throw new QuillError('parameter', `The query has no parameter ${name ?? `?${index}`}.`);
    throw errorOf(code, this.#connection.message());
  }

  #bindValue(index: number, value: Cell, name: string | undefined): number {
    const { module } = this.#connection;
    const { sql } = module;
    const pointer = this.#pointer;
    if (value === null) return sql._sqlite3_bind_blob(pointer, index, 0, 0, 0);
    switch (typeof value) {
      case 'number':
        return sql._sqlite3_bind_double(pointer, index, value);
      case 'bigint':
        return this.#bindInteger(index, value, name);
      case 'string': {
        const text = module.writeText(value);
        return sql._sqlite3_bind_text(pointer, index, text.pointer, text.length, TRANSIENT);
      }
      default: {
        const start = module.scratch(value.length + 1);
        module.bytes.set(value, start);
        return sql._sqlite3_bind_blob(pointer, index, start, value.length, TRANSIENT);
      }
    }
  }

  /**
   * sql.js exports no sqlite3_bind_int64: a small integer is bound and its place in memory filled with the large one.
   */
  #bindInteger(index: number, value: bigint, name: string | undefined): number {
    const { module, internals } = this.#connection;
    const number = Number(value);
    const small = number | 0;
    const code = module.sql._sqlite3_bind_int(this.#pointer, index, small);
    if (code !== OK || small === number) return code;
    const called = name ?? `?${index}`;
    if (BigInt.asIntN(64, value) !== value)
      throw new QuillError('parameter', `The value ${value} of ${called} does not fit in 64 bits.`);
    const layout = internals.bindings;
    if (layout === undefined)
      throw new QuillError(
        'unsupported',
        `The value ${value} of ${called} is too large for this build of sql.js.`,
      );
    const values = module.words[(this.#pointer + layout.valuesAt) >> 2] ?? 0;
    module.longs[(values + (index - 1) * layout.valueBytes) >> 3] = value;
    return code;
  }

  drain(limitMs?: number): number {
    const pointer = this.#open();
    const { sql } = this.#connection.module;
    this.#reset(pointer);
    this.#stepped = true;
    let rows = 0;
    this.#limited(limitMs, expired => {
      let code = sql._sqlite3_step(pointer);
      for (; code === ROW; code = sql._sqlite3_step(pointer))
        if (++rows % ROWS_PER_LOOK === 0 && expired()) break;
      this.#finish(code, limitMs);
    });
    return rows;
  }

  run(params?: Bindings): void {
    if (params !== undefined) this.bind(params);
    const pointer = this.#open();
    const { sql } = this.#connection.module;
    this.#stepped = true;
    guarded(() => {
      let code = sql._sqlite3_step(pointer);
      while (code === ROW) code = sql._sqlite3_step(pointer);
      this.#finish(code);
    });
  }

  all(options: QueryOptions = {}): ResultSet {
    const rows: Row[] = [];
    this.#fetched = 0;
    const truncated = this.#visit(options, row => rows.push(row));
    return { columns: this.columns, rows, truncated };
  }

  each(visit: (row: Row) => void, options: QueryOptions = {}): void {
    this.#visit(options, row => {
      this.#fetched = 0;
      visit(row);
    });
  }

  /** Runs and fetches row by row; true when there were more rows than `maxRows`. */
  #visit(options: QueryOptions, visit: (row: Row) => void): boolean {
    if (options.params !== undefined) this.bind(options.params);
    const pointer = this.#open();
    const { sql } = this.#connection.module;
    this.#reset(pointer);
    this.#stepped = true;
    const maxRows = options.maxRows ?? Number.POSITIVE_INFINITY;
    let rows = 0;
    let truncated = false;
    this.#limited(options.limitMs, expired => {
      let code = sql._sqlite3_step(pointer);
      for (; code === ROW; code = sql._sqlite3_step(pointer)) {
        if (rows >= maxRows) {
          truncated = true;
          break;
        }
        visit(this.#row(pointer));
        if (++rows % ROWS_PER_LOOK === 0 && expired()) break;
      }
      this.#finish(truncated ? DONE : code, options.limitMs);
    });
    return truncated;
  }

  /** What ends a run from outside must not leave it in the middle of its rows, where it holds tables locked. */
  #limited(limitMs: number | undefined, body: (expired: () => boolean) => void): void {
    try {
      this.#connection.limited(this.#sql, limitMs, body);
    } catch (error) {
      this.#reset(this.#pointer);
      throw error;
    }
  }

  /** Resets after a run, so that no read lock and no cursor stays. A code of ROW means: stopped between two rows. */
  #finish(code: number, limitMs?: number): void {
    const message = code === DONE || code === ROW ? '' : this.#connection.message();
    this.#reset(this.#pointer);
    if (code === DONE) return;
    if (code === ROW || (limitMs !== undefined && (code & 0xff) === 9))
      throw new QuillError('timeout', `The query was stopped at its limit of ${limitMs} ms.`);
    throw errorOf(code, message);
  }

  #row(pointer: Pointer): Row {
    const { module } = this.#connection;
    const { sql } = module;
    const row = new Array<Cell>(this.columns.length);
    for (let column = 0; column < row.length; column++) {
      switch (sql._sqlite3_column_type(pointer, column)) {
        case INTEGER:
          row[column] = this.#integer(pointer, column);
          break;
        case FLOAT:
          row[column] = sql._sqlite3_column_double(pointer, column);
          break;
        case TEXT: {
          const start = sql._sqlite3_column_text(pointer, column);
          row[column] = module.text(start, this.#counted(sql._sqlite3_column_bytes(pointer, column)));
          break;
        }
        case BLOB: {
          const start = sql._sqlite3_column_blob(pointer, column);
          const length = this.#counted(sql._sqlite3_column_bytes(pointer, column));
          row[column] = new Uint8Array(module.bytes.subarray(start, start + length));
          break;
        }
        default:
          row[column] = null;
      }
    }
    return row;
  }

  #counted(bytes: number): number {
    this.#fetched += bytes;
    if (this.#fetched <= LARGEST_RESULT) return bytes;
    throw new QuillError(
      'memory',
      'The rows of the query take more than 512 MB. Limit its result and try again.',
    );
  }

  /** There is no sqlite3_column_int64: a double is exact below 2^53, text beyond. */
  #integer(pointer: Pointer, column: number): bigint {
    const { sql } = this.#connection.module;
    const approximate = sql._sqlite3_column_double(pointer, column);
    const small = approximate >= 0 && approximate < SMALL ? smallIntegers[approximate] : undefined;
    if (small !== undefined) return small;
    if (Math.abs(approximate) < 2 ** 53) return BigInt(approximate);
    const start = sql._sqlite3_column_text(pointer, column);
    return BigInt(this.#connection.module.text(start, sql._sqlite3_column_bytes(pointer, column)));
  }

  free(): void {
    if (this.#pointer === 0) return;
    this.#connection.module.sql._sqlite3_finalize(this.#pointer);
    this.#pointer = 0;
    this.#connection.forget(this);
  }
}

function isPositional(params: Bindings): params is readonly Cell[] {
  return Array.isArray(params);
}
