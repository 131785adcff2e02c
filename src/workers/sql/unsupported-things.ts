/** What a database uses and this build of SQLite lacks. */
import type { Database } from '../../core/ports.ts';
import type { Schema } from '../../core/schema/model.ts';
import { readModules } from '../../core/schema/virtual.ts';

/** One sentence for each virtual table whose module, and each column whose collation, is not there. */
export function unsupportedThings(db: Database, schema: Schema): string[] {
  const modules = readModules(db);
  const collations = new Set(
    db.query('SELECT name FROM pragma_collation_list').rows.map(([name]) => String(name).toUpperCase()),
  );
  const tables = schema.tables.flatMap(({ name, virtualModule }) =>
    virtualModule === undefined || modules.has(virtualModule)
      ? []
      : [
          `${name} is a virtual table of module ${virtualModule}, which sql.js does not have; queries on it cannot be run.`,
        ],
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
