/**
 * Rows that belong together, each of which fails another of the conditions: none meets them all, while together they do.
 * EXISTS over both conditions is not MAX(one) and MAX(other) of a group, nor one EXISTS for each.
 */
import type { Cell } from '../../../ports.ts';
import type { Random } from '../../../random.ts';
import { numbered } from '../../../schema/value-kind.ts';
import type { Ingredients } from '../ingredients.ts';
import { emptyInstance, type Instance } from '../instance.ts';
import { addChain, chainValues } from '../patterns/chain.ts';
import { decidedBy } from '../patterns/decided-classes.ts';
import type { PatternClass, RowPattern } from '../patterns/row-pattern.ts';

/** Ways in which rows belong together, and pairs of conditions for each. */
const MOST_HUBS = 2;
const MOST_PAIRS = 2;

export function* splitConditions(all: Ingredients, pattern: RowPattern, random: Random): Generator<Instance> {
  const { classes } = pattern;
  const failing = new Map<number, Cell>();
  for (const [i, cls] of classes.entries()) {
    const value = failingValue(cls);
    if (value !== undefined) failing.set(i, value);
  }
  const conditions = [...failing.keys()];
  const pairs = conditions.flatMap((one, i) => conditions.slice(i + 1).map(other => [one, other] as const));
  const hubs = classes.flatMap(({ unique, grouped, cells }, i) =>
    grouped || (unique && cells > 1) ? [i] : [],
  );
  for (const [one, other] of pairs.slice(0, MOST_PAIRS))
    for (const hub of hubs.slice(0, MOST_HUBS)) {
      const shared = decidedBy(pattern, [hub]);
      if (shared.has(one) && shared.has(other)) continue;
      const instance = emptyInstance(all.tables.length, 'rows that each meet another condition');
      const first = chainValues(pattern, random, { spread: 'same', n: 0 });
      for (const [n, failed] of [one, other].entries()) {
        const own = chainValues(pattern, random, { spread: 'same', n: n + 1 });
        const values = own.map((value, i) => (shared.has(i) ? (first[i] ?? null) : value));
        for (const cls of tellingApart(pattern, shared)) {
          const kind = classes[cls]?.kind;
          values[cls] = (kind && numbered(kind, 200 + n)) ?? values[cls] ?? null;
        }
        values[failed] = failing.get(failed) ?? null;
        addChain(instance, pattern, values);
      }
      yield instance;
    }
}

/** For each key that is shared in part, a class of the rest of it that no condition bears on. */
function tellingApart({ rows, classes }: RowPattern, shared: ReadonlySet<number>): number[] {
  return rows.flatMap(({ table, classes: own, anti }) =>
    anti
      ? []
      : table.keys.flatMap(key => {
          const parts = key.columns.map(i => own[i] ?? -1);
          const open = parts.filter(cls => !shared.has(cls) && classes[cls] && !classes[cls].good);
          return open.length < parts.length ? open.slice(-1) : [];
        }),
  );
}

/** A value at which a condition on the class fails; undefined where there is no such condition or value. */
function failingValue({ good, pool, nullable, unique }: PatternClass): Cell | undefined {
  if (!good || unique) return undefined;
  return pool.find(value => !good.includes(value)) ?? (nullable && !good.includes(null) ? null : undefined);
}
