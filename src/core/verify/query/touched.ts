/** What a set of queries touches, and the queries inside the views they use. */
import { analyze } from '../../dialect/sqlite/analyze.ts';
import { QuillError } from '../../errors.ts';
import type { Column, Schema, Table } from '../../schema/model.ts';
import { bodyOfView } from '../../schema/view-body.ts';
import type { BoundQuery } from '../../sql/bound.ts';
import { sameName } from '../../sql/model.ts';
import { walk } from '../../sql/walk.ts';
import { joinedByName } from './joined-names.ts';
import { columnOfSlot, slotsOf, slotsOfRelation } from './trace.ts';

/** The bound queries of all views that are used, through views in views. Throws QuillError `unsupported`. */
export function viewQueries(schema: Schema, queries: readonly BoundQuery[]): BoundQuery[] {
  const found = new Map<string, BoundQuery>();
  const visit = (bound: BoundQuery): void => {
    for (const scope of bound.scopes)
      for (const { source } of scope.relations) {
        if (source.kind !== 'view' || found.has(source.name.toLowerCase())) continue;
        const view = schema.views.find(candidate => sameName(candidate.name, source.name));
        const inner = view && bindView(view.sql, schema);
        if (!inner)
          throw new QuillError(
            'unsupported',
            `The view ${source.name} cannot be read, so no databases can be built for it.`,
          );
        found.set(source.name.toLowerCase(), inner);
        visit(inner);
      }
  };
  for (const bound of queries) visit(bound);
  return [...found.values()];
}

function bindView(sql: string, schema: Schema): BoundQuery | undefined {
  const body = bodyOfView(sql);
  try {
    return body === undefined ? undefined : analyze(body, schema);
  } catch (error) {
    if (!(error instanceof QuillError)) throw error;
    return undefined;
  }
}

/** What is wrong with the first view named in a query that cannot be read; undefined where all can. */
export function brokenView(schema: Schema, query: string): string | undefined {
  const text = query.toLowerCase();
  for (const { name, sql } of schema.views) {
    if (!text.includes(name.toLowerCase())) continue;
    const body = bodyOfView(sql);
    if (body === undefined) continue;
    try {
      analyze(body, schema);
    } catch (error) {
      if (!(error instanceof QuillError)) throw error;
      return `The view ${name} cannot be read: ${brokenView(schema, body) ?? error.sentence}`;
    }
  }
  return undefined;
}

export interface Touched {
  readonly tables: Set<Table>;
  readonly columns: Set<Column>;
  /** Tables whose rowid is mentioned and is none of their columns. */
  readonly rowids: Set<Table>;
}

/** Adds the tables and columns of a query to `into`. */
export function addTouched(bound: BoundQuery, into: Touched): void {
  const everything = (table: Table): void => {
    for (const column of table.columns) into.columns.add(column);
  };
  for (const scope of bound.scopes) {
    for (const relation of scope.relations) {
      const { source } = relation;
      if (source.kind !== 'table') continue;
      into.tables.add(source.table);
      if (!scope.closed) everything(source.table);
    }
    for (const column of scope.select.columns) {
      if (column.kind !== 'star') continue;
      for (const relation of scope.relations) {
        if (column.table && !sameName(column.table.name, relation.name)) continue;
        for (const shown of relation.columns)
          if (!shown.hidden)
            for (const slot of slotsOfRelation(bound, relation, shown.name, 0)) addSlot(slot, into);
      }
    }
  }
  walk(bound.query, node => {
    if (node.kind === 'column-ref') {
      for (const slot of slotsOf(bound, node)) addSlot(slot, into);
      const found = bound.resolve(node);
      if (found?.kind === 'column' && found.column.hidden && !found.column.origin)
        if (found.relation.source.kind === 'table') into.rowids.add(found.relation.source.table);
    }
    if (node.kind === 'join')
      for (const pair of joinedByName(bound, node)) for (const slot of pair) addSlot(slot, into);
  });
}

function addSlot(slot: Parameters<typeof columnOfSlot>[0], into: Touched): void {
  const column = columnOfSlot(slot);
  if (column) into.columns.add(column);
}
