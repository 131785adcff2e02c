/**
 * Makes an instance legal: NOT NULL, PRIMARY KEY and UNIQUE, FOREIGN KEY. A row that cannot be helped is dropped.
 * What only SQLite can evaluate (CHECK, unique expressions) is left to `constraints.ts`.
 */
import type { Cell } from '../../ports.ts';
import { coerce, numbered, plainValues } from '../../schema/value-kind.ts';
import { cellKey } from '../compare/cell.ts';
import { fold } from '../compare/compare.ts';
import type { FillForeignKey, FillKey, FillRow, FillTable, Instance } from './instance.ts';

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
  for (const table of tables)
    for (const row of instance.rows[table.index] ?? [])
      for (const [i, column] of table.columns.entries())
        if ((row[i] ?? null) === null && !column.nullable) row[i] = plainValues(column.kind)[0] ?? null;
}

function dropDuplicates(tables: readonly FillTable[], instance: Instance): boolean {
  let dropped = false;
  for (const table of tables) {
    let rows = instance.rows[table.index] ?? [];
    for (const key of table.keys) {
      const seen = new Set<string>();
      const kept = rows.filter(row => {
        const text = keyText(table, key, row);
        if (text === undefined) return true;
        if (seen.has(text)) return false;
        seen.add(text);
        return true;
      });
      if (kept.length < rows.length) {
        dropped = true;
        rows = kept;
      }
    }
    instance.rows[table.index] = rows;
  }
  return dropped;
}

/** Undefined when a part is NULL: such rows are never duplicates of a UNIQUE set. */
export function keyText(table: FillTable, key: FillKey, row: FillRow): string | undefined {
  let text = '';
  for (const position of key.columns) {
    const cell = row[position] ?? null;
    if (cell === null) return undefined;
    text += `${referenceText(cell, table.columns[position]?.column.collation ?? 'BINARY')}\u0001`;
  }
  return text;
}

/** Equal for cells that are equal as keys: 1 and 1.0 are, and 'a' and 'A' under NOCASE. */
function referenceText(cell: Cell, collation: string): string {
  if (typeof cell === 'string') return `t${collation === 'BINARY' ? cell : fold(cell, collation)}`;
  if (typeof cell === 'number' && Number.isInteger(cell)) return `i${cell}`;
  return cellKey(cell);
}

function repairReferences(tables: readonly FillTable[], instance: Instance, missing: MissingParent): boolean {
  let changed = false;
  // Children first, so that a parent added for one is itself looked at afterwards.
  for (const table of [...tables].reverse()) {
    for (const fk of table.foreignKeys) {
      const parent = tables[fk.parent];
      if (!parent) continue;
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
  const textOf = (row: FillRow, positions: readonly number[]): string | undefined => {
    let text = '';
    for (const [i, position] of positions.entries()) {
      const raw = row[position] ?? null;
      const column = parent.columns[fk.references[i] ?? -1];
      if (raw === null || !column) return undefined;
      text += `${referenceText(coerce(raw, column.kind) ?? raw, column.column.collation)}\u0001`;
    }
    return text;
  };
  const known = new Set((instance.rows[parent.index] ?? []).map(row => textOf(row, fk.references)));
  let changed = false;
  const kept = rows.filter(row => {
    const text = textOf(row, fk.columns);
    if (text === undefined || known.has(text)) return true;
    changed = true;
    const solved = solve(table, fk, parent, instance, row, missing);
    if (solved) known.add(textOf(row, fk.columns));
    return solved;
  });
  if (kept.length < rows.length) instance.rows[table.index] = kept;
  return changed;
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
