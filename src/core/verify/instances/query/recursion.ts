/** Along which columns queries recurse: references within a table, edges between nodes, ways through several tables. */
import type { Column } from '../../../schema/model.ts';
import type { BoundQuery } from '../../../sql/bound.ts';
import type { With } from '../../../sql/model.ts';
import { walk } from '../../../sql/walk.ts';
import type { FillColumn, FillTable } from '../instance.ts';

/** Each row of the table leads from the values at `from` to those at `to`, as a row leads to the one it refers to. */
export interface RecursionLink {
  readonly table: FillTable;
  readonly from: readonly number[];
  readonly to: readonly number[];
  /** Which values can be the same node: equal texts for columns that are compared with each other. */
  readonly fromGroup: string;
  readonly toGroup: string;
  /** A declared reference of the table to itself. */
  readonly declared: boolean;
}

/** The links by which the recursion of a query can come back to where it was; none where no query recurses. */
export function recursionLinks(
  queries: readonly BoundQuery[],
  tables: readonly FillTable[],
  groupOf: (column: FillColumn) => object,
): readonly RecursionLink[] {
  const mentioned = new Set<Column>();
  for (const bound of queries) addMentioned(bound, mentioned);
  if (mentioned.size === 0) return [];
  const numbers = new Map<object, number>();
  const nameOf = (table: FillTable, positions: readonly number[]): string =>
    positions
      .map(position => {
        const column = table.columns[position];
        const group = column ? groupOf(column) : table;
        const number = numbers.get(group) ?? numbers.size;
        numbers.set(group, number);
        return number;
      })
      .join(' ');
  const links = tables.flatMap(table =>
    waysThrough(table, mentioned, groupOf).map(
      (way): RecursionLink => ({
        ...way,
        table,
        fromGroup: nameOf(table, way.from),
        toGroup: nameOf(table, way.to),
      }),
    ),
  );
  return links.filter(link => leadsBack(link, links));
}

/** Adds the stored columns that are read in what a recursive query is made of. */
function addMentioned(bound: BoundQuery, mentioned: Set<Column>): void {
  walk(bound.query, node => {
    if (node.kind !== 'with' || !node.recursive || !readsItself(bound, node)) return;
    walk(node, inner => {
      if (inner.kind !== 'column-ref') return;
      const found = bound.resolve(inner);
      const origin = found?.kind === 'column' ? found.column.origin : undefined;
      if (origin) mentioned.add(origin.column);
    });
  });
}

function readsItself(bound: BoundQuery, { ctes }: With): boolean {
  return bound.scopes.some(({ select, relations }) =>
    relations.some(
      ({ source }) =>
        source.kind === 'cte' &&
        ctes.includes(source.cte) &&
        source.cte.span.start <= select.span.start &&
        select.span.end <= source.cte.span.end,
    ),
  );
}

type Way = Pick<RecursionLink, 'from' | 'to' | 'declared'>;

function waysThrough(
  table: FillTable,
  mentioned: ReadonlySet<Column>,
  groupOf: (column: FillColumn) => object,
): Way[] {
  const { columns, foreignKeys } = table;
  const isRead = (position: number): boolean => {
    const column = columns[position];
    return column !== undefined && mentioned.has(column.column);
  };
  const declared = foreignKeys.filter(fk => fk.parent === table.index && fk.columns.some(isRead));
  const ways = declared.map((fk): Way => ({ from: fk.references, to: fk.columns, declared: true }));
  const taken = new Set(declared.flatMap(fk => fk.columns));
  for (const [to, column] of columns.entries()) {
    if (!isRead(to) || taken.has(to)) continue;
    const keys = columns.flatMap((key, from) => (key.unique && from !== to ? [from] : []));
    const own = keys.filter(from => {
      const key = columns[from];
      return !column.unique || (from < to && key !== undefined && groupOf(key) === groupOf(column));
    });
    for (const from of own) ways.push({ from: [from], to: [to], declared: false });
    const isKeyed = keys.some(from => {
      const key = columns[from];
      return key !== undefined && groupOf(key) === groupOf(column);
    });
    if (column.unique || isKeyed) continue;
    for (let from = 0; from < to; from++) {
      const other = columns[from];
      if (!other || other.unique || !isRead(from) || taken.has(from)) continue;
      if (groupOf(other) === groupOf(column)) ways.push({ from: [from], to: [to], declared: false });
    }
  }
  return ways;
}

/** True where the links lead from its end to its beginning. */
function leadsBack(link: RecursionLink, links: readonly RecursionLink[]): boolean {
  const reached = new Set([link.toGroup]);
  for (const group of reached)
    for (const next of links) if (next.fromGroup === group) reached.add(next.toGroup);
  return reached.has(link.fromGroup);
}
