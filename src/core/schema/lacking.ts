/** What a schema declares and this build of SQLite lacks: modules of virtual tables, collations, functions. */
import type { Database } from '../ports.ts';
import type { Schema, Table, View } from './model.ts';
import { significant, unquoted } from './table-text.ts';
import { readModules } from './virtual.ts';

/** A table, or what stands in its place, that the DDL declares and the engine could not create. */
export interface LeftOut {
  readonly name: string;
  readonly sql: string;
  /** The sentence for `Table.lacking`. */
  readonly lacking: string;
  /** Of a virtual table. */
  readonly module?: string;
}

/** The engine registers no others. PRAGMA collation_list is no help: it also lists what a schema only mentions. */
const collations: ReadonlySet<string> = new Set(['BINARY', 'NOCASE', 'RTRIM']);

/** The sentence for a virtual table whose module is not there. */
export function lackingModule(table: string, module: string): string {
  return `${table} is a virtual table of module ${module}, which this build of SQLite does not have; queries on it cannot be run.`;
}

/** The tables, each that cannot be read with the reason. */
export function withLacking(db: Database, tables: readonly Table[]): Table[] {
  const modules = tables.some(table => table.virtualModule !== undefined)
    ? readModules(db)
    : new Set<string>();
  return tables.map(table => {
    const lacking = lackingOf(table, modules);
    return lacking === undefined ? table : { ...table, lacking };
  });
}

function lackingOf(
  { name, virtualModule, columns }: Table,
  modules: ReadonlySet<string>,
): string | undefined {
  if (virtualModule !== undefined && !modules.has(virtualModule)) return lackingModule(name, virtualModule);
  const foreign = columns.find(column => !collations.has(column.collation.toUpperCase()));
  return (
    foreign &&
    `${name}.${foreign.name} has the collation ${foreign.collation} of an application, which Quill does not have; queries on ${name} cannot be run.`
  );
}

/**
 * The views, each that mentions something unreadable with the reason. A column of the same name counts as well: that
 * leaves a query unjudged which could be judged, and never the other way round.
 */
export function viewsWithLacking(views: readonly View[], unreadable: ReadonlyMap<string, string>): View[] {
  if (unreadable.size === 0) return [...views];
  const why = new Map(unreadable);
  const names = new Map(views.map(view => [view, namesIn(view.sql)]));
  for (let found = true; found; ) {
    found = false;
    for (const view of views) {
      const own = view.name.toLowerCase();
      if (why.has(own)) continue;
      const read = names.get(view)?.find(name => name !== own && why.has(name));
      if (read === undefined) continue;
      why.set(own, `The view ${view.name} cannot be read: ${why.get(read)}`);
      found = true;
    }
  }
  return views.map(view => {
    const lacking = why.get(view.name.toLowerCase());
    return lacking === undefined ? view : { ...view, lacking };
  });
}

function namesIn(sql: string): string[] {
  return significant(sql)
    .filter(token => token.kind === 'word' || token.kind === 'name' || token.kind === 'string')
    .map(token => unquoted(sql, token).toLowerCase());
}

/** One sentence for each table that cannot be read. */
export function lackingThings({ tables, leftOut = [] }: Schema): string[] {
  return [...tables, ...leftOut].flatMap(table => table.lacking ?? []);
}
