/** What stands in FROM, as relations with their columns. */

import { QuillError } from '../errors.ts';
import type { Column, Table } from '../schema/model.ts';
import type { BindState, CteEntry } from './bind-state.ts';
import type { Output, Relation, RelationColumn, RelationSource } from './bound.ts';
import { queryKeys, tableKeys } from './keys.ts';
import {
  type FromItem,
  type FunctionItem,
  type Join,
  type Query,
  sameName,
  type TableItem,
} from './model.ts';
import { outputsOf } from './outputs.ts';

/** SQLite joins no more: https://sqlite.org/limits.html. */
const mostJoined = 64;
/** Of all relations of a query together: what is within SQLite's limits at every step can still add up to millions. */
const mostColumns = 200_000;

/** How the relations of one FROM clause reach what stands around them. */
export interface RelationContext {
  readonly state: BindState;
  /** Binds a derived table, so that its outputs are known. */
  bindDerived(query: Query): void;
  /** The CTE in sight under this name, bound unless it is being bound. */
  findCte(name: string): CteEntry | undefined;
  /** Throws QuillError unknown-name. */
  unknownTable(item: TableItem): never;
}

/**
 * The relations of a FROM item, left to right. `padded`: an outer join around it may fill its columns with NULL. Throws
 * QuillError `too-complex` for more of them, or more columns, than a query can use, `unsupported` for tables that
 * cannot be read.
 */
export function relationsOf(context: RelationContext, item: FromItem, padded = false): Relation[] {
  switch (item.kind) {
    case 'table':
      return [remember(context, ofTable(context, item, padded))];
    case 'subquery-item': {
      context.bindDerived(item.query);
      const source: RelationSource = { kind: 'query', query: item.query };
      const columns = ofOutputs(outputsOf(context.state, item.query), padded);
      const keys = queryKeys(context.state, item.query);
      return [remember(context, { name: item.alias?.name ?? '', item, source, columns, padded, keys })];
    }
    case 'function-item':
      // `docs('words')` is FTS5's way to search the table docs.
      requireReadable(context.state, item.name.name);
      return [remember(context, ofFunction(item, padded))];
    case 'paren-item':
      return relationsOf(context, item.item, padded);
    case 'join':
      return ofJoin(context, item, padded);
  }
}

function remember(context: RelationContext, relation: Relation): Relation {
  context.state.relationOf.set(relation.item, relation);
  context.state.relationColumns += relation.columns.length;
  if (context.state.relationColumns > mostColumns)
    throw new QuillError('too-complex', 'The tables and subqueries of the query have too many columns.');
  return relation;
}

function ofJoin(context: RelationContext, join: Join, padded: boolean): Relation[] {
  const left = relationsOf(context, join.left, padded || join.type === 'right' || join.type === 'full');
  const right = relationsOf(context, join.right, padded || join.type === 'left' || join.type === 'full');
  if (left.length + right.length > mostJoined)
    throw new QuillError(
      'too-complex',
      `The query joins more than ${mostJoined} tables, the most that SQLite can.`,
    );
  if (join.using === undefined && !join.natural) return [...left, ...right];
  const { merged, coalesced } = context.state;
  const leftColumns = new Map<string, RelationColumn[]>();
  for (const column of left.flatMap(relation => relation.columns)) {
    if (column.hidden) continue;
    const key = column.name.toLowerCase();
    const others = leftColumns.get(key);
    if (others) others.push(column);
    else leftColumns.set(key, [column]);
  }
  for (const column of right.flatMap(relation => relation.columns)) {
    const named = join.using?.some(name => sameName(name.name, column.name));
    const natural = join.natural && !column.hidden;
    if (!named && !natural) continue;
    const partners = leftColumns.get(column.name.toLowerCase());
    if (partners === undefined) continue;
    merged.add(column);
    if (join.type === 'right' || join.type === 'full') for (const partner of partners) coalesced.add(partner);
  }
  return [...left, ...right];
}

function ofTable(context: RelationContext, item: TableItem, padded: boolean): Relation {
  const wanted = item.table.name;
  const name = item.alias?.name ?? wanted;
  const entry = item.schemaName ? undefined : context.findCte(wanted);
  if (entry) {
    const { cte, recursive } = entry;
    const outputs = cteOutputs(context.state, entry);
    const keys =
      entry.state === 'bound' && cte.columns.length === 0 ? queryKeys(context.state, cte.query) : [];
    return {
      name,
      item,
      source: { kind: 'cte', cte, recursive },
      columns: ofOutputs(outputs, padded),
      padded,
      keys,
    };
  }
  requireReadable(context.state, wanted);
  const table = context.state.schema.tables.find(candidate => sameName(candidate.name, wanted));
  if (table) {
    const columns = ofStoredTable(table, padded);
    return { name, item, source: { kind: 'table', table }, columns, padded, keys: tableKeys(table) };
  }
  const view = context.state.schema.views.find(candidate => sameName(candidate.name, wanted));
  const viewColumns =
    view?.columns ?? (/^sqlite_(temp_)?(master|schema)$/i.test(wanted) ? catalogColumns : undefined);
  if (viewColumns === undefined) return context.unknownTable(item);
  const columns = viewColumns.map(column => ({ name: column, nullable: true, hidden: false }));
  return { name, item, source: { kind: 'view', name: wanted }, columns, padded, keys: [] };
}

/** Throws QuillError `unsupported` for a table or view that the engine cannot read. */
function requireReadable({ schema }: BindState, name: string): void {
  const { tables, views, leftOut = [] } = schema;
  for (const each of [...tables, ...views, ...leftOut])
    if (each.lacking !== undefined && sameName(each.name, name))
      throw new QuillError('unsupported', each.lacking);
}

const catalogColumns = ['type', 'name', 'tbl_name', 'rootpage', 'sql'];

/** The outputs of a CTE under its declared names. While it is being bound, its first arm says what is known. */
function cteOutputs(state: BindState, entry: CteEntry): readonly Output[] {
  const { cte } = entry;
  let body = cte.query.body;
  const inProgress = entry.state === 'binding';
  if (inProgress) {
    entry.recursive = true;
    while (body.kind === 'set') body = body.left;
  }
  return outputsOf(state, inProgress ? body : cte.query).map((output, i) => {
    const { origin, ...rest } = output;
    const named = { ...rest, name: cte.columns[i]?.name ?? output.name };
    // Later rounds of a recursion may bring NULLs and values from elsewhere.
    if (inProgress) return { ...named, nullable: true };
    return { ...named, ...(origin && !entry.recursive && { origin }) };
  });
}

function ofOutputs(outputs: readonly Output[], padded: boolean): RelationColumn[] {
  return outputs.map(output => ({
    name: output.name,
    nullable: padded || output.nullable,
    hidden: false,
    ...(output.origin && { origin: output.origin }),
  }));
}

function ofStoredTable(table: Table, padded: boolean): RelationColumn[] {
  const columns = table.columns.map(column => stored(table, column, padded));
  if (table.withoutRowid) return columns;
  const alias = table.columns.find(column => table.rowidAlias && sameName(column.name, table.rowidAlias));
  const rowids = ['rowid', 'oid', '_rowid_']
    .filter(name => !table.columns.some(column => sameName(column.name, name)))
    .map(name => ({
      name,
      nullable: padded,
      hidden: true,
      ...(alias && { origin: { table, column: alias } }),
    }));
  return [...columns, ...rowids];
}

function stored(table: Table, column: Column, padded: boolean): RelationColumn {
  const { name, hidden, notNull } = column;
  return { name, nullable: padded || !notNull, hidden, origin: { table, column } };
}

/** Columns of the table-valued functions in every build: https://sqlite.org/json1.html#table_valued_functions. */
const jsonColumns = ['key', 'value', 'type', 'atom', 'id', 'parent', 'fullkey', 'path'];
const functionColumns: Readonly<Record<string, readonly string[]>> = {
  json_each: jsonColumns,
  json_tree: jsonColumns,
  jsonb_each: jsonColumns,
  jsonb_tree: jsonColumns,
  generate_series: ['value'],
};

function ofFunction(item: FunctionItem, padded: boolean): Relation {
  const called = item.name.name.toLowerCase();
  const columns = (functionColumns[called] ?? []).map(name => ({ name, nullable: true, hidden: false }));
  const name = item.alias?.name ?? item.name.name;
  return { name, item, source: { kind: 'function', name: called }, columns, padded, keys: [] };
}

/** True when a relation's columns are not all known to the binder. */
export function hasUnknownColumns(relation: Relation): boolean {
  return relation.source.kind === 'function' && relation.columns.length === 0;
}
