/** Counts and values of a database's columns, read from a sample of each table. */
import { quoteName } from '../dialect/sqlite/quote.ts';
import type { Database, Row } from '../ports.ts';
import { sameName } from '../sql/model.ts';
import { profileColumn } from './column-profile.ts';
import type { Schema, Table } from './model.ts';
import type { ColumnProfile, SchemaProfile, TableProfile } from './profile-model.ts';

/** Rows that are looked at of a larger table. */
const sampleRows = 3000;
/** Longer texts and blobs are cut at so many characters or bytes before they are read. */
const longValue = 200;

/**
 * The profile of every table. Tables of up to 6,000 rows are read whole; of larger ones about 3,000 rows spread over
 * the table, the same ones at every reading, so that `min`, `max`, `common` and `nulls` are those of the sample and
 * `distinct` is an estimate. Never throws for a table or column that cannot be read: it counts as empty.
 */
export function readProfile(db: Database, schema: Schema): SchemaProfile {
  return { tables: schema.tables.map(table => profileTable(db, table)) };
}

function profileTable(db: Database, table: Table): TableProfile {
  const rows = countRows(db, table);
  const columns = table.columns.filter(column => !column.hidden);
  const from = sampleOf(table, rows);
  const whole = readRows(
    db,
    columns.map(column => column.name),
    from,
  );
  return {
    name: table.name,
    rows,
    columns: columns.map(({ name }, i): ColumnProfile => {
      const cells = whole?.map(row => row[i]!) ?? readRows(db, [name], from)?.map(row => row[0]!) ?? [];
      return profileColumn(name, cells, rows, isUnique(table, name));
    }),
  };
}

function countRows(db: Database, table: Table): number {
  try {
    return Number(db.query(`SELECT count(*) FROM main.${quoteName(table.name)}`).rows[0]?.[0] ?? 0n);
  } catch {
    return 0;
  }
}

function isUnique(table: Table, column: string): boolean {
  return [table.primaryKey, ...table.uniques].some(key => key.length === 1 && sameName(key[0]!, column));
}

/** Undefined where the engine refuses to read these columns together, such as a generated one that fails. */
function readRows(db: Database, columns: readonly string[], from: string): readonly Row[] | undefined {
  if (columns.length === 0) return undefined;
  const cut = columns.map(column => {
    const name = quoteName(column);
    return `CASE WHEN octet_length(${name}) > ${longValue} THEN substr(${name}, 1, ${longValue}) ELSE ${name} END`;
  });
  try {
    return db.query(`SELECT ${cut.join(', ')} FROM ${from}`, { maxRows: 3 * sampleRows }).rows;
  } catch {
    return undefined;
  }
}

/**
 * A FROM clause of the rows to look at. Rowids are scrambled by a linear congruence and the middle of its square
 * before every k-th is taken, since data often repeats itself every so many rows; without a rowid, every k-th row is
 * taken, k being odd.
 */
function sampleOf(table: Table, rows: number): string {
  const name = `main.${quoteName(table.name)}`;
  if (rows <= 2 * sampleRows) return name;
  const every = Math.floor(rows / sampleRows) | 1;
  const rowid = ['rowid', 'oid', '_rowid_'].find(
    each => !table.columns.some(column => sameName(column.name, each)),
  );
  if (table.withoutRowid || table.virtualModule !== undefined || rowid === undefined) {
    return `(SELECT *, row_number() OVER () AS "row number" FROM ${name}) WHERE "row number" % ${every} = 0`;
  }
  // Below 2³¹ · 2³¹ the products stay integers of 64 bits.
  const scrambled = `((${rowid} % 2147483647) * 1103515245 / 65536 & 2147483647)`;
  return `${name} WHERE ${scrambled} * ${scrambled} / 65536 % ${every} = 0`;
}
