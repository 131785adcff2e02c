/**
 * Makes an instance legal: NOT NULL, PRIMARY KEY and UNIQUE, FOREIGN KEY. A row that cannot be helped is dropped.
 * What only SQLite can evaluate (CHECK, unique expressions) is left to `constraints.ts`.
 */

import { fold } from '../../../dialect/sqlite/collation.ts';
import type { Cell } from '../../../ports.ts';
import { coerce, numbered, plainValues } from '../../../schema/value-kind.ts';
import { cellKey } from '../../compare/cell.ts';
import type { FillForeignKey, FillKey, FillRow, FillTable, Instance } from '../instance.ts';

/** What to do with a reference to a parent that is not there. */
export type MissingParent = 'add' | 'point' | 'null' | 'drop';

/** Works on the instance in place. Adds parents, so that an instance may grow. */
export function repair(tables: readonly FillTable[], instance: Instance, missing: MissingParent): void {
  fillNulls(tables, instance);
  for (let pass = 0; pass < 8; pass++) {
    const dropped = dropDuplicates(tables, instance);
    const changed = repairReferences(
      tables,
      instance,
      pass < 3 || missing === 'drop' ? missing : pass < 6 ? 'null' : 'drop',
    );
    if (!dropped && !changed) return;
  }
  // Circular references may still dangle: take the tables' rows out until nothing does.
  while (repairReferences(tables, instance, 'drop'));
}

function fillNulls(tables: readonly FillTable[], instance: Instance): void {
  for (const table of tables) {
    const rows = instance.rows[table.index] ?? [];
    if (rows.length === 0) continue;
    for (let i = 0; i < table.columns.length; i++) {
      const column = table.columns[i];
      if (!column || column.nullable) continue;
      const plain = plainValues(column.kind)[0] ?? null;
      for (const row of rows) if ((row[i] ?? null) === null) row[i] = plain;
    }
  }
}

function dropDuplicates(tables: readonly FillTable[], instance: Instance): boolean {
  let dropped = false;
  for (const table of tables) {
    let rows = instance.rows[table.index] ?? [];
    if (rows.length < 2) continue;
    for (const key of table.keys) {
      const kept = withoutDuplicates(table, key, rows);
      if (kept.length < rows.length) {
        dropped = true;
        rows = kept;
      }
    }
    instance.rows[table.index] = rows;
  }
  return dropped;
}

/** The first row of each key, and those with NULL in it. */
function withoutDuplicates(table: FillTable, key: FillKey, rows: FillRow[]): FillRow[] {
  const seen = new Set<KeyValue>();
  const kept: FillRow[] = [];
  for (const row of rows) {
    const value = keyValue(table, key, row);
    if (value !== undefined) {
      if (seen.has(value)) continue;
      seen.add(value);
    }
    kept.push(row);
  }
  return kept;
}

/** Equal for equal keys. Most keys are one cell, which then stands for itself. */
type KeyValue = string | bigint | number;

/** Undefined when a part is NULL: such rows are never duplicates of a UNIQUE set. */
function keyValue(table: FillTable, key: FillKey, row: FillRow): KeyValue | undefined {
  const [first = -1] = key.columns;
  if (key.columns.length === 1)
    return partValue(row[first] ?? null, table.columns[first]?.column.collation ?? 'BINARY');
  let text = '';
  for (const position of key.columns) {
    const part = partValue(row[position] ?? null, table.columns[position]?.column.collation ?? 'BINARY');
    if (part === undefined) return undefined;
    text += `${typeof part === 'string' ? part : `i${part}`}\u0001`;
  }
  return text;
}

/** Equal for cells that are equal as keys: 1 and 1.0 are, and 'a' and 'A' under NOCASE. */
function partValue(cell: Cell, collation: string): KeyValue | undefined {
  if (cell === null) return undefined;
  switch (typeof cell) {
    case 'bigint': {
      // Numbers are found in a Set much faster.
      const number = Number(cell);
      return Number.isSafeInteger(number) ? number : cell;
    }
    case 'string':
      return `t${collation === 'BINARY' ? cell : fold(cell, collation)}`;
    case 'number':
      return Number.isInteger(cell) && !Number.isSafeInteger(cell) ? BigInt(cell) : cell;
    default:
      return cellKey(cell);
  }
}

function repairReferences(tables: readonly FillTable[], instance: Instance, missing: MissingParent): boolean {
  let changed = false;
  // Children first, so that a parent added for one is itself looked at afterwards.
  for (let i = tables.length - 1; i >= 0; i--) {
    const table = tables[i];
    for (const fk of table?.foreignKeys ?? []) {
      const parent = tables[fk.parent];
      if (!table || !parent) continue;
      if (repairReference(table, fk, parent, instance, missing)) changed = true;
    }
  }
  return changed;
}

function repairReference(
  table: FillTable,
  fk: FillForeignKey,
  parent: FillTable,
  instance: Instance,
  missing: MissingParent,
): boolean {
  const rows = instance.rows[table.index] ?? [];
  if (rows.length === 0) return false;
  const known = new Set<KeyValue | undefined>();
  for (const row of instance.rows[parent.index] ?? [])
    known.add(referenceValue(fk, parent, row, fk.references));
  let changed = false;
  // Parents that are added to the same table come behind.
  const count = rows.length;
  const kept: FillRow[] = [];
  for (let n = 0; n < count; n++) {
    const row = rows[n];
    if (!row) continue;
    const value = referenceValue(fk, parent, row, fk.columns);
    if (value !== undefined && !known.has(value)) {
      changed = true;
      if (!solve(table, fk, parent, instance, row, missing)) continue;
      known.add(referenceValue(fk, parent, row, fk.columns));
    }
    kept.push(row);
  }
  if (kept.length < count) instance.rows[table.index] = [...kept, ...rows.slice(count)];
  return changed;
}

/** What the cells at `positions` refer to, or can be referred to by; undefined where one is NULL. */
function referenceValue(
  fk: FillForeignKey,
  parent: FillTable,
  row: FillRow,
  positions: readonly number[],
): KeyValue | undefined {
  let text = '';
  for (let i = 0; i < positions.length; i++) {
    const raw = row[positions[i] ?? -1] ?? null;
    const column = parent.columns[fk.references[i] ?? -1];
    if (raw === null || !column) return undefined;
    const part = partValue(coerce(raw, column.kind) ?? raw, column.column.collation);
    if (positions.length === 1 || part === undefined) return part;
    text += `${typeof part === 'string' ? part : `i${part}`}\u0001`;
  }
  return text;
}

function solve(
  table: FillTable,
  fk: FillForeignKey,
  parent: FillTable,
  instance: Instance,
  row: FillRow,
  missing: MissingParent,
): boolean {
  const parents = instance.rows[parent.index] ?? [];
  if (missing === 'drop') return false;
  if (missing === 'add' && addParent(fk, parent, parents, row)) return true;
  if (missing === 'point') {
    const target = parents[parents.length === 0 ? 0 : row.length % parents.length];
    if (target && target !== row) {
      for (const [i, position] of fk.columns.entries())
        row[position] = target[fk.references[i] ?? -1] ?? null;
      return true;
    }
  }
  const open = fk.columns.find(position => table.columns[position]?.nullable);
  if (open === undefined) return missing !== 'null' && addParent(fk, parent, parents, row);
  row[open] = null;
  return true;
}

function addParent(fk: FillForeignKey, parent: FillTable, parents: FillRow[], row: FillRow): boolean {
  const added: FillRow = parent.columns.map((column, i) => {
    const plain = plainValues(column.kind);
    const unique = parent.keys.some(key => key.columns.includes(i));
    if (unique) return numbered(column.kind, 70 + parents.length) ?? plain[parents.length % 2] ?? null;
    return plain[parents.length % plain.length] ?? null;
  });
  for (const [i, position] of fk.columns.entries()) {
    const reference = fk.references[i] ?? -1;
    const column = parent.columns[reference];
    const value = column && coerce(row[position] ?? null, column.kind);
    if (value === undefined || value === null) return false;
    added[reference] = value;
  }
  // Parents in need of parents of their own get them in the next pass.
  for (const own of parent.foreignKeys)
    if (own.columns.some(position => fk.references.every(reference => reference !== position)))
      for (const position of own.columns)
        if (parent.columns[position]?.nullable && !fk.references.includes(position)) added[position] = null;
  parents.push(added);
  return true;
}
