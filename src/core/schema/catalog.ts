/** What a sequence of DDL statements has created so far, so that only statements that can run are kept. */
import type * as sqlite from 'sqlite3-parser';
import { unquotedName } from './table-text.ts';

interface KnownTable {
  readonly file: string;
  /** Lower-case names; undefined where they cannot be known (CREATE TABLE … AS). */
  readonly columns: Set<string> | undefined;
  readonly virtual?: true;
}

/** `kept`: the statement belongs to the schema. `passed`: it says nothing about it. Otherwise why it is left out. */
export type Outcome =
  | { readonly kind: 'kept' | 'passed' }
  | { readonly kind: 'duplicate'; readonly name: string; readonly first: string }
  | { readonly kind: 'left-out'; readonly why: string };

const KEPT: Outcome = { kind: 'kept' };
const PASSED: Outcome = { kind: 'passed' };

export class Catalog {
  readonly #tables = new Map<string, KnownTable>();
  readonly #indexes = new Map<string, string>();
  readonly #views = new Map<string, { readonly file: string; readonly sql: string }>();

  /** The texts of the views that exist at the end. */
  get views(): string[] {
    return [...this.#views.values()].map(view => view.sql);
  }

  /** Takes the next statement of a file into account. Views are kept aside: see `views`. */
  apply(statement: sqlite.Stmt, sql: string, file: string): Outcome {
    switch (statement.type) {
      case 'CreateTableStmt':
        return this.#createTable(statement, file);
      case 'CreateVirtualTableStmt':
        return this.#createVirtualTable(statement, file);
      case 'AlterTableStmt':
        return this.#alter(statement);
      case 'DropTableStmt':
        return this.#dropTable(key(statement.tblName));
      case 'CreateIndexStmt':
        return this.#createIndex(statement, file);
      case 'DropIndexStmt':
        return this.#indexes.delete(key(statement.idxName)) ? KEPT : PASSED;
      case 'CreateViewStmt':
        return this.#createView(statement, sql, file);
      case 'DropViewStmt':
        this.#views.delete(key(statement.viewName));
        return PASSED;
      default:
        return PASSED;
    }
  }

  #createTable(statement: sqlite.CreateTableStmt, file: string): Outcome {
    if (statement.temporary) return PASSED;
    const known = this.#known(statement.tblName);
    if (known !== undefined) return known;
    const { body } = statement;
    const columns =
      body.type === 'ColumnsAndConstraintsCreateTableBody'
        ? new Set(body.columns.map(column => lower(column.colName)))
        : undefined;
    if (columns === undefined) return leftOut(`${nameOf(statement.tblName)} is made from a query`);
    this.#tables.set(key(statement.tblName), { file, columns });
    return KEPT;
  }

  #createVirtualTable({ tblName }: sqlite.CreateVirtualTableStmt, file: string): Outcome {
    const known = this.#known(tblName);
    if (known !== undefined) return known;
    this.#tables.set(key(tblName), { file, columns: undefined, virtual: true });
    return KEPT;
  }

  #known(name: sqlite.QualifiedName): Outcome | undefined {
    const known = this.#tables.get(key(name)) ?? this.#views.get(key(name));
    return known && { kind: 'duplicate', name: nameOf(name), first: known.file };
  }

  #alter(statement: sqlite.AlterTableStmt): Outcome {
    const name = nameOf(statement.tblName);
    const table = this.#tables.get(key(statement.tblName));
    if (table === undefined) return leftOut(`it changes ${name}, which no file creates before`);
    const { body } = statement;
    if (table.virtual && body.type !== 'RenameToAlterTableBody')
      return leftOut(`the virtual table ${name} cannot be altered`);
    switch (body.type) {
      case 'RenameToAlterTableBody': {
        const renamed = lower(body.name);
        if (this.#tables.has(renamed)) return leftOut(`it renames ${name} to a name that is taken`);
        this.#tables.delete(key(statement.tblName));
        this.#tables.set(renamed, table);
        for (const [index, owner] of this.#indexes)
          if (owner === key(statement.tblName)) this.#indexes.set(index, renamed);
        return KEPT;
      }
      case 'AddColumnAlterTableBody':
        if (table.columns?.has(lower(body.column.colName)))
          return leftOut(`${name} has a column ${unquotedName(body.column.colName.text)} already`);
        if (body.column.constraints.some(({ constraint }) => isKey(constraint)))
          return leftOut(`SQLite cannot add a UNIQUE or PRIMARY KEY column to ${name}`);
        table.columns?.add(lower(body.column.colName));
        return KEPT;
      case 'RenameColumnAlterTableBody':
        if (!table.columns?.delete(lower(body.old))) return missing(name, body.old);
        table.columns.add(lower(body.new));
        return KEPT;
      case 'DropColumnAlterTableBody':
        return table.columns?.delete(lower(body.column)) ? KEPT : missing(name, body.column);
      default:
        return leftOut(`SQLite before 3.53 cannot change ${name} that way`);
    }
  }

  #dropTable(name: string): Outcome {
    if (!this.#tables.delete(name)) return PASSED;
    for (const [index, owner] of this.#indexes) if (owner === name) this.#indexes.delete(index);
    return KEPT;
  }

  #createIndex(statement: sqlite.CreateIndexStmt, file: string): Outcome {
    const table = lower(statement.tblName);
    const known = this.#tables.get(table);
    if (known === undefined)
      return leftOut(`it indexes ${unquotedName(statement.tblName.text)}, which no file creates before`);
    if (known.virtual)
      return leftOut(`${unquotedName(statement.tblName.text)} is virtual, and can have no index`);
    if (this.#indexes.has(key(statement.idxName)))
      return { kind: 'duplicate', name: nameOf(statement.idxName), first: file };
    this.#indexes.set(key(statement.idxName), table);
    return KEPT;
  }

  #createView(statement: sqlite.CreateViewStmt, sql: string, file: string): Outcome {
    if (statement.temporary) return PASSED;
    const name = key(statement.viewName);
    const known = this.#views.get(name) ?? this.#tables.get(name);
    if (known !== undefined)
      return { kind: 'duplicate', name: nameOf(statement.viewName), first: known.file };
    this.#views.set(name, { file, sql });
    return PASSED;
  }
}

function isKey(constraint: sqlite.ColumnConstraint): boolean {
  return constraint.type === 'UniqueColumnConstraint' || constraint.type === 'PrimaryKeyColumnConstraint';
}

function leftOut(why: string): Outcome {
  return { kind: 'left-out', why };
}

function missing(table: string, column: sqlite.Name): Outcome {
  return leftOut(`${table} has no column ${unquotedName(column.text)}`);
}

function nameOf(name: sqlite.QualifiedName): string {
  return unquotedName(name.objName.text);
}

function lower(name: sqlite.Name): string {
  return unquotedName(name.text).toLowerCase();
}

function key(name: sqlite.QualifiedName): string {
  return lower(name.objName);
}
