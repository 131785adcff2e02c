/** Searches for values of several columns at which a condition on all of them turns from false to true. */
import type { Cell } from '../../../ports.ts';
import { coerce, isIsoDate, isNumberKind, type ValueKind } from '../../../schema/value-kind.ts';
import type { BoundQuery } from '../../../sql/bound.ts';
import { isComparison } from '../../../sql/comparison.ts';
import type { ColumnRef, Expr } from '../../../sql/model.ts';
import { stripParens } from '../../../sql/walk.ts';
import { isTrue } from '../../compare/cell.ts';
import type { Evaluator, ParameterValues } from '../../query/evaluate.ts';
import { bare } from '../../query/trace.ts';
import { spreadEvenly } from './spread.ts';

/** What a column of the condition may hold. */
export interface Unknown {
  readonly kind: ValueKind;
  readonly pool: readonly Cell[];
}

export interface Solutions {
  /** Combinations of values that satisfy the condition. */
  readonly satisfying: Cell[][];
  /** Combinations at which it is just true or just false, those where both sides are equal first. */
  readonly boundary: Cell[][];
}

/** Values tried for each column, by the number of columns. */
const SIDE = [0, 64, 36, 11, 6] as const;
const MOST = 48;

const whole: readonly bigint[] = [0n, 1n, -1n, 2n, 3n, -2n, 4n, 5n, 6n, 7n, 8n, 9n, 10n, -3n, 11n, 12n, 16n];
/** Neighbours that are one as reals. */
const beyondReals: readonly bigint[] = [9_007_199_254_740_992n, 9_007_199_254_740_993n];

/** `indexOf` tells which unknown a reference stands for. Undefined where SQLite cannot evaluate the condition. */
export function solutionsOf(
  bound: BoundQuery,
  condition: Expr,
  unknowns: readonly Unknown[],
  evaluator: Evaluator,
  parameters: ParameterValues,
  indexOf: (ref: ColumnRef) => number | undefined,
): Solutions | undefined {
  const side = SIDE[unknowns.length] ?? 5;
  const lists = unknowns.map(unknown => gridOf(unknown, side));
  const sides = sidesOf(condition);
  const solved = sides && unknowns.length === 2 ? secants(lists, unknowns, grid) : [];
  const rows = grid(sides ? [condition, ...sides] : [condition], lists);
  if (!rows) return undefined;
  const exact = solved.flatMap(pair => grid(sides ? [condition, ...sides] : [condition], pair) ?? []);
  return sorted([...exact, ...rows], unknowns.length, sides !== undefined);

  function grid(
    exprs: readonly Expr[],
    of: readonly (readonly Cell[])[],
  ): readonly (readonly Cell[])[] | undefined {
    return evaluator.onGrid(bound, exprs, of, parameters, indexOf);
  }

  /** Where the two sides meet along straight lines: linear conditions and products are solved exactly. */
  function secants(
    values: readonly (readonly Cell[])[],
    of: readonly Unknown[],
    at: typeof grid,
  ): (readonly (readonly Cell[])[])[] {
    const [first, second] = values;
    if (!sides || !first || !second || of.some(({ kind }) => !isNumberKind(kind))) return [];
    return [solve(0), solve(1)].flat();

    function solve(fixed: 0 | 1): (readonly (readonly Cell[])[])[] {
      const tried = (fixed === 0 ? first : second)?.slice(0, 14) ?? [];
      const two: Cell[] = [0n, 1n];
      const rows = at(sides ?? [], fixed === 0 ? [tried, two] : [two, tried]) ?? [];
      const gaps = new Map<Cell, Map<Cell, number>>();
      for (const row of rows) {
        const [known, free] = fixed === 0 ? [row[0], row[1]] : [row[1], row[0]];
        const gap = Number(row[2]) - Number(row[3]);
        if (known === undefined || free === undefined || row[2] === null || row[3] === null) continue;
        const line = gaps.get(known) ?? new Map<Cell, number>();
        line.set(free, gap);
        gaps.set(known, line);
      }
      const kind = of[1 - fixed]?.kind ?? 'integer';
      return [...gaps].flatMap(([known, line]) => {
        const [zero, one] = [line.get(0n), line.get(1n)];
        if (zero === undefined || one === undefined || zero === one) return [];
        const root = zero / (zero - one);
        const near = [root, root + 1, root - 1].flatMap(value => toCell(value, kind) ?? []);
        if (near.length === 0) return [];
        return [fixed === 0 ? [[known], near] : [near, [known]]];
      });
    }
  }
}

/** Values of one column at which both sides of the condition are equal, and their neighbours. */
export function rootsOf(
  bound: BoundQuery,
  condition: Expr,
  unknown: Unknown,
  evaluator: Evaluator,
  parameters: ParameterValues,
  indexOf: (ref: ColumnRef) => number | undefined,
): Cell[] {
  const sides = sidesOf(condition);
  if (!sides || !isNumberKind(unknown.kind) || sides.some(side => bare(side).kind === 'column-ref'))
    return [];
  const tried = gridOf(unknown, SIDE[1]).filter(value => typeof value !== 'string');
  const line = (evaluator.onGrid(bound, sides, [tried], parameters, indexOf) ?? [])
    .filter(([, left, right]) => left !== null && right !== null)
    .map(([value, left, right]) => ({ at: Number(value), gap: Number(left) - Number(right) }))
    .sort((a, b) => a.at - b.at);
  const roots: number[] = [];
  for (const [i, { at, gap }] of line.entries()) {
    const next = line[i + 1];
    if (gap === 0) roots.push(at);
    else if (next && gap * next.gap < 0) roots.push(at + ((next.at - at) * gap) / (gap - next.gap));
  }
  const [first, second] = [line[0], line[1]];
  const last = line.at(-1);
  if (roots.length === 0 && first && second && last) {
    // All on one side: follow the line beyond the values that were tried.
    const slope = (last.gap - first.gap) / (last.at - first.at);
    if (slope !== 0) roots.push(first.at - first.gap / slope);
  }
  return roots
    .slice(0, 4)
    .flatMap(root => [root, Math.round(root), root + 1, root - 1])
    .flatMap(value => toCell(value, unknown.kind) ?? []);
}

function toCell(value: number, kind: ValueKind): Cell | undefined {
  if (!Number.isFinite(value)) return undefined;
  const rounded = Math.abs(value - Math.round(value)) < 1e-9 ? Math.round(value) : value;
  return coerce(Number.isSafeInteger(rounded) ? BigInt(rounded) : rounded, kind) ?? undefined;
}

function gridOf({ kind, pool }: Unknown, side: number): Cell[] {
  if (!isNumberKind(kind)) return pool.slice(0, side);
  const extra = [...whole, ...(side >= 36 && kind !== 'real' ? beyondReals : [])].flatMap(
    value => coerce(value, kind) ?? [],
  );
  const half = pool.slice(0, Math.max(3, side - extra.length));
  return [...new Set([...half, ...extra])].slice(0, side);
}

/** The two sides of a comparison; undefined for other conditions. */
function sidesOf(condition: Expr): [Expr, Expr] | undefined {
  const inner = stripParens(condition);
  return isComparison(inner) ? [inner.left, inner.right] : undefined;
}

function sorted(rows: readonly (readonly Cell[])[], width: number, compared: boolean): Solutions {
  const satisfying: Cell[][] = [];
  const equal: Cell[][] = [];
  const near: { readonly cells: Cell[]; readonly gap: number }[] = [];
  const others: Cell[][] = [];
  for (const row of rows) {
    const cells = row.slice(0, width);
    const holds = isTrue(row[width] ?? null);
    if (holds) satisfying.push(cells);
    else others.push(cells);
    const [left, right] = compared ? [row[width + 1] ?? null, row[width + 2] ?? null] : [null, null];
    if (left === null || right === null) continue;
    const gap = distance(left, right);
    if (gap === 0 || left === right) equal.push(cells);
    else if (!Number.isNaN(gap)) near.push({ cells, gap: Math.abs(gap) });
  }
  near.sort((a, b) => a.gap - b.gap);
  const boundary = [...spreadEvenly(equal, 24), ...near.slice(0, 12).map(({ cells }) => cells)];
  return {
    satisfying: spreadEvenly(satisfying, MOST),
    boundary: [...boundary, ...spreadEvenly(satisfying, 16), ...spreadEvenly(others, 8)].slice(0, MOST),
  };
}

/** Not a number for texts, except for two dates. */
function distance(left: Cell, right: Cell): number {
  if (typeof left === 'string' && typeof right === 'string' && isIsoDate(left) && isIsoDate(right))
    return (Date.parse(left) - Date.parse(right)) / 86_400_000;
  return typeof left === 'string' || typeof right === 'string' ? Number.NaN : Number(left) - Number(right);
}
