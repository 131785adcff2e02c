/** Databases for one parameter at a value of its own: rows that hold NULL or that value where it is compared. */
import type { Cell } from '../../../ports.ts';
import type { Random } from '../../../random.ts';
import type { Binding, SpecialBinding } from '../../bindings.ts';
import type { Ingredients } from '../ingredients.ts';
import { emptyInstance, type Instance } from '../instance.ts';
import { addChain, chainValues, cloneRow } from '../patterns/chain.ts';
import type { RowPattern } from '../patterns/row-pattern.ts';

/** Values that are tried on every pattern; the others go round the patterns. */
const EVERYWHERE = 6;

/** What a matching row holds where the parameter is compared. */
const contents = ['null', 'value', 'both'] as const;

/** The frequent mistakes first: NULL meets NULL, then each value meets NULL and itself. */
export function* parameterCases(
  all: Ingredients,
  special: readonly SpecialBinding[],
  random: Random,
): Generator<{ readonly instance: Instance; readonly binding: Binding }> {
  const { patterns } = all;
  for (const [turn, one] of special.entries())
    for (const [p, pattern] of patterns.entries()) {
      if (turn >= EVERYWHERE && p !== turn % patterns.length) continue;
      const held = one.value === null ? (['null', 'both'] as const) : ([contents[2]] as const);
      for (const content of held)
        yield { instance: built(all, pattern, random, one, content), binding: one.binding };
    }
  for (const content of contents)
    for (const [turn, one] of special.entries()) {
      const pattern = patterns[turn % patterns.length];
      if (pattern) yield { instance: built(all, pattern, random, one, content), binding: one.binding };
    }
}

function built(
  all: Ingredients,
  pattern: RowPattern,
  random: Random,
  { value, columns }: SpecialBinding,
  content: (typeof contents)[number],
): Instance {
  const instance = emptyInstance(all.tables.length, 'NULL or a value of its own for one parameter');
  const compared = comparedClasses(pattern, columns);
  const fixed = (cell: Cell): Map<number, Cell> =>
    new Map(
      [...compared].flatMap((cls): [number, Cell][] =>
        cell !== null || pattern.classes[cls]?.nullable ? [[cls, cell]] : [],
      ),
    );
  let n = 0;
  const add = (cell: Cell): void => {
    const values = chainValues(pattern, random, { spread: 'few', n: n++, fixed: fixed(cell) });
    const added = addChain(instance, pattern, values);
    // Twice, so that it shows where a row alone is as good as none.
    for (const [index, cells] of added) {
      const row = pattern.rows[index];
      if (row?.classes.some(cls => compared.has(cls)))
        instance.rows[row.table.index]?.push(cloneRow(row.table, cells, n));
    }
  };
  if (content !== 'value') add(null);
  if (content !== 'null') {
    add(value);
    addChain(instance, pattern, chainValues(pattern, random, { spread: 'few', n: n++ }));
  }
  return instance;
}

/** The classes of the columns; where the pattern has none of them, those that are compared with anything. */
function comparedClasses(pattern: RowPattern, columns: SpecialBinding['columns']): ReadonlySet<number> {
  const found = new Set<number>();
  for (const row of pattern.rows)
    for (const [i, { column }] of row.table.columns.entries())
      if (columns.has(column)) found.add(row.classes[i] ?? -1);
  if (found.size > 0) return found;
  return new Set(pattern.classes.flatMap((cls, i) => (cls.constrained && !cls.unique ? [i] : [])));
}
