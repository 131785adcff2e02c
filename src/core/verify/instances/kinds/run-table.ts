/** In which table rows follow each other, and what each of its columns has to do with it. */
import type { FillTable } from '../instance.ts';
import type { PatternClass, RowPattern } from '../patterns/row-pattern.ts';

/** A column of the table with the class that says most about it. */
export interface RunColumn {
  readonly position: number;
  readonly cls: PatternClass;
}

export interface RunTable {
  readonly table: FillTable;
  /** The number of the pattern row the run's rows are copies of. */
  readonly index: number;
  /** Classes that are equal along a run: of this table or of those joined with it. */
  readonly parts: readonly number[];
  /** The rows of a run ascend in these columns. */
  readonly sorted: readonly RunColumn[];
  /** Columns whose values change along a run, those the query asks most about first. */
  readonly values: readonly RunColumn[];
}

const TABLES = 2;
const COLUMNS = 4;

/** The tables of the pattern whose rows are grouped, or sorted within what ties them together. */
export function runTables(pattern: RowPattern): RunTable[] {
  const grouped = pattern.classes.flatMap((cls, i) => (cls.grouped ? [i] : []));
  const seen = new Set<number>();
  const found: (RunTable & { readonly weight: number })[] = [];
  for (const [index, { table, anti }] of pattern.rows.entries()) {
    if (anti || seen.has(table.index)) continue;
    seen.add(table.index);
    const run = runOf(pattern, index, grouped);
    if (run) found.push(run);
  }
  return found.sort((a, b) => b.weight - a.weight).slice(0, TABLES);
}

function runOf(
  pattern: RowPattern,
  index: number,
  grouped: readonly number[],
): (RunTable & { readonly weight: number }) | undefined {
  const row = pattern.rows[index];
  if (!row) return undefined;
  const { table } = row;
  const alike = pattern.rows.filter(other => other.table === table);
  const tied = row.classes.filter(
    (cls, i) => alike.length > 1 && !table.columns[i]?.unique && alike.every(o => o.classes[i] === cls),
  );
  const parts = [...new Set([...grouped, ...tied])];
  // Rows that the group's own key tells apart are in a group of their own each.
  if (parts.some(cls => row.classes.some((own, i) => own === cls && table.columns[i]?.unique)))
    return undefined;
  const sorted: RunColumn[] = [];
  const values: (RunColumn & { readonly weight: number })[] = [];
  for (const [position, column] of table.columns.entries()) {
    const classes = alike.map(other => other.classes[position] ?? -1);
    if (classes.some(cls => parts.includes(cls))) continue;
    const ranked = classes
      .flatMap(cls => pattern.classes[cls] ?? [])
      .sort((a, b) => weightOf(b) - weightOf(a));
    const [cls] = ranked;
    if (!cls) continue;
    const ascends = ranked.some(other => other.sorted);
    if (ascends) sorted.push({ position, cls });
    if (!column.unique && (!ascends || cls.constrained || cls.aggregated))
      values.push({
        position,
        cls,
        weight:
          weightOf(cls) + (column.nullable ? 1 : 0) - (ascends ? 3 : 0) - (inKey(table, position) ? 2 : 0),
      });
  }
  if (parts.length === 0 && sorted.length === 0) return undefined;
  values.sort((a, b) => b.weight - a.weight);
  const [most] = values;
  if (!most) return undefined;
  return { table, index, parts, sorted, values: values.slice(0, COLUMNS), weight: most.weight };
}

/** Such a column cannot repeat its values at will. */
function inKey(table: FillTable, position: number): boolean {
  return table.keys.some(key => key.columns.includes(position));
}

function weightOf({ constrained, aggregated, computed }: PatternClass): number {
  return (constrained ? 2 : 0) + (aggregated ? 2 : 0) + (computed ? 1 : 0);
}
