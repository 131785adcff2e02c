/** Sets of columns that are known to be unique. */
import type { Table } from '../schema/model.ts';
import { primaryKeyOf } from '../schema/primary-key.ts';
import type { BindState } from './bind-state.ts';
import type { Relation } from './bound.ts';
import type { Query, Select } from './model.ts';
import { sameName } from './model.ts';
import { alwaysOneRow } from './nullability.ts';
import { outputsOf } from './outputs.ts';

export type Key = readonly string[];

/** The keys of a stored table: its primary key, UNIQUE sets without NULLs, and the rowid. */
export function tableKeys(table: Table): Key[] {
  const notNull = (name: string) =>
    table.columns.some(column => sameName(column.name, name) && column.notNull);
  const keys: Key[] = table.uniques.filter(unique => unique.every(notNull));
  const primaryKey = primaryKeyOf(table);
  if (primaryKey.length > 0) keys.unshift(primaryKey);
  if (!table.withoutRowid && table.virtualModule === undefined) keys.push(['rowid']);
  return keys;
}

/** The keys of a query's rows, by output name; `[]` means at most one row. */
export function queryKeys(state: BindState, query: Query): Key[] {
  const names = outputsOf(state, query).map(output => output.name);
  if (alwaysOneRow(state, query) || isLimitOne(query)) return [[]];
  const { body } = query;
  switch (body.kind) {
    case 'select':
      return selectKeys(state, body, names);
    case 'set':
      return body.operator === 'union all' ? [] : [names];
    case 'values':
      return body.rows.length === 1 ? [[]] : [];
  }
}

function isLimitOne(query: Query): boolean {
  const limit = query.limit?.limit;
  return limit?.kind === 'literal' && limit.value === 1n;
}

function selectKeys(state: BindState, select: Select, names: readonly string[]): Key[] {
  const keys: Key[] = select.distinct ? [names] : [];
  if (select.groupBy.length > 0) {
    const groups = select.groupBy.map(expr => outputFor(state, select, expr));
    if (groups.every(name => name !== undefined)) keys.push(groups);
    return keys;
  }
  const relations = state.scopes.get(select)?.relations ?? [];
  const [only] = relations;
  return relations.length === 1 && only ? [...keys, ...passedThrough(state, select, only)] : keys;
}

/** The output that shows a grouping expression: by alias, position, or the same column. */
function outputFor(state: BindState, select: Select, expr: Select['groupBy'][number]): string | undefined {
  const outputs = outputsOf(state, select);
  if (expr.kind === 'literal' && typeof expr.value === 'bigint') return outputs[Number(expr.value) - 1]?.name;
  if (expr.kind !== 'column-ref') return undefined;
  const found = state.resolutions.get(expr);
  if (found?.kind === 'output') return found.output.name;
  if (found?.kind !== 'column') return undefined;
  return outputs.find(output => {
    const shown = output.expr?.kind === 'column-ref' ? state.resolutions.get(output.expr) : undefined;
    return shown?.kind === 'column' && shown.column === found.column;
  })?.name;
}

/** More keys than this are not handed on: every step of a chain of DISTINCTs would add one. */
const mostKeys = 16;

/** The keys of the only relation whose columns are all output. */
function passedThrough(state: BindState, select: Select, relation: Relation): Key[] {
  const shownAs = new Map<string, string>();
  for (const { expr, name } of outputsOf(state, select)) {
    const found = expr?.kind === 'column-ref' ? state.resolutions.get(expr) : undefined;
    const column = expr === undefined ? name : found?.kind === 'column' ? found.column.name : undefined;
    const key = column?.toLowerCase();
    if (key !== undefined && !shownAs.has(key)) shownAs.set(key, name);
  }
  return relation.keys.slice(0, mostKeys).flatMap(key => {
    const shown = key.map(column => shownAs.get(column.toLowerCase()));
    return shown.every(name => name !== undefined) ? [shown] : [];
  });
}
