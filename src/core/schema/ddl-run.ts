/**
 * Runs DDL statement by statement, and keeps account of what the engine cannot create: later statements may speak of
 * it, and no query that reads it may be judged.
 */
import { quoteName } from '../dialect/sqlite/quote.ts';
import { QuillError } from '../errors.ts';
import type { Database } from '../ports.ts';
import { foreignDdl } from './foreign-ddl.ts';
import { type LeftOut, lackingModule } from './lacking.ts';
import type { Schema } from './model.ts';
import { readSchema } from './read.ts';
import { catalogEntry, headOf, mayChangeTables, type StatementHead } from './statement-head.ts';
import type { DdlStatement } from './statements.ts';
import { isWord, significant, unquoted } from './table-text.ts';
import { moduleOf } from './virtual.ts';

/** What a statement of DDL may take, in milliseconds: a table made from a query may have no end. */
const STATEMENT_MS = 10_000;

/** Statements of DDL on their way into one database, which is empty at first and stays the caller's. */
export class DdlRun {
  readonly #db: Database;
  /** What is not in the database, by name in lower case. */
  readonly #leftOut = new Map<string, LeftOut>();
  readonly #indexes = new Set<string>();
  /** What is in the database, but not as declared: why. */
  readonly #changed = new Map<string, string>();
  /** Views that cannot be read, put aside: ALTER TABLE fails while there is one. */
  readonly #broken = new Map<string, string>();

  constructor(db: Database) {
    this.#db = db;
  }

  /** Throws QuillError `schema` that names the statement. */
  apply(statement: DdlStatement): void {
    const entry = catalogEntry(statement.text);
    if (entry === '') throw new QuillError('schema', catalogWrite(statement));
    if (entry !== undefined) this.#run({ ...statement, text: entry });
    else if (!statement.changesSchema) this.#noteCalls(statement.text);
    else if (!isTrigger(statement.text)) this.#run(statement);
  }

  /** The schema of all that was run. */
  end(): Schema {
    for (const sql of this.#broken.values()) this.#db.exec(sql);
    return readSchema(this.#db, { leftOut: [...this.#leftOut.values()], changed: this.#changed });
  }

  #run(statement: DdlStatement): void {
    const { text } = statement;
    const head = headOf(text);
    if (head !== undefined && this.#concernsLeftOut(head, statement)) return;
    try {
      this.#db.exec(text, STATEMENT_MS);
    } catch (error) {
      if (QuillError.is(error, 'timeout'))
        throw new QuillError('schema', endless(statement), { cause: error });
      // Dumps create them again, sometimes without IF NOT EXISTS.
      if (head?.action === 'create' && head.kind === 'table' && this.#isShadow(head.name)) return;
      const why = head && this.#lackingFor(head, text, error);
      if (head === undefined || why === undefined)
        throw new QuillError('schema', refusal(statement, error), { cause: error });
      this.#leaveOut(head, text, why);
      return;
    }
    if (head !== undefined) this.#follow(head, text);
  }

  /** Settles a statement about something that is not in the database as SQLite would, if it were. */
  #concernsLeftOut(head: StatementHead, statement: DdlStatement): boolean {
    const key = head.name.toLowerCase();
    const known = this.#leftOut.get(key);
    if (head.temporary) return false;
    if (head.kind === 'index') {
      if (head.action === 'drop') return this.#indexes.delete(key);
      if (head.table === undefined || !this.#leftOut.has(head.table.toLowerCase())) return false;
      this.#indexes.add(key);
      return true;
    }
    if (head.action === 'drop') return this.#leftOut.delete(key) || this.#broken.delete(key);
    if (known === undefined && !this.#broken.has(key)) return false;
    if (head.action === 'create') {
      if (head.lenient) return true;
      throw new QuillError('schema', refusal(statement, new Error(`${head.name} already exists`)));
    }
    if (known === undefined) return false;
    if (head.renamed !== undefined) {
      this.#leftOut.delete(key);
      this.#leftOut.set(head.renamed.toLowerCase(), { ...known, name: head.renamed });
    }
    return true;
  }

  /** Why the engine lacks what a statement needs that it refused; undefined where the statement is wrong. */
  #lackingFor(head: StatementHead, text: string, error: unknown): string | undefined {
    const { name } = head;
    if (head.action === 'drop') return undefined;
    const on = head.kind === 'index' ? head.table : head.action === 'alter' ? name : undefined;
    const known = on === undefined ? undefined : this.#changed.get(on.toLowerCase());
    if (known !== undefined) return known;
    const message = error instanceof Error ? error.message : String(error);
    const missing = QuillError.is(error) ? error.missing : undefined;
    // Its arguments mean something to its module alone, such as a tokenizer that is not there. These are SQLite's
    // words.
    if (
      head.kind === 'virtual table' &&
      QuillError.is(error, 'query-failed') &&
      !/already exists|syntax error|incomplete input|unrecognized token/.test(message)
    )
      return `${name} is a virtual table that cannot be made here: ${message.replace(/\.$/, '')}; queries on it cannot be run.`;
    if (missing?.kind === 'module') return lackingModule(name, moduleOf(text) ?? missing.name);
    if (missing?.kind === 'collation')
      return `${name} has the collation ${missing.name} of an application, which Quill does not have; queries on it cannot be run.`;
    if (foreignDdl(text) !== undefined) return undefined;
    if (missing?.kind === 'function')
      return `${name} is declared with the function ${missing.name}, which this SQLite does not have; queries on it cannot be run.`;
    const source = missing?.kind === 'table' ? this.#leftOut.get(missing.name.toLowerCase()) : undefined;
    return source && `${name} is made from ${source.name}, which cannot be read: ${source.lacking}`;
  }

  #leaveOut(head: StatementHead, sql: string, lacking: string): void {
    const key = head.name.toLowerCase();
    if (head.action === 'alter') {
      this.#changed.set(key, lacking);
      return;
    }
    if (head.kind === 'index') {
      this.#indexes.add(key);
      // Without it rows may be made that it forbids; an index that is not unique changes no answer.
      if (head.unique && head.table !== undefined)
        this.#changed.set(
          head.table.toLowerCase(),
          `${head.table} has an index that cannot be made: ${lacking}`,
        );
      return;
    }
    const module = head.kind === 'virtual table' ? moduleOf(sql) : undefined;
    this.#leftOut.set(key, { name: head.name, sql, lacking, ...(module !== undefined && { module }) });
  }

  /** What a statement that ran means for what is not as declared. */
  #follow(head: StatementHead, text: string): void {
    const key = head.name.toLowerCase();
    if (head.kind === 'table') {
      const why = this.#changed.get(key);
      if (why === undefined) return;
      if (head.action === 'drop' || head.renamed !== undefined) this.#changed.delete(key);
      if (head.renamed !== undefined) this.#changed.set(head.renamed.toLowerCase(), why);
    }
    if (head.kind === 'view' && head.action === 'create' && this.#isPartial && !this.#reads(head.name)) {
      this.#db.exec(`DROP VIEW ${quoteName(head.name)}`);
      this.#broken.set(key, text);
    }
  }

  get #isPartial(): boolean {
    return this.#leftOut.size + this.#changed.size > 0;
  }

  #reads(view: string): boolean {
    try {
      this.#db.prepare(`SELECT * FROM ${quoteName(view)}`).free();
      return true;
    } catch (error) {
      if (!QuillError.is(error)) throw error;
      return false;
    }
  }

  /**
   * A SELECT that calls a function of an extension may change the tables that it names: SpatiaLite's
   * `SELECT AddGeometryColumn('t', …)` adds a column. They are not as they would be, then.
   */
  #noteCalls(text: string): void {
    if (!mayChangeTables(text)) return;
    const called = this.#unknownFunction(text);
    if (called === undefined) return;
    for (const token of significant(text).filter(({ kind }) => kind === 'string')) {
      const name = unquoted(text, token);
      if (!this.#isTable(name)) continue;
      this.#changed.set(
        name.toLowerCase(),
        `${name} is changed by the function ${called}, which this SQLite does not have; queries on it cannot be judged.`,
      );
    }
  }

  /** Nothing is run. */
  #unknownFunction(text: string): string | undefined {
    try {
      this.#db.prepare(text).free();
      return undefined;
    } catch (error) {
      return QuillError.is(error) && error.missing?.kind === 'function' ? error.missing.name : undefined;
    }
  }

  /** True for a table that a virtual table keeps its data in, by SQLite's own account. */
  #isShadow(name: string): boolean {
    const sql =
      "SELECT 1 FROM pragma_table_list WHERE schema = 'main' AND type = 'shadow' AND name = ?1 COLLATE NOCASE";
    return this.#db.query(sql, { params: [name] }).rows.length > 0;
  }

  #isTable(name: string): boolean {
    const sql = "SELECT 1 FROM main.sqlite_schema WHERE type = 'table' AND name = ?1 COLLATE NOCASE";
    return this.#db.query(sql, { params: [name] }).rows.length > 0;
  }
}

/** Triggers say nothing about what a query returns, and would change the rows that are made up. */
function isTrigger(text: string): boolean {
  const words = significant(text).slice(0, 3);
  return words.some(token => isWord(text, token, 'TRIGGER'));
}

function refusal(statement: DdlStatement, error: unknown): string {
  const where = placeOf(statement);
  const foreign = foreignDdl(statement.text);
  if (foreign !== undefined) {
    const line = statement.line + foreign.line - 1;
    return (
      `${where}, looks like ${foreign.dialect} (\`${foreign.evidence}\`, line ${line}); ` +
      'Quill reads SQLite so far: change the statement to SQLite or leave it out.'
    );
  }
  const cause = error instanceof Error ? error.message : String(error);
  return `${where}, is refused by SQLite: ${cause.replace(/\.$/, '')}. Correct the statement or leave it out.`;
}

function endless(statement: DdlStatement): string {
  return `${placeOf(statement)}, did not end within ${STATEMENT_MS / 1000} s. Write the columns instead of a query, or leave it out.`;
}

function catalogWrite(statement: DdlStatement): string {
  return `${placeOf(statement)}, writes to SQLite's own catalogue, which Quill does not follow. Write the tables as they are then, or leave the statement out.`;
}

function placeOf({ line, text }: DdlStatement): string {
  return `Line ${line} of the schema, \`${firstLine(text)}\``;
}

function firstLine(text: string): string {
  const line = text.split('\n', 1)[0]!.trim();
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}
