/** Keys and indexes of a table, from PRAGMA index_list, index_xinfo and foreign_key_list. */
import type { Cell, Database, Statement } from '../ports.ts';
import { sameName } from '../sql/model.ts';
import type { Column, ForeignKey, Index, IndexColumn, Table } from './model.ts';
import { keepsApart } from './primary-key.ts';
import { readIndexText } from './table-text.ts';

/** The PRAGMAs about a table or an index by its name (`?1`), prepared once for all of them. */
export interface SchemaStatements {
  readonly columns: Statement;
  readonly indexes: Statement;
  readonly indexColumns: Statement;
  readonly foreignKeys: Statement;
}

/** Runs `body` with the statements, and frees them. */
export function withStatements<T>(db: Database, body: (statements: SchemaStatements) => T): T {
  const statements = {
    columns: db.prepare(
      `SELECT name, type, "notnull", dflt_value, pk, hidden FROM pragma_table_xinfo(?1, 'main') ORDER BY cid`,
    ),
    indexes: db.prepare(
      `SELECT l.name, l."unique", l.origin, l.partial, s.sql FROM pragma_index_list(?1, 'main') l
       LEFT JOIN main.sqlite_schema s ON s.type = 'index' AND s.name = l.name ORDER BY l.seq DESC`,
    ),
    indexColumns: db.prepare(
      `SELECT seqno, cid, name, "desc", coll FROM pragma_index_xinfo(?1, 'main') WHERE key = 1 ORDER BY seqno`,
    ),
    foreignKeys: db.prepare(
      `SELECT id, "table", "from", "to" FROM pragma_foreign_key_list(?1, 'main') ORDER BY id DESC, seq`,
    ),
  };
  try {
    return body(statements);
  } finally {
    for (const statement of Object.values(statements)) statement.free();
  }
}

/** The indexes of a table, automatic ones included, in order of creation. */
export function readIndexes(statements: SchemaStatements, table: string): Index[] {
  const list = statements.indexes.all({ params: [table] });
  return list.rows.map(([name, unique, origin, partial, sql]) => {
    const text = typeof sql === 'string' ? readIndexText(sql) : undefined;
    const where = partial === 1n ? text?.where : undefined;
    return {
      name: String(name),
      unique: unique === 1n,
      columns: readIndexColumns(statements, String(name), text?.terms ?? []),
      ...(where === undefined ? {} : { where }),
      origin: origin === 'pk' || origin === 'u' ? origin : 'c',
      ...(typeof sql === 'string' ? { sql } : {}),
    };
  });
}

function readIndexColumns(
  statements: SchemaStatements,
  index: string,
  terms: readonly string[],
): IndexColumn[] {
  const list = statements.indexColumns.all({ params: [index] });
  return list.rows.map(([seqno, cid, name, descending, collation]) => {
    const order = { descending: descending === 1n, collation: collationName(collation) };
    if (cid === -1n) return { name: 'rowid', ...order };
    if (typeof name === 'string') return { name, ...order };
    return { expression: terms[Number(seqno)] ?? '', ...order };
  });
}

function collationName(cell: Cell | undefined): string {
  return typeof cell === 'string' ? cell.toUpperCase() : 'BINARY';
}

/** The column sets that a table's unique indexes keep apart, without the primary key. */
export function uniqueSets(
  indexes: readonly Index[],
  columns: readonly Column[],
  primaryKey: readonly string[],
): string[][] {
  const sets: string[][] = [];
  for (const index of indexes) {
    if (!index.unique || index.origin === 'pk' || index.where !== undefined) continue;
    const names = index.columns.flatMap(column => (keepsApart(column, columns) ? [column.name!] : []));
    if (names.length < index.columns.length || sameSet(names, primaryKey)) continue;
    if (!sets.some(set => sameSet(set, names))) sets.push(names);
  }
  return sets;
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every(name => b.some(other => sameName(name, other)));
}

/** A foreign key as declared, before its parent is looked up. */
export interface DeclaredForeignKey {
  readonly columns: readonly string[];
  readonly table: string;
  /** Empty when the declaration names no columns. */
  readonly references: readonly string[];
}

/** The foreign keys of a table in order of declaration. */
export function readForeignKeys(statements: SchemaStatements, table: string): DeclaredForeignKey[] {
  const list = statements.foreignKeys.all({ params: [table] });
  const keys = new Map<Cell, { columns: string[]; table: string; references: string[] }>();
  for (const [id, parent, from, to] of list.rows) {
    const key = keys.get(id!) ?? { columns: [], table: String(parent), references: [] };
    keys.set(id!, key);
    key.columns.push(String(from));
    if (typeof to === 'string') key.references.push(to);
  }
  return [...keys.values()];
}

/**
 * Resolves a foreign key against the tables, by the rules of SQLite's foreignkeys.html §3: the parent columns must be
 * the primary key or a UNIQUE index over exactly them, whole, without expressions, under their own collations.
 */
export function resolveForeignKey(key: DeclaredForeignKey, tables: readonly Table[]): ForeignKey {
  const parent = tables.find(table => sameName(table.name, key.table));
  if (parent === undefined) return { ...key, valid: false };
  const wanted = key.references.length > 0 ? key.references : parent.primaryKey;
  const references = wanted.map(
    name => parent.columns.find(column => sameName(column.name, name))?.name ?? name,
  );
  const valid = references.length === key.columns.length && isParentKey(parent, references);
  return { columns: key.columns, table: parent.name, references, valid };
}

function isParentKey(parent: Table, columns: readonly string[]): boolean {
  if (parent.virtualModule !== undefined) return false;
  if (parent.rowidAlias !== undefined && sameSet(columns, [parent.rowidAlias])) return true;
  return parent.indexes.some(
    index =>
      index.unique &&
      index.where === undefined &&
      sameSet(
        columns,
        index.columns.map(column => column.name ?? ''),
      ) &&
      index.columns.every(
        term => parent.columns.find(column => column.name === term.name)?.collation === term.collation,
      ),
  );
}
