/** Reads the schema model from an open database. */
import { QuillError } from '../errors.ts';
import type { Database, Row } from '../ports.ts';
import { sameName } from '../sql/model.ts';
import { affinityOf } from './affinity.ts';
import { type LeftOut, viewsWithLacking, withLacking } from './lacking.ts';
import type { Column, Schema, Table, View } from './model.ts';
import {
  type DeclaredForeignKey,
  readForeignKeys,
  readIndexes,
  resolveForeignKey,
  type SchemaStatements,
  uniqueSets,
  withStatements,
} from './read-keys.ts';
import { readTableText } from './table-text.ts';
import { isShadow, moduleOf } from './virtual.ts';

interface SchemaEntry {
  readonly type: string;
  readonly name: string;
  readonly sql: string;
  readonly withoutRowid: boolean;
  readonly strict: boolean;
}

/** What running DDL says of tables beside what is in the database then. */
export interface DdlFacts {
  /** Declared, and not in the database. */
  readonly leftOut: readonly LeftOut[];
  /** In the database, and not as declared: by name in lower case, why. */
  readonly changed: ReadonlyMap<string, string>;
}

const NO_FACTS: DdlFacts = { leftOut: [], changed: new Map() };

/**
 * The schema of the main database, in order of creation. Temporary tables, shadow tables of virtual tables, SQLite's
 * own tables and triggers are left out. Throws QuillError `file` when the schema cannot be read at all.
 */
export function readSchema(db: Database, { leftOut, changed }: DdlFacts = NO_FACTS): Schema {
  const entries = readEntries(db);
  const { declared, views } = withStatements(db, statements => ({
    declared: entries.filter(entry => entry.type === 'table').map(entry => readTable(statements, entry)),
    views: entries.filter(entry => entry.type === 'view').map(entry => readView(statements, entry)),
  }));
  const virtual = [...entries.map(({ name, sql }) => ({ name, module: moduleOf(sql) })), ...leftOut].flatMap(
    ({ name, module }) => (module === undefined ? [] : [{ name, module }]),
  );
  const kept = declared.filter(({ table }) => !isShadow(table, virtual));
  const all = [...kept.map(({ table }) => table), ...leftOut.flatMap(virtualTable)];
  const found = withLacking(db, all).map(table => {
    const keys = kept.find(one => one.table.name === table.name)?.keys ?? [];
    const lacking = table.lacking ?? changed.get(table.name.toLowerCase());
    const foreignKeys = keys.map(key => resolveForeignKey(key, all));
    return { ...table, foreignKeys, ...(lacking !== undefined && { lacking }) };
  });
  const ordinary = leftOut.filter(({ module }) => module === undefined);
  const unreadable = new Map(
    [...found, ...ordinary].flatMap(({ name, lacking }): [string, string][] =>
      lacking === undefined ? [] : [[name.toLowerCase(), lacking]],
    ),
  );
  return {
    tables: found,
    views: viewsWithLacking(views, unreadable),
    ddl: recreation(found, views),
    ...(ordinary.length > 0 && { leftOut: ordinary.map(({ name, lacking }) => ({ name, lacking })) }),
  };
}

/** A virtual table that could not be created, by its name. */
function virtualTable({ name, sql, module, lacking }: LeftOut): Table[] {
  if (module === undefined) return [];
  return [
    {
      name,
      columns: [],
      primaryKey: [],
      uniques: [],
      foreignKeys: [],
      checks: [],
      indexes: [],
      strict: false,
      withoutRowid: false,
      virtualModule: module,
      lacking,
      sql,
    },
  ];
}

function readEntries(db: Database): SchemaEntry[] {
  try {
    return db
      .query(
        'SELECT s.type, s.name, s.sql, l.wr, l.strict FROM main.sqlite_schema s' +
          " JOIN pragma_table_list l ON l.schema = 'main' AND l.name = s.name" +
          " WHERE s.type IN ('table', 'view') AND l.type <> 'shadow' AND s.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'" +
          ' ORDER BY s.rowid',
      )
      .rows.map(([type, name, sql, withoutRowid, strict]) => ({
        type: String(type),
        name: String(name),
        sql: String(sql),
        withoutRowid: withoutRowid === 1n,
        strict: strict === 1n,
      }));
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    throw new QuillError('file', `The schema of the database cannot be read: ${cause}.`, { cause: error });
  }
}

function readTable(
  statements: SchemaStatements,
  entry: SchemaEntry,
): { table: Table; keys: DeclaredForeignKey[] } {
  const module = moduleOf(entry.sql);
  const raw = readColumns(statements, entry);
  const key = raw.filter(column => column.key > 0).sort((a, b) => a.key - b.key);
  const primaryKey = key.map(({ column }) => column.name);
  const columns = raw.map(({ column, key: position }) =>
    position > 0 ? { ...column, notNull: true } : column,
  );
  const indexes = module === undefined ? readIndexes(statements, entry.name) : [];
  const keyColumn = key.length === 1 ? key[0]!.column : undefined;
  const isAlias =
    keyColumn !== undefined &&
    module === undefined &&
    !entry.withoutRowid &&
    keyColumn.type.toUpperCase() === 'INTEGER' &&
    !indexes.some(index => index.origin === 'pk');
  const table: Table = {
    name: entry.name,
    columns,
    primaryKey,
    ...(isAlias ? { rowidAlias: keyColumn.name } : {}),
    uniques: uniqueSets(indexes, columns, primaryKey),
    foreignKeys: [],
    checks: module === undefined ? readTableText(entry.sql).checks : [],
    indexes,
    strict: entry.strict,
    withoutRowid: entry.withoutRowid,
    ...(module === undefined ? {} : { virtualModule: module }),
    sql: entry.sql,
  };
  return { table, keys: module === undefined ? readForeignKeys(statements, entry.name) : [] };
}

interface RawColumn {
  readonly column: Column;
  /** 1-based position in the primary key, 0 when not part of it. */
  readonly key: number;
}

/**
 * The columns of a table or view; none where the engine cannot tell (a module it lacks, a view over a missing table).
 */
function readColumns(statements: SchemaStatements, entry: SchemaEntry): RawColumn[] {
  const { collations, expressions } = readTableText(entry.sql);
  let rows: readonly Row[];
  try {
    rows = statements.columns.all({ params: [entry.name] }).rows;
  } catch {
    return [];
  }
  const expressionOf = (name: string, hidden: unknown): Pick<Column, 'expression'> => {
    const expression = hidden === 2n || hidden === 3n ? expressions.get(name.toLowerCase()) : undefined;
    return expression === undefined ? {} : { expression };
  };
  return rows.map(([name, type, notNull, defaultValue, pk, hidden]) => ({
    column: {
      name: String(name),
      type: String(type ?? ''),
      affinity: affinityOf(String(type ?? ''), entry.strict),
      notNull: notNull === 1n,
      ...(typeof defaultValue === 'string' ? { defaultValue } : {}),
      collation: collations.get(String(name).toLowerCase())?.toUpperCase() ?? 'BINARY',
      ...(hidden === 2n ? { generated: 'virtual' as const } : {}),
      ...(hidden === 3n ? { generated: 'stored' as const } : {}),
      ...expressionOf(String(name), hidden),
      hidden: hidden === 1n,
    },
    key: Number(pk ?? 0n),
  }));
}

function readView(statements: SchemaStatements, entry: SchemaEntry): View {
  const columns = readColumns(statements, { ...entry, sql: '' }).map(({ column }) => column.name);
  return { name: entry.name, columns, sql: entry.sql };
}

/** Tables, then indexes, then views; without virtual tables whose module the engine lacks. */
function recreation(tables: readonly Table[], views: readonly View[]): string[] {
  const usable = tables.filter(table => table.virtualModule === undefined || table.lacking === undefined);
  return [
    ...usable.map(table => table.sql),
    ...usable.flatMap(table => table.indexes.flatMap(index => (index.sql === undefined ? [] : [index.sql]))),
    ...views.map(view => view.sql),
  ];
}

/** The table of that name, compared as SQLite does. */
export function findTable(schema: Schema, name: string): Table | undefined {
  return schema.tables.find(table => sameName(table.name, name));
}
