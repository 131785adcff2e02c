/** Which tables and columns of a schema are filled for a set of queries: those used, and the parents they refer to. */

import { quoteName } from '../../dialect/sqlite/quote.ts';
import { QuillError } from '../../errors.ts';
import type { Column, ForeignKey, Schema, Table } from '../../schema/model.ts';
import { findTable } from '../../schema/read.ts';
import { kindOf, type ValueKind } from '../../schema/value-kind.ts';
import { sameName } from '../../sql/model.ts';
import type { FillColumn, FillForeignKey, FillKey, FillTable } from './instance.ts';
import { rowidOf } from './rowids.ts';
import { holdsJson } from './values/json-parts.ts';

export interface Usage {
  readonly tables: ReadonlySet<Table>;
  /** Columns that a query mentions or returns. */
  readonly columns: ReadonlySet<Column>;
  /** TEXT columns that the queries treat as dates: they get ISO dates, and little else. */
  readonly dates: ReadonlySet<Column>;
  /** Other texts that the queries ask for in a column of dates. */
  readonly askedOf?: (column: Column) => ReadonlySet<string>;
  /** Columns that are read as JSON: they get nothing else where they can hold it. */
  readonly json: ReadonlySet<Column>;
  /** Tables whose rowids get values of their own. */
  readonly rowids: ReadonlySet<Table>;
}

/** The filled tables, parents before children as far as the references are not circular. */
export function planFill(schema: Schema, usage: Usage): FillTable[] {
  const tables = parentsFirst(withParents(schema, usage.tables));
  const virtual = tables.find(table => table.virtualModule !== undefined);
  if (virtual)
    throw new QuillError(
      'unsupported',
      `${virtual.name} is a virtual table (${virtual.virtualModule}); databases to test it cannot be built.`,
    );
  const referenced = new Set(
    tables.flatMap(table => table.foreignKeys.filter(fk => fk.valid).map(referenceKey)),
  );
  const filled = tables.map((table, index) => fillTable(table, index, usage, referenced));
  return filled.map(table => ({ ...table, foreignKeys: foreignKeysOf(table, filled) }));
}

type Unlinked = Omit<FillTable, 'foreignKeys'>;

function referenceKey(fk: ForeignKey): string {
  return `${fk.table.toLowerCase()} ${fk.references.map(name => name.toLowerCase()).join(' ')}`;
}

/** The tables and all that they refer to, directly or through others. */
export function withParents(schema: Schema, used: ReadonlySet<Table>): Table[] {
  const result = new Set<Table>();
  const add = (table: Table): void => {
    if (result.has(table)) return;
    result.add(table);
    for (const fk of table.foreignKeys) {
      const parent = fk.valid ? findTable(schema, fk.table) : undefined;
      if (parent) add(parent);
    }
  };
  for (const table of used) add(table);
  return [...result];
}

function parentsFirst(tables: readonly Table[]): Table[] {
  const result: Table[] = [];
  const seen = new Set<Table>();
  const visit = (table: Table): void => {
    if (seen.has(table)) return;
    seen.add(table);
    for (const fk of table.foreignKeys) {
      const parent = fk.valid ? tables.find(other => sameName(other.name, fk.table)) : undefined;
      if (parent) visit(parent);
    }
    result.push(table);
  };
  for (const table of tables) visit(table);
  return result;
}

function fillTable(table: Table, index: number, usage: Usage, referenced: ReadonlySet<string>): Unlinked {
  const partial = table.indexes.filter(
    index =>
      index.unique && (index.where !== undefined || index.columns.some(column => column.name === undefined)),
  );
  const stored = table.columns.filter(column => column.generated === undefined && !column.hidden);
  const needed = new Set<string>();
  const need = (names: readonly string[]): void => {
    for (const name of names) needed.add(name.toLowerCase());
  };
  need(table.primaryKey);
  for (const unique of table.uniques) need(unique);
  for (const fk of table.foreignKeys) if (fk.valid) need(fk.columns);
  for (const key of referenced)
    if (key.startsWith(`${table.name.toLowerCase()} `)) need(key.slice(table.name.length + 1).split(' '));
  const hasGenerated = table.columns.some(column => column.generated !== undefined);
  const all = table.checks.length > 0 || partial.length > 0 || hasGenerated;
  const own = stored.filter(
    column => all || needed.has(column.name.toLowerCase()) || usage.columns.has(column),
  );
  // A table needs one inserted column at least.
  const rowid = usage.rowids.has(table) ? rowidOf(table) : undefined;
  const chosen = [...(own.length > 0 ? own : stored.slice(0, 1)), ...(rowid ? [rowid] : [])];
  const rest = stored
    .filter(column => column.notNull && !chosen.includes(column))
    .map(column => ({ name: column.name, value: constants[kindOf(column)] }));
  const positionOf = (name: string): number => chosen.findIndex(column => sameName(column.name, name));
  const keys = [
    ...keysOf(table, positionOf),
    ...(rowid ? [{ columns: [chosen.length - 1], primary: false }] : []),
  ];
  const columns = chosen.map(
    (column, i): FillColumn => ({
      column,
      kind: kindIn(column, usage),
      nullable: !column.notNull && !table.primaryKey.some(name => sameName(name, column.name)),
      unique: keys.some(key => key.columns.length === 1 && key.columns[0] === i),
      ...(usage.dates.has(column) && usage.askedOf && { asked: usage.askedOf(column) }),
    }),
  );
  return {
    index,
    table,
    columns,
    keys,
    rest,
    insert: insertText(table, chosen, rest),
    guarded: all,
  };
}

function kindIn(column: Column, usage: Usage): ValueKind {
  if (usage.json.has(column) && holdsJson(column)) return 'json';
  if (column.affinity !== 'text') return kindOf(column);
  return usage.dates.has(column) ? 'date' : kindOf(column);
}

function keysOf(table: Table, positionOf: (name: string) => number): FillKey[] {
  const sets = [table.primaryKey, ...table.uniques];
  return sets
    .map((names, i) => ({ columns: names.map(positionOf), primary: i === 0 }))
    .filter(key => key.columns.length > 0 && key.columns.every(position => position >= 0));
}

/** The references between filled tables, as positions; none where a column of theirs is not filled. */
function foreignKeysOf(table: Unlinked, tables: readonly Unlinked[]): FillForeignKey[] {
  return table.table.foreignKeys.flatMap((fk): FillForeignKey[] => {
    const parent = fk.valid ? tables.find(other => sameName(other.table.name, fk.table)) : undefined;
    if (!parent) return [];
    const columns = positionsOf(table, fk.columns);
    const references = positionsOf(parent, fk.references);
    return columns && references ? [{ columns, parent: parent.index, references }] : [];
  });
}

function positionsOf({ columns }: Unlinked, names: readonly string[]): number[] | undefined {
  const positions = names.map(name => columns.findIndex(({ column }) => sameName(column.name, name)));
  return positions.every(position => position >= 0) ? positions : undefined;
}

const constants: Readonly<Record<ValueKind, string>> = {
  integer: '1',
  boolean: '0',
  real: '1.0',
  numeric: '1',
  text: "'a'",
  date: "'2024-01-15'",
  time: "'10:00:00'",
  blob: "x'01'",
  json: "'{}'",
  any: '1',
};

function insertText(table: Table, chosen: readonly Column[], rest: FillTable['rest']): string {
  const names = [...chosen, ...rest].map(column => quoteName(column.name)).join(', ');
  const values = [...chosen.map(() => '?'), ...rest.map(column => column.value)].join(', ');
  return `INSERT INTO ${quoteName(table.name)} (${names}) VALUES (${values})`;
}
