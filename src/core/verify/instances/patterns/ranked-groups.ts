/** Groups that are ranked by an aggregate: some tie before the cut, or at it, and others follow. */
import type { Cell } from '../../../ports.ts';
import { coerce, numbered } from '../../../schema/value-kind.ts';
import type { BoundQuery } from '../../../sql/bound.ts';
import type { Expr, FunctionCall, Window } from '../../../sql/model.ts';
import { walk } from '../../../sql/walk.ts';
import { definitionOf, slotsOf } from '../../query/trace.ts';
import type { KeyColumn, Meeting } from '../values/colliding-texts.ts';
import type { SlotClasses } from './slot-classes.ts';

const ranking: ReadonlySet<string> = new Set(['rank', 'dense_rank', 'row_number', 'percent_rank', 'ntile']);
/** More groups take many rows. */
const LARGEST_CUT = 7;
const CUTS = 2;
/** Columns of one GROUP BY that tell the groups apart in turn. */
const KEYS = 2;

interface Ranking {
  readonly keys: readonly number[];
  readonly aggregated: readonly number[];
  readonly isDescending: boolean;
}

/** Rows of such groups, for each ranking and the small numbers that the query names. */
export function rankedGroups(
  bound: BoundQuery,
  slots: SlotClasses,
  column: (cls: number) => KeyColumn,
): Meeting[] {
  const cuts = cutsOf(bound);
  return rankingsOf(bound, slots).flatMap(({ keys, aggregated, isDescending }) =>
    keys
      .slice(0, KEYS)
      .flatMap(key =>
        cuts.flatMap(cut =>
          [...new Set([1, cut])].map(tied =>
            rowsOf(ranksWithTie(cut + 2, tied, isDescending), key, aggregated, column),
          ),
        ),
      ),
  );
}

/** The weight of each group, from the first place to the last; the places `tied` and the next have the same. */
function ranksWithTie(groups: number, tied: number, isDescending: boolean): number[] {
  const rising = Array.from({ length: groups }, (_, i) => i + 1 - (i >= tied ? 1 : 0));
  return isDescending ? rising.map(weight => groups - weight) : rising;
}

/** So many rows for each group, with that value in all that is aggregated: counts, sums and extremes rise with it. */
function rowsOf(
  weights: readonly number[],
  key: number,
  aggregated: readonly number[],
  column: (cls: number) => KeyColumn,
): Meeting {
  const { kind, good } = column(key);
  const rows = weights.flatMap((weight, group) => {
    const own = good?.filter(value => value !== null)[group] ?? numbered(kind, group + 1);
    if (own === undefined) return [];
    const row = new Map<number, Cell>([[key, own]]);
    for (const cls of aggregated) {
      const value = coerce(BigInt(weight), column(cls).kind);
      if (cls !== key && !column(cls).unique && value !== undefined && column(cls).allows(value))
        row.set(cls, value);
    }
    return Array.from({ length: weight }, () => row);
  });
  return { rows };
}

function cutsOf(bound: BoundQuery): number[] {
  const found = new Set<number>();
  walk(bound.query, node => {
    if (node.kind !== 'literal' || typeof node.value !== 'bigint') return;
    if (node.value >= 1n && node.value <= LARGEST_CUT) found.add(Number(node.value));
  });
  const several = [...found].filter(cut => cut > 1);
  return (several.length > 0 ? several : [2]).slice(0, CUTS);
}

function rankingsOf(bound: BoundQuery, slots: SlotClasses): Ranking[] {
  const found: Ranking[] = [];
  const groups: Expr[] = [];
  const named = new Map<string, Window>();
  walk(bound.query, node => {
    if (node.kind !== 'select') return;
    groups.push(...node.groupBy);
    for (const { name, window } of node.windows) named.set(name.name.toLowerCase(), window);
  });
  if (groups.length === 0) return [];
  walk(bound.query, node => {
    if (node.kind !== 'function' || !ranking.has(node.name) || !node.over) return;
    const window = node.over.kind === 'window' ? node.over : named.get(node.over.name.toLowerCase());
    if (!window) return;
    const [first] = window.orderBy;
    const order = first && definitionOf(bound, first.expr);
    const aggregates = order ? aggregatesIn(bound, order) : [];
    if (!first || aggregates.length === 0) return;
    const partition = new Set(window.partitionBy.flatMap(expr => classesIn(bound, slots, expr)));
    const keys = new Set(groups.flatMap(expr => classesIn(bound, slots, expr)));
    const apart = [...keys].filter(cls => !partition.has(cls));
    const aggregated = aggregates.flatMap(call =>
      call.args.flatMap(arg => classesIn(bound, slots, definitionOf(bound, arg))),
    );
    if (apart.length > 0)
      found.push({ keys: apart, aggregated: [...new Set(aggregated)], isDescending: first.descending });
  });
  return found;
}

function aggregatesIn(bound: BoundQuery, expr: Expr): FunctionCall[] {
  const found: FunctionCall[] = [];
  walk(expr, node => {
    if (node.kind === 'function' && node.over === undefined && bound.functions.isAggregate(node))
      found.push(node);
    return node.kind !== 'query';
  });
  return found;
}

function classesIn(bound: BoundQuery, slots: SlotClasses, expr: Expr): number[] {
  const found = new Set<number>();
  walk(expr, node => {
    if (node.kind === 'column-ref') {
      const cls = slots.classOfFirst(slotsOf(bound, node));
      if (cls !== undefined) found.add(cls);
    }
    return node.kind !== 'query';
  });
  return [...found];
}
