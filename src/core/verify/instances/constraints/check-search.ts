/**
 * Rows for CHECKs that few combinations of values meet, such as `a * a + b * b = 25`: small numbers, the constants of
 * the conditions with what lies near them, and what the sides of an equation come to, all combined. SQLite itself
 * evaluates them. The search rests on the table alone, so that its result serves all rewrites of one original.
 */
import type { Cell } from '../../../ports.ts';
import { coerce, plainValues, type ValueKind } from '../../../schema/value-kind.ts';
import { walk } from '../../../sql/walk.ts';
import { cellKey } from '../../compare/cell.ts';
import { type Evaluator, storedColumn } from '../../query/evaluate.ts';
import type { FillColumn } from '../instance.ts';
import { spreadEvenly } from '../values/spread.ts';
import { type CheckCondition, noParameters } from './check-conditions.ts';
import { equationsIn, type IndexOf, valuesByEquation } from './equations.ts';

/** Combinations tried at most, and values of a column. */
const MOST_TRIED = 240_000;
const MOST_VALUES = 240;
/** Combinations found at most. */
const MOST_FOUND = 3000;
const LARGEST = 30;

/** The integers tried on conditions that calculate with one column. */
const FROM = -200n;
const TO = 3000n;
const calculating: ReadonlySet<string> = new Set(['%', '&', '|', '<<', '>>', '*', '/']);

/** What the conditions on one column let through. */
export interface Narrowing {
  conditionsOn(column: FillColumn): readonly CheckCondition[];
  allows(column: FillColumn, value: Cell): boolean;
}

/** The searches over the database of one evaluator, each of them made once. */
export class CheckSearch {
  readonly #evaluator: Evaluator;
  readonly #rows = new Map<string, readonly (readonly Cell[])[]>();
  readonly #integers = new Map<string, readonly bigint[]>();

  constructor(evaluator: Evaluator) {
    this.#evaluator = evaluator;
  }

  /**
   * Combinations of values, none of them NULL, that meet all conditions; `columns` in the order of a combination's
   * values.
   */
  rows(
    conditions: readonly CheckCondition[],
    columns: readonly FillColumn[],
    narrowing: Narrowing,
  ): readonly (readonly Cell[])[] {
    if (conditions.length === 0) return [];
    // Some databases leave columns out, or tables that narrow others by a reference.
    const by = columns.map(column => `${column.column.name} ${textOf(narrowing.conditionsOn(column))}`);
    const key = [textOf(conditions), ...by].join('\n');
    const rows = this.#rows.get(key) ?? search(this.#evaluator, conditions, columns, narrowing);
    this.#rows.set(key, rows);
    return rows;
  }

  /** For conditions on one column such as `n % 3 = 1 AND n % 5 = 2`: the integers that meet them. */
  integers(conditions: readonly CheckCondition[]): readonly bigint[] {
    if (!conditions.some(calculates)) return [];
    const key = textOf(conditions);
    const known = this.#integers.get(key);
    if (known) return known;
    const tried = Array.from({ length: Number(TO - FROM) + 1 }, (_, i) => FROM + BigInt(i));
    const terms = conditions.map(condition => ({ ...condition, indexOf: () => 0 }));
    const rows = this.#evaluator.matching(terms, [tried], noParameters, tried.length) ?? [];
    const numbers = rows.flatMap(([value]) => (typeof value === 'bigint' ? [value] : []));
    this.#integers.set(key, numbers);
    return numbers;
  }
}

const searches = new WeakMap<Evaluator, CheckSearch>();

/** The searches that all rewrites of the evaluator's original share. */
export function checkSearchOf(evaluator: Evaluator): CheckSearch {
  const search = searches.get(evaluator) ?? new CheckSearch(evaluator);
  searches.set(evaluator, search);
  return search;
}

/** The conditions with their tables, and where they stand in them. */
function textOf(conditions: readonly CheckCondition[]): string {
  return conditions.map(({ bound, expr }) => `${bound.source} ${expr.span.start}`).join('; ');
}

function calculates({ expr }: CheckCondition): boolean {
  let found = false;
  walk(expr, node => {
    if (node.kind === 'binary' && calculating.has(node.operator)) found = true;
  });
  return found;
}

/** Texts that hold those of the conditions at the places, and characters of the codes, that the conditions name. */
export function placedTexts(conditions: readonly CheckCondition[]): string[] {
  const constants = constantsOf(conditions);
  const found: string[] = [];
  const places = constants.filter(value => typeof value === 'bigint');
  for (const place of places) {
    for (const code of [place, place + 1n])
      if (code >= 32n && code <= 0x10ffffn && (code < 0xd800n || code > 0xdfffn))
        found.push(String.fromCodePoint(Number(code)));
    if (place < 1n || place > LARGEST) continue;
    for (const text of constants)
      if (typeof text === 'string')
        for (const end of ['', 'x', 'xxx', 'x'.repeat(LARGEST)]) {
          found.push(
            `${'x'.repeat(Number(place) - 1)}${text}${end}`,
            `${'x'.repeat(Number(place))}${text}${end}`,
          );
        }
  }
  return found;
}

function search(
  evaluator: Evaluator,
  conditions: readonly CheckCondition[],
  columns: readonly FillColumn[],
  narrowing: Narrowing,
): readonly (readonly Cell[])[] {
  const side = Math.min(MOST_VALUES, Math.floor(MOST_TRIED ** (1 / columns.length)));
  if (side < 3) return [];
  const constants = constantsOf(conditions);
  const lists = columns.map(column => {
    const values = candidates(column.kind, constants).filter(value => narrowing.allows(column, value));
    return values.length > 0 ? values.slice(0, side) : plainValues(column.kind);
  });
  const indexIn = ({ bound }: CheckCondition): IndexOf => {
    return ref => {
      const column = storedColumn(bound, ref);
      const at = columns.findIndex(each => each.column === column);
      return at < 0 ? undefined : at;
    };
  };
  const few = Math.max(3, Math.floor(4000 ** (1 / (columns.length - 1))));
  for (const condition of conditions) {
    const indexOf = indexIn(condition);
    for (const equation of equationsIn(condition.expr, indexOf)) {
      const { at } = equation;
      const column = columns[at];
      if (!column) continue;
      const tried = lists.map(list => list.slice(0, few));
      const values = valuesByEquation(evaluator, condition.bound, equation, column.kind, tried, indexOf);
      const fresh = distinct(values).filter(value => narrowing.allows(column, value));
      lists[at] = distinct([...spreadEvenly(fresh, side), ...(lists[at] ?? [])]).slice(0, 2 * side);
    }
  }
  const terms = conditions.map(condition => ({ ...condition, indexOf: indexIn(condition) }));
  return evaluator.matching(terms, lists, noParameters, MOST_FOUND) ?? [];
}

/** The numbers and texts that the conditions name. */
function constantsOf(conditions: readonly CheckCondition[]): Cell[] {
  const found: Cell[] = [];
  for (const { expr } of conditions)
    walk(expr, node => {
      if (node.kind !== 'literal' || typeof node.value === 'boolean' || node.value === null) return;
      if (node.type === 'integer' || node.type === 'real' || node.type === 'text') found.push(node.value);
    });
  return distinct(found);
}

/** Values of the kind, the likeliest first. */
function candidates(kind: ValueKind, constants: readonly Cell[]): Cell[] {
  if (!['integer', 'real', 'numeric', 'any'].includes(kind))
    return distinct([...constants, ...plainValues(kind)].flatMap(value => coerce(value, kind) ?? []));
  const numbers = constants.flatMap(value => (typeof value === 'string' ? [] : [Number(value)]));
  const found: number[] = [];
  for (let n = 0; n <= 5; n++) found.push(n, -n);
  for (const c of numbers) found.push(c, c + 1, c - 1, c / 2, c / 3, Math.sqrt(Math.abs(c)), -c);
  for (let n = 6; n <= LARGEST; n++) {
    found.push(n);
    // What is left of a constant, and what makes one: sums and products of small numbers.
    for (const c of numbers) if (n % 5 === 0) found.push(c - n, c + n, (c * n) / 5);
    if (n <= 12) found.push(-n, n * n);
  }
  for (const c of numbers)
    for (let n = 2; n <= LARGEST; n++) found.push(c - n, c + n, c * n, c * n + 1, c / n);
  for (let n = 13; n <= LARGEST; n++) found.push(-n, n * n);
  for (const a of numbers) for (const b of numbers) found.push(a * b, a * b + 1, (a + b) / 2, (a - b) / 2);
  const cells = found.filter(Number.isFinite).map(n => coerceNumber(n, kind));
  return distinct(cells.filter(value => value !== undefined));
}

function coerceNumber(n: number, kind: ValueKind): Cell | undefined {
  const value = Object.is(n, -0) ? 0 : n;
  if (kind === 'real') return value;
  if (Number.isSafeInteger(value)) return BigInt(value);
  return kind === 'integer' ? undefined : value;
}

function distinct(values: readonly Cell[]): Cell[] {
  return [...new Map(values.map(value => [cellKey(value), value])).values()];
}
