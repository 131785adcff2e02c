/**
 * A pattern: rows for every table occurrence of a query, with the cells that must be equal tied together in classes.
 * Filled with values it is a chain: rows that pass all joins and conditions of the query.
 */
import type { Cell } from '../../../ports.ts';
import type { BoundQuery, Scope } from '../../../sql/bound.ts';
import type { ColumnRef, Expr, Query, Select } from '../../../sql/model.ts';
import { arms, stripParens, walk } from '../../../sql/walk.ts';
import { type Evaluator, mentions, type ParameterValues } from '../../query/evaluate.ts';
import { slotsOf, slotsOfExpr } from '../../query/trace.ts';
import type { Domains, Pair } from '../constraints/domains.ts';
import type { FillColumn, FillTable } from '../instance.ts';
import type { Meeting } from '../values/colliding-texts.ts';
import { rootsOf, solutionsOf } from '../values/solutions.ts';
import { computedClasses } from './computed.ts';
import { collectConditions } from './conditions.ts';
import { meetingsOf } from './meetings.ts';
import { SlotClasses } from './slot-classes.ts';

export interface PatternClass {
  readonly kind: FillColumn['kind'];
  /** All values of interest, never empty. */
  readonly pool: readonly Cell[];
  /** Those that satisfy the conditions on it; undefined when there are none. */
  readonly good?: readonly Cell[];
  /** Holds a key column: rows of different chains need different values. */
  readonly unique: boolean;
  readonly nullable: boolean;
  /** A query sorts by it. */
  readonly sorted: boolean;
  /** A query groups by it. */
  readonly grouped: boolean;
  /** The queries compare it with a constant. */
  readonly constrained: boolean;
  /** Values at which calculated conditions on it change. */
  readonly roots?: readonly Cell[];
  /** Texts at which functions and patterns show what they do. */
  readonly shapes: readonly Cell[];
  /** Pairs of values that a query does not tell apart, or hardly. */
  readonly alike: readonly Pair[];
  /** Texts that make a key of this and other columns ambiguous. */
  readonly joined: readonly Cell[];
  /** All that the queries compare it with, where that is much. */
  readonly listed: readonly Cell[];
  /** The queries calculate with it. */
  readonly computed: boolean;
  /** The queries aggregate it. */
  readonly aggregated: boolean;
  /** A window of theirs aggregates it row by row. */
  readonly accumulated: boolean;
  /** Number of cells. */
  readonly cells: number;
}

export interface PatternRow {
  readonly table: FillTable;
  /** The class of each column. */
  readonly classes: readonly number[];
  /** The query returns something only while this row is missing. */
  readonly anti: boolean;
}

/** Conditions on several classes at once, as the combinations of values that satisfy them. */
export interface Joint {
  readonly classes: readonly number[];
  readonly combinations: readonly (readonly Cell[])[];
  /** Combinations at which they turn from false to true. */
  readonly boundary: readonly (readonly Cell[])[];
}

export interface RowPattern {
  readonly rows: readonly PatternRow[];
  readonly classes: readonly PatternClass[];
  readonly joints: readonly Joint[];
  /** Classes that one expression mixes. */
  readonly together: readonly (readonly number[])[];
  /** Values that show a mistake only beside each other, for a few chains each. */
  readonly meetings: readonly Meeting[];
}

/**
 * The pattern of the rows that pass all joins and conditions of the query.
 * @param domains Values of interest for each column.
 * @param choose Picks the term of an OR that is to hold, by their number.
 * @param leftOut Scopes that get no rows, and whose conditions do not count.
 */
export function buildRowPattern(
  bound: BoundQuery,
  tables: readonly FillTable[],
  domains: Domains,
  evaluator: Evaluator,
  parameters: ParameterValues,
  choose: (terms: number) => number,
  leftOut: ReadonlySet<Scope> = new Set(),
): RowPattern {
  const slots = new SlotClasses(bound, tables, leftOut);
  const conditions = collectConditions(bound, choose, leftOut);
  for (const [a, b] of conditions.links) slots.join(a, b);
  slots.mergeRows();
  const { rows, count } = slots.number();
  const marks = { sorted: new Set<number>(), grouped: new Set<number>() };
  markOrders(bound, slots, marks);
  const good = new Map<number, readonly Cell[]>();
  const joints: Joint[] = [];
  const roots = new Map<number, readonly Cell[]>();
  const anti = new Set<object>();
  const columnsOf: FillColumn[][] = Array.from({ length: count }, () => []);
  for (const row of rows)
    for (const [i, cls] of row.classes.entries()) {
      const column = row.table.columns[i];
      if (column) columnsOf[cls]?.push(column);
    }
  const poolOf = (cls: number): readonly Cell[] => {
    const [first, ...rest] = columnsOf[cls] ?? [];
    if (!first) return [1n];
    const most = [first, ...rest].find(column => domains.constrained(column)) ?? first;
    return domains.pool(most);
  };
  for (const condition of conditions.others)
    applyCondition(condition, bound, slots, evaluator, parameters, {
      poolOf,
      kindOf: cls => columnsOf[cls]?.[0]?.kind ?? 'integer',
      isNullable: cls => columnsOf[cls]?.every(column => column.nullable) ?? false,
      good,
      joints,
      anti,
      roots,
    });
  for (const [given, expr] of conditions.constants) {
    const cls = slots.classOfFirst(given);
    const value = evaluator.constant(bound, expr, parameters);
    if (cls !== undefined && value !== undefined && !good.has(cls)) good.set(cls, [value]);
  }
  for (const term of conditions.avoided) avoid(term, bound, slots, evaluator, parameters, poolOf, good);
  const { computed, aggregated, accumulated, together } = computedClasses(bound, slots);
  const classes = columnsOf.map(
    (columns, cls): PatternClass => ({
      kind: (columns.find(column => domains.constrained(column)) ?? columns[0])?.kind ?? 'integer',
      pool: poolOf(cls),
      ...(good.has(cls) && { good: good.get(cls) ?? [] }),
      unique: columns.some(column => column.unique),
      nullable: columns.some(column => column.nullable),
      sorted: marks.sorted.has(cls),
      grouped: marks.grouped.has(cls),
      constrained: good.has(cls) || columns.some(column => domains.constrained(column)),
      ...(roots.has(cls) && { roots: roots.get(cls) ?? [] }),
      shapes: columns.flatMap(column => domains.shapes(column)),
      joined: columns.flatMap(column => domains.joined(column)),
      alike: columns.map(column => domains.alike(column)).find(pairs => pairs.length > 0) ?? [],
      listed: columns.map(column => domains.listed(column)).find(list => list.length > 0) ?? [],
      computed: computed.has(cls),
      aggregated: aggregated.has(cls),
      accumulated: accumulated.has(cls),
      cells: columns.length,
    }),
  );
  return {
    rows: rows.map(row => ({
      table: row.table,
      classes: row.classes,
      anti: row.relations.every(
        relation => anti.has(relation) || conditions.negated.has(slots.scopeOf(relation)),
      ),
    })),
    classes,
    joints,
    together,
    meetings: meetingsOf(
      bound,
      slots,
      cls => ({
        kind: classes[cls]?.kind ?? 'integer',
        pool: poolOf(cls),
        unique: classes[cls]?.unique ?? false,
        good: good.get(cls),
        allows: value => columnsOf[cls]?.every(column => domains.allows(column, value)) ?? false,
      }),
      evaluator,
      parameters,
    ),
  };
}

interface Sink {
  readonly poolOf: (cls: number) => readonly Cell[];
  readonly kindOf: (cls: number) => FillColumn['kind'];
  readonly isNullable: (cls: number) => boolean;
  readonly good: Map<number, readonly Cell[]>;
  readonly joints: Joint[];
  readonly roots: Map<number, readonly Cell[]>;
  /** Relations that must be missing. */
  readonly anti: Set<object>;
}

const COMBINATIONS = 48;

function applyCondition(
  condition: Expr,
  bound: BoundQuery,
  slots: SlotClasses,
  evaluator: Evaluator,
  parameters: ParameterValues,
  sink: Sink,
): void {
  const inner = stripParens(condition);
  if (inner.kind === 'is-null' && !inner.negated) {
    for (const slot of slotsOfExpr(bound, inner.operand))
      if (slot.relation.padded && !slots.nullable(slot)) sink.anti.add(slot.relation);
  }
  const { columns, plain } = mentions(bound, inner);
  if (!plain || columns.length === 0) return;
  const classOf = new Map(columns.map(ref => [ref, slots.classOfFirst(slotsOf(bound, ref))]));
  const classes = [...new Set(classOf.values())].filter(cls => cls !== undefined);
  if (classes.length === 0 || classes.length > 4 || [...classOf.values()].includes(undefined)) return;
  const [only] = classes;
  const assignments =
    classes.length === 1 && only !== undefined
      ? [...sink.poolOf(only), null].map(value => [value])
      : combine(classes.map(cls => sink.good.get(cls) ?? withNull(sink.poolOf(cls), sink.isNullable(cls))));
  const indexOf = (ref: ColumnRef): number | undefined => {
    const cls = classOf.get(ref);
    return cls === undefined ? undefined : classes.indexOf(cls);
  };
  const verdicts = evaluator.satisfied(bound, inner, assignments, parameters, indexOf);
  if (!verdicts) return;
  const satisfying = assignments.filter((_, i) => verdicts[i]);
  if (classes.length > 1 || only === undefined) {
    const unknowns = classes.map(cls => ({ kind: sink.kindOf(cls), pool: sink.poolOf(cls) }));
    const solved = solutionsOf(bound, inner, unknowns, evaluator, parameters, indexOf);
    const combinations = satisfying.length > 0 ? satisfying : (solved?.satisfying ?? []);
    if (combinations.length > 0)
      sink.joints.push({ classes, combinations, boundary: solved?.boundary ?? [] });
    return;
  }
  const unknown = { kind: sink.kindOf(only), pool: sink.poolOf(only) };
  const roots = rootsOf(bound, inner, unknown, evaluator, parameters, indexOf);
  if (roots.length > 0) sink.roots.set(only, [...(sink.roots.get(only) ?? []), ...roots]);
  if (satisfying.length === 0) return;
  const values = satisfying.map(cells => cells[0] ?? null);
  const before = sink.good.get(only);
  const both = before?.filter(value => values.includes(value));
  // Two conditions that no value of the pool meets together: the later one alone is better than none.
  sink.good.set(only, both && both.length > 0 ? both : (before ?? values));
}

/** Leaves the column no value with which the condition holds, as far as others are left. */
function avoid(
  condition: Expr,
  bound: BoundQuery,
  slots: SlotClasses,
  evaluator: Evaluator,
  parameters: ParameterValues,
  poolOf: (cls: number) => readonly Cell[],
  good: Map<number, readonly Cell[]>,
): void {
  const { columns, plain } = mentions(bound, condition);
  const classes = new Set(columns.map(ref => slots.classOfFirst(slotsOf(bound, ref))));
  const [only, ...more] = classes;
  if (!plain || only === undefined || more.length > 0) return;
  const values = good.get(only) ?? [...poolOf(only), null];
  const assignments = values.map(value => [value]);
  const verdicts = evaluator.satisfied(bound, condition, assignments, parameters, () => 0);
  const left = values.filter((_, i) => verdicts?.[i] === false);
  if (left.length > 0) good.set(only, left);
}

/** NULL comes early, so that it is among the combinations that are tried. */
function withNull(pool: readonly Cell[], nullable: boolean): readonly Cell[] {
  return nullable ? [...pool.slice(0, 3), null, ...pool.slice(3)] : pool;
}

/** Some combinations of the lists' values, spread evenly. */
function combine(lists: readonly (readonly Cell[])[]): Cell[][] {
  const total = lists.reduce((product, list) => product * list.length, 1);
  const step = total <= COMBINATIONS ? 1 : Math.max(1, Math.floor(total / COMBINATIONS) | 1);
  const result: Cell[][] = [];
  for (let n = 0; n < total && result.length < COMBINATIONS; n += step) {
    let rest = n;
    result.push(
      lists.map(list => {
        const value = list[rest % list.length] ?? null;
        rest = Math.floor(rest / list.length);
        return value;
      }),
    );
  }
  return result;
}

function markOrders(
  bound: BoundQuery,
  slots: SlotClasses,
  marks: { sorted: Set<number>; grouped: Set<number> },
): void {
  const mark = (expr: Expr, set: Set<number>): void => {
    const inner = stripParens(expr);
    walk(inner, node => {
      if (node.kind === 'column-ref')
        for (const slot of slotsOf(bound, node)) {
          const cls = slots.classOf(slot);
          if (cls !== undefined) set.add(cls);
        }
      return node.kind !== 'query';
    });
  };
  /** A number stands for the output at that place. */
  const named = (expr: Expr, at: Query | Select): Expr => {
    const inner = stripParens(expr);
    if (inner.kind !== 'literal' || typeof inner.value !== 'bigint') return expr;
    return bound.outputsOf(at)[Number(inner.value) - 1]?.expr ?? expr;
  };
  walk(bound.query, node => {
    if (node.kind === 'order') mark(node.expr, marks.sorted);
    if (node.kind === 'query')
      for (const { expr } of node.orderBy)
        for (const arm of arms(node.body))
          mark(named(expr, arm.kind === 'select' ? arm : node), marks.sorted);
    if (node.kind === 'select') for (const expr of node.groupBy) mark(named(expr, node), marks.grouped);
    if (node.kind === 'window') for (const expr of node.partitionBy) mark(expr, marks.grouped);
  });
}
