/** Values that show a mistake only beside each other, in rows that are alike in all else. */
import type { Cell } from '../../../ports.ts';
import type { BoundQuery } from '../../../sql/bound.ts';
import type { Expr } from '../../../sql/model.ts';
import { type Evaluator, mentions, type ParameterValues } from '../../query/evaluate.ts';
import { bare, definitionOf, slotsOf, slotsOfExpr } from '../../query/trace.ts';
import { collidingNumbers, type NumberKey } from '../values/colliding-numbers.ts';
import { collidingTexts, type KeyColumn, type Meeting, type TextKey } from '../values/colliding-texts.ts';
import { keyExpressions } from '../values/key-expressions.ts';
import { numberReadings, numberTexts, prefixesOf } from '../values/number-texts.ts';
import { rankedGroups } from './ranked-groups.ts';
import type { SlotClasses } from './slot-classes.ts';

/** Of one query, of each sort. */
const MOST = 4;
/** Larger factors belong to no key. */
const LARGEST_FACTOR = 10n ** 10n;

/**
 * What makes joined keys ambiguous, texts that sort otherwise than the numbers in them, and groups that tie in a rank.
 * @param column What a class of the pattern may hold, by its number.
 */
export function meetingsOf(
  bound: BoundQuery,
  slots: SlotClasses,
  column: (cls: number) => KeyColumn,
  evaluator: Evaluator,
  parameters: ParameterValues,
): Meeting[] {
  const reader = new KeyReader(bound, slots, evaluator, parameters);
  const texts = new Map<string, TextKey>();
  const numbers = new Map<string, NumberKey>();
  for (const exprs of keyExpressions(bound)) {
    const ownTexts = exprs.flatMap(expr => reader.text(expr) ?? []);
    if (ownTexts.some(({ key }) => key.length > 1 && key.some(part => typeof part === 'number')))
      for (const { key } of ownTexts) texts.set(JSON.stringify(key), key);
    const ownNumbers = exprs.flatMap(expr => reader.number(expr) ?? []);
    if (ownNumbers.some(({ factors }) => factors.size > 1))
      for (const key of ownNumbers)
        if (key.factors.size > 0) numbers.set(`${[...key.factors]} ${key.constant}`, key);
  }
  return [
    ...collidingTexts([...texts.values()], column).slice(0, MOST),
    ...collidingNumbers([...numbers.values()], column).slice(0, MOST),
    ...unlikeOrders(bound, slots, column, evaluator, parameters).slice(0, MOST),
    ...rankedGroups(bound, slots, column).slice(0, MOST),
  ].filter(({ rows }) => rows.length > 0);
}

/** For each text column that the query reads numbers from. */
function unlikeOrders(
  bound: BoundQuery,
  slots: SlotClasses,
  column: (cls: number) => KeyColumn,
  evaluator: Evaluator,
  parameters: ParameterValues,
): Meeting[] {
  return numberReadings(bound).flatMap(expr => {
    const { columns, plain } = mentions(bound, expr);
    const classes = new Set(columns.map(ref => slots.classOfFirst(slotsOf(bound, ref))));
    const [cls] = classes;
    if (!plain || classes.size !== 1 || cls === undefined) return [];
    const { kind, pool, good, allows } = column(cls);
    if (kind !== 'text' && kind !== 'any') return [];
    const known = [...(good ?? []), ...pool].filter(value => typeof value === 'string');
    const prefixes = prefixesOf(expr, known, each => evaluator.constant(bound, each, parameters));
    const lists = numberTexts(prefixes, texts =>
      evaluator.valuesIn(
        bound,
        expr,
        texts.map(text => [text]),
        parameters,
        () => 0,
      ),
    );
    return lists
      .map(texts => ({ rows: texts.filter(allows).map(text => new Map<number, Cell>([[cls, text]])) }))
      .filter(({ rows }) => rows.length > 1);
  });
}

/** Functions that leave most values as they are. */
const keeping: ReadonlySet<string> = new Set(['coalesce', 'ifnull', 'lower', 'upper', 'trim', 'max', 'min']);

/** Reads expressions as texts or numbers put together from classes. */
class KeyReader {
  readonly #bound: BoundQuery;
  readonly #slots: SlotClasses;
  readonly #evaluator: Evaluator;
  readonly #parameters: ParameterValues;

  constructor(bound: BoundQuery, slots: SlotClasses, evaluator: Evaluator, parameters: ParameterValues) {
    this.#bound = bound;
    this.#slots = slots;
    this.#evaluator = evaluator;
    this.#parameters = parameters;
  }

  text(expr: Expr): { key: TextKey } | undefined {
    const parts = this.#parts(expr);
    return parts && { key: parts };
  }

  /** Undefined for what is no sum of columns. */
  number(expr: Expr): NumberKey | undefined {
    const factors = new Map<number, bigint>();
    let constant = 0n;
    const add = (part: Expr, factor: bigint, depth: number): boolean => {
      const inner = definitionOf(this.#bound, bare(part));
      const value = this.#constant(inner);
      if (value !== undefined) {
        if (typeof value === 'bigint') constant += factor * value;
        return typeof value === 'bigint';
      }
      if (depth > 8 || factor > LARGEST_FACTOR || factor < -LARGEST_FACTOR) return false;
      if (inner.kind === 'unary' && inner.operator === '-') return add(inner.operand, -factor, depth + 1);
      if (inner.kind === 'binary') {
        const { operator, left, right } = inner;
        if (operator === '+' || operator === '-')
          return add(left, factor, depth + 1) && add(right, operator === '+' ? factor : -factor, depth + 1);
        const [one, other] = [this.#constant(left), this.#constant(right)];
        if (operator === '*' && typeof other === 'bigint') return add(left, factor * other, depth + 1);
        if (operator === '*' && typeof one === 'bigint') return add(right, factor * one, depth + 1);
        if (operator === '<<' && typeof other === 'bigint' && other >= 0n && other < 32n)
          return add(left, factor << other, depth + 1);
        return false;
      }
      const cls = this.#classOf(inner);
      if (cls === undefined || factor === 0n) return false;
      factors.set(cls, (factors.get(cls) ?? 0n) + factor);
      return factors.get(cls) !== 0n;
    };
    return add(expr, 1n, 0) ? { factors, constant } : undefined;
  }

  #parts(expr: Expr, depth = 0): TextKey | undefined {
    const inner = definitionOf(this.#bound, bare(expr));
    const value = this.#constant(inner);
    if (value !== undefined) return value === null ? undefined : [String(value)];
    if (depth > 12) return undefined;
    if (inner.kind === 'binary' && inner.operator === '||')
      return this.#joined([inner.left, inner.right], depth);
    if (inner.kind === 'function' && inner.name === 'concat') return this.#joined(inner.args, depth);
    if (inner.kind === 'function' && inner.name === 'concat_ws') {
      const [separator, ...rest] = inner.args;
      return (
        separator &&
        this.#joined(
          rest.flatMap((part, i) => (i ? [separator, part] : [part])),
          depth,
        )
      );
    }
    if (inner.kind === 'function' && ['printf', 'format'].includes(inner.name))
      return this.#printed(inner.args, depth);
    const cls = this.#classOf(inner);
    return cls === undefined ? undefined : [cls];
  }

  #joined(exprs: readonly Expr[], depth: number): TextKey | undefined {
    const parts = exprs.map(expr => this.#parts(expr, depth + 1));
    return parts.some(part => part === undefined) ? undefined : parts.flatMap(part => part ?? []);
  }

  /** A format of nothing but plain `%s` and `%d`. */
  #printed([format, ...args]: readonly Expr[], depth: number): TextKey | undefined {
    const text = format && this.#constant(format);
    if (typeof text !== 'string') return undefined;
    const texts = text.split(/%[sd]/);
    if (texts.some(each => each.includes('%')) || texts.length !== args.length + 1) return undefined;
    const parts = args.map(arg => this.#parts(arg, depth + 1));
    if (parts.some(part => part === undefined)) return undefined;
    return texts.flatMap((each, i) => [...(each === '' ? [] : [each]), ...(parts[i] ?? [])]);
  }

  #classOf(expr: Expr, depth = 0): number | undefined {
    const inner = definitionOf(this.#bound, bare(expr));
    const own = this.#slots.classOfFirst(slotsOfExpr(this.#bound, inner));
    if (own !== undefined || depth > 4) return own;
    if (inner.kind === 'cast') return this.#classOf(inner.operand, depth + 1);
    const first =
      inner.kind === 'function' && keeping.has(inner.name) && !inner.over ? inner.args[0] : undefined;
    return first && this.#classOf(first, depth + 1);
  }

  #constant(expr: Expr): Cell | undefined {
    return this.#evaluator.constant(this.#bound, expr, this.#parameters);
  }
}
