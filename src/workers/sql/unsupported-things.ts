/** What a database uses and this build of SQLite lacks. */
import { parseQuery } from '../../core/dialect/sqlite/parse.ts';
import { QuillError } from '../../core/errors.ts';
import type { Database } from '../../core/ports.ts';
import type { Schema } from '../../core/schema/model.ts';
import { findTable } from '../../core/schema/read.ts';
import { readModules } from '../../core/schema/virtual.ts';
import { walk } from '../../core/sql/walk.ts';

/** Throws QuillError `unsupported` when the query reads a virtual table whose module is not there. */
export function requireModules(sql: string, db: Database, schema: Schema): void {
  if (schema.tables.every(table => table.virtualModule === undefined)) return;
  const modules = readModules(db);
  walk(parseQuery(sql), node => {
    const table = node.kind === 'table' ? findTable(schema, node.table.name) : undefined;
    if (table?.virtualModule !== undefined && !modules.has(table.virtualModule))
      throw new QuillError('unsupported', missingModule(table.name, table.virtualModule));
  });
}

function missingModule(table: string, module: string): string {
  return `${table} is a virtual table of module ${module}, which sql.js does not have; queries on it cannot be run.`;
}

/** One sentence for each virtual table whose module, and each column whose collation, is not there. */
export function unsupportedThings(db: Database, schema: Schema): string[] {
  const modules = readModules(db);
  const collations = new Set(
    db.query('SELECT name FROM pragma_collation_list').rows.map(([name]) => String(name).toUpperCase()),
  );
  const tables = schema.tables.flatMap(({ name, virtualModule }) =>
    virtualModule === undefined || modules.has(virtualModule) ? [] : [missingModule(name, virtualModule)],
  );
  const columns = schema.tables.flatMap(table =>
    table.columns
      .filter(column => !collations.has(column.collation.toUpperCase()))
      .map(
        column =>
          `${table.name}.${column.name} has the collation ${column.collation} of an application, which Quill does not have; queries that compare it cannot be run.`,
      ),
  );
  return [...tables, ...columns];
}
