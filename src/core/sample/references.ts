/** References between filled tables: the keys of parents, circular references, and what must go. */
import { quoteName } from '../dialect/sqlite/quote.ts';
import type { Database, Row } from '../ports.ts';
import type { Random } from '../random.ts';
import type { ForeignKey, Schema, Table } from '../schema/model.ts';
import { sameName } from '../sql/model.ts';
import { ParentPool } from './parent-pool.ts';

/** The keys a foreign key can point to, without NULLs; undefined when the parent or its columns do not exist. */
export function parentKeys(db: Database, schema: Schema, key: ForeignKey): readonly Row[] | undefined {
  const parent = schema.tables.find(table => sameName(table.name, key.table));
  const exists = key.references.every(name => parent?.columns.some(column => sameName(column.name, name)));
  if (parent === undefined || !exists || key.references.length !== key.columns.length) return undefined;
  const names = key.references.map(quoteName);
  const filled = names.map(name => `${name} IS NOT NULL`).join(' AND ');
  return db.query(`SELECT ${names.join(', ')} FROM main.${quoteName(parent.name)} WHERE ${filled}`).rows;
}

/**
 * Points the rows of a table to parents that were filled after it. Rows for which no parent is legal stay as they are.
 */
export function referLater(
  db: Database,
  schema: Schema,
  table: Table,
  key: ForeignKey,
  random: Random,
  nullShare: number,
): void {
  const keys = parentKeys(db, schema, key);
  if (keys === undefined || keys.length === 0) return;
  const pool = new ParentPool(random, random.shuffle(keys));
  const identity = (table.withoutRowid ? table.primaryKey : [rowidName(table)]).map(quoteName);
  const mine = db.query(`SELECT ${identity.join(', ')} FROM main.${quoteName(table.name)}`).rows;
  const update = db.prepare(
    `UPDATE OR ABORT main.${quoteName(table.name)} SET ${key.columns.map(name => `${quoteName(name)} = ?`).join(', ')}` +
      ` WHERE ${identity.map(name => `${name} IS ?`).join(' AND ')}`,
  );
  try {
    for (const row of mine) {
      if (random.chance(nullShare)) continue;
      for (let attempt = 0; attempt < 4; attempt++) {
        const parent = attempt === 0 ? pool.skewed() : pool.uniform();
        if (parent === undefined || accepted(() => update.run([...parent, ...row]))) break;
      }
    }
  } finally {
    update.free();
  }
}

function accepted(run: () => void): boolean {
  try {
    run();
    return true;
  } catch {
    return false;
  }
}

/** A name of the rowid that no column hides. */
function rowidName(table: Table): string {
  const taken = (name: string): boolean => table.columns.some(column => sameName(column.name, name));
  return ['rowid', '_rowid_', 'oid'].find(name => !taken(name)) ?? table.rowidAlias ?? 'rowid';
}

/** Deletes rows whose parent does not exist, until there are none. Returns how many went. */
export function deleteOrphans(db: Database, tables: readonly Table[]): number {
  const statements = tables.flatMap(table =>
    table.foreignKeys.filter(key => key.valid).map(key => orphanDelete(table, key)),
  );
  let total = 0;
  for (let changed = true; changed; ) {
    changed = false;
    for (const statement of statements) {
      db.exec(statement);
      const gone = Number(db.query('SELECT changes()').rows[0]?.[0] ?? 0n);
      total += gone;
      changed ||= gone > 0;
    }
  }
  return total;
}

/** The parent's column stands left, so that its affinity and collation decide, as for the foreign key itself. */
function orphanDelete(table: Table, key: ForeignKey): string {
  const child = quoteName(table.name);
  const filled = key.columns.map(name => `${child}.${quoteName(name)} IS NOT NULL`);
  const equal = key.columns.map(
    (name, i) => `quill_parent.${quoteName(key.references[i]!)} = ${child}.${quoteName(name)}`,
  );
  return (
    `DELETE FROM main.${child} WHERE ${filled.join(' AND ')} AND NOT EXISTS (` +
    `SELECT 1 FROM main.${quoteName(key.table)} AS quill_parent WHERE ${equal.join(' AND ')})`
  );
}
