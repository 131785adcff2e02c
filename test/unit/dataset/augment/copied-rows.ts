import type { SqliteEngine } from '../../../../src/adapters/sqlite/engine.ts';
import type { RenamedSchema } from '../../../../src/core/dataset/augment/rename-schema.ts';
import { quoteName } from '../../../../src/core/dialect/sqlite/quote.ts';
import type { Database } from '../../../../src/core/ports.ts';
import { synthesize } from '../../../../src/core/sample/synthesize.ts';
import { runDdl } from '../../../../src/core/schema/ddl.ts';
import type { Table } from '../../../../src/core/schema/model.ts';

/** A database with made-up rows, and one under the new names with the same rows, rowids included. */
export function twoDatabases(
  engine: SqliteEngine,
  ddl: string,
  renamed: RenamedSchema,
  rows: number,
  fill?: (db: Database) => void,
): { readonly old: Database; readonly other: Database } {
  const old = engine.open();
  const other = engine.open();
  runDdl(old, ddl);
  if (fill) fill(old);
  else synthesize(old, renamed.original, rows, 1);
  runDdl(other, renamed.ddl);
  renamed.original.tables.forEach((table, i) => {
    const target = renamed.schema.tables[i]!;
    const [from, to] = [columnsOf(table), columnsOf(target)];
    const rowid = table.withoutRowid || table.rowidAlias !== undefined ? [] : ['rowid'];
    const names = [...rowid, ...from].join(', ');
    const into = [...rowid, ...to];
    const insert = other.prepare(
      `INSERT INTO ${quoteName(target.name)} (${into.join(', ')}) VALUES (${into.map(() => '?').join(', ')})`,
    );
    for (const row of old.query(`SELECT ${names} FROM ${quoteName(table.name)}`).rows) insert.run(row);
    insert.free();
  });
  return { old, other };
}

function columnsOf(table: Table): string[] {
  return table.columns
    .filter(column => column.generated === undefined && !column.hidden)
    .map(column => quoteName(column.name));
}
