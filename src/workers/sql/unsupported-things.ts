/** What a database uses and this build of SQLite lacks. */
import { parseQuery } from '../../core/dialect/sqlite/parse.ts';
import { QuillError } from '../../core/errors.ts';
import type { Database } from '../../core/ports.ts';
import type { Schema, Table } from '../../core/schema/model.ts';
import { findTable } from '../../core/schema/read.ts';
import { readModules } from '../../core/schema/virtual.ts';
import { walk } from '../../core/sql/walk.ts';

/** One sentence for each virtual table whose module, and each column whose collation, is not there. */
export function unsupportedThings(db: Database, schema: Schema): string[] {
  const modules = readModules(db);
  return schema.tables.flatMap(table => lackingOf(table, modules));
}

/** Throws QuillError `unsupported` when the query reads a table that `unsupportedThings` names. */
export function requireSupported(sql: string, db: Database, schema: Schema): void {
  const modules = readModules(db);
  walk(parseQuery(sql), node => {
    const table = node.kind === 'table' ? findTable(schema, node.table.name) : undefined;
    const [lacking] = table === undefined ? [] : lackingOf(table, modules);
    if (lacking !== undefined) throw new QuillError('unsupported', lacking);
  });
}

/** sql.js cannot register more. PRAGMA collation_list is no help: it also lists what a schema only mentions. */
const collations: ReadonlySet<string> = new Set(['BINARY', 'NOCASE', 'RTRIM']);

function lackingOf({ name, virtualModule, columns }: Table, modules: ReadonlySet<string>): string[] {
  if (virtualModule !== undefined && !modules.has(virtualModule))
    return [
      `${name} is a virtual table of module ${virtualModule}, which sql.js does not have; queries on it cannot be run.`,
    ];
  return columns
    .filter(column => !collations.has(column.collation.toUpperCase()))
    .map(
      column =>
        `${name}.${column.name} has the collation ${column.collation} of an application, which Quill does not have; queries on ${name} cannot be run.`,
    );
}
