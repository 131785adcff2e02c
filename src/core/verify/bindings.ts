/** The values that parameters are bound to: the same on both sides. */

import type { Cell } from '../ports.ts';
import type { Column } from '../schema/model.ts';
import { isIsoDate, kindOf, numbered, plainValues, type ValueKind } from '../schema/value-kind.ts';
import type { BoundQuery } from '../sql/bound.ts';
import type { Expr, Parameter } from '../sql/model.ts';
import { parameterKeys } from '../sql/parameter-keys.ts';
import { stripParens, walk } from '../sql/walk.ts';
import { cellKey } from './compare/cell.ts';
import type { ParameterValues } from './query/evaluate.ts';
import { columnOfSlot, slotsOfExpr, storedColumnsOf } from './query/trace.ts';

/** Begins the names of parameters that stand for a function: those are never NULL. */
export const heldParameter = ':quill_held_';

/** Values of one parameter alone. */
const MOST_NEAR = 30;

/** Values by the parameter's key. */
export type Binding = Readonly<Record<string, Cell>>;

/** Several bindings for the parameters of both queries. */
export interface BindingChoices {
  /** Usual values, different for each parameter. */
  readonly usual: Binding;
  /** The same values in reverse order. */
  readonly reversed: Binding;
  /** Values that no column is filled with. */
  readonly absent: Binding;
  readonly nulls: Binding;
  /** One usual value for all. */
  readonly alike: Binding;
  /**
   * One parameter at NULL, at a constant of the queries, or at a neighbour of what they compare it with; the others as
   * usual. NULLs first, then the parameters in turn.
   */
  readonly special: readonly SpecialBinding[];
}

export interface SpecialBinding {
  readonly binding: Binding;
  /** The value of the one parameter. */
  readonly value: Cell;
  /** What the queries compare the parameter with, or calculate from it in one comparison. */
  readonly columns: ReadonlySet<Column>;
}

/** All are the empty binding when there are no parameters. */
export function bindingsFor(queries: readonly BoundQuery[]): BindingChoices {
  if (queries.every(({ parameters }) => parameters.length === 0)) {
    const none: Binding = {};
    return { usual: none, reversed: none, absent: none, nulls: none, alike: none, special: [] };
  }
  const kinds = new Map<string, ValueKind | 'pattern' | 'limit'>();
  const near = new Map<string, Map<string, Cell>>();
  const columns = new Map<string, Set<Column>>();
  const constants: Cell[] = [];
  for (const bound of queries) {
    const keys = parameterKeys(bound.parameters);
    const keyOf = new Map(bound.parameters.map((parameter, i) => [parameter, keys[i] ?? parameter.text]));
    for (const key of keys)
      if (!kinds.has(key)) kinds.set(key, key.startsWith(heldParameter) ? 'integer' : 'any');
    const note = (expr: Expr, kind: ValueKind | 'pattern' | 'limit' | undefined): void => {
      const inner = stripParens(expr);
      const key = inner.kind === 'parameter' ? keyOf.get(inner) : undefined;
      if (key !== undefined && kind !== undefined && kinds.get(key) === 'any') kinds.set(key, kind);
    };
    const compare = (one: Expr, other: Expr): void => {
      walk(one, node => {
        if (node.kind === 'query') return false;
        const key = node.kind === 'parameter' ? keyOf.get(node) : undefined;
        if (key === undefined) return true;
        const values = entry(near, key, () => new Map<string, Cell>());
        for (const value of [...literalsIn(other), ...literalsIn(one)].flatMap(around))
          values.set(cellKey(value), value);
        const compared = entry(columns, key, () => new Set<Column>());
        for (const side of [one, other])
          for (const column of storedColumnsOf(bound, side)) compared.add(column);
        return true;
      });
    };
    walk(bound.query, node => {
      if (node.kind === 'literal') {
        const [value] = around(node);
        if (value !== undefined) constants.push(value);
      }
      if (node.kind === 'binary') {
        if (node.operator !== 'and' && node.operator !== 'or') {
          compare(node.left, node.right);
          compare(node.right, node.left);
        }
        note(node.left, kindIn(bound, node.right));
        note(node.right, kindIn(bound, node.left));
      }
      if (node.kind === 'between')
        for (const end of [node.low, node.high]) {
          note(end, kindIn(bound, node.operand));
          compare(node.operand, end);
          compare(end, node.operand);
        }
      if (node.kind === 'in-list')
        for (const item of node.items) {
          note(item, kindIn(bound, node.operand));
          compare(node.operand, item);
          compare(item, node.operand);
        }
      if (node.kind === 'like') {
        note(node.pattern, 'pattern');
        compare(node.pattern, node.operand);
      }
      if (node.kind === 'limit') for (const part of [node.limit, node.offset]) if (part) note(part, 'limit');
    });
  }
  const limits: readonly Cell[] = [2n, 1n, 3n, 4n];
  const texts: readonly Cell[] = ['a%', 'b%', '%a', '%'];
  const bind = (cellFor: (kind: ValueKind, i: number) => Cell, order: (i: number) => number): Binding =>
    Object.fromEntries(
      [...kinds].map(([key, kind], i): [string, Cell] => {
        const at = order(i);
        if (kind === 'limit') return [key, limits[at % limits.length] ?? 1n];
        if (kind === 'pattern') return [key, texts[at % texts.length] ?? '%'];
        if (key.startsWith(heldParameter)) return [key, cellFor(kind, at) ?? 0n];
        return [key, cellFor(kind, at)];
      }),
    );
  const last = kinds.size - 1;
  return {
    usual: bind(usual, i => i),
    reversed: bind(usual, i => last - i),
    absent: bind(
      kind => numbered(kind, 99) ?? 1n,
      () => 1,
    ),
    nulls: bind(
      () => null,
      () => 1,
    ),
    alike: bind(usual, () => 0),
    special: inTurn(
      [...kinds].map(([key, kind]) =>
        kind === 'limit'
          ? []
          : valuesAlone(kind, [...(near.get(key)?.values() ?? [])], constants)
              .filter(value => value !== null || !key.startsWith(heldParameter))
              .map(
                (value): SpecialBinding => ({
                  binding: { ...bind(usual, i => i), [key]: value },
                  value,
                  columns: columns.get(key) ?? new Set(),
                }),
              ),
      ),
    ),
  };
}

/** NULL, then what the parameter is compared with and its neighbours, then the queries' other constants of its kind. */
function valuesAlone(kind: ValueKind | 'pattern', near: readonly Cell[], constants: readonly Cell[]): Cell[] {
  const values = new Map<string, Cell>();
  const isNumeric = kind === 'integer' || kind === 'numeric' || kind === 'real' || kind === 'boolean';
  const fits = (value: Cell): boolean => kind === 'any' || isNumeric === (typeof value !== 'string');
  for (const value of [null, ...near, ...constants.filter(fits)]) values.set(cellKey(value), value);
  return [...values.values()].slice(0, MOST_NEAR);
}

/** The first of each list, then the second of each, and so on. */
function inTurn<T>(lists: readonly (readonly T[])[]): T[] {
  const longest = Math.max(0, ...lists.map(list => list.length));
  return Array.from({ length: longest }, (_, i) => lists.flatMap(list => list.slice(i, i + 1))).flat();
}

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const value = map.get(key) ?? make();
  map.set(key, value);
  return value;
}

/** The literals of an expression, those of its subqueries left out. */
function literalsIn(expr: Expr): Expr[] {
  const found: Expr[] = [];
  walk(expr, node => {
    if (node.kind === 'query') return false;
    const negated = node.kind === 'unary' && node.operator === '-';
    if (negated || node.kind === 'literal') found.push(node);
    return !negated;
  });
  return found;
}

/** A constant that a parameter is compared with, and its neighbours. */
function around(constant: Expr): Cell[] {
  if (constant.kind === 'unary' && constant.operator === '-')
    return around(stripParens(constant.operand)).flatMap(value =>
      typeof value === 'bigint' || typeof value === 'number' ? [-value] : [],
    );
  if (constant.kind !== 'literal' || constant.type === 'blob') return [];
  const { value } = constant;
  if (typeof value === 'bigint') return [value, value + 1n, value - 1n];
  if (typeof value === 'number') return [value, value + 1, value - 1];
  return typeof value === 'string' && constant.type === 'text' ? [value] : [];
}

/** Different for different parameters, in rising order, so that it shows when two of them are swapped. */
function usual(kind: ValueKind, i: number): Cell {
  const plain = plainValues(kind);
  const [first, second] = plain;
  if (i === 0) return first ?? null;
  if (i === 1 && kind !== 'integer' && kind !== 'numeric' && kind !== 'real') return second ?? null;
  return numbered(kind, i * 4 + 1) ?? plain[i % plain.length] ?? null;
}

function kindIn(bound: BoundQuery, expr: Expr): ValueKind | undefined {
  let kind: ValueKind | undefined;
  walk(expr, node => {
    if (node.kind !== 'column-ref') return node.kind !== 'query';
    const [slot] = slotsOfExpr(bound, node);
    const column = slot && columnOfSlot(slot);
    if (column) kind ??= kindOf(column);
    return false;
  });
  if (
    kind === undefined &&
    expr.kind === 'literal' &&
    typeof expr.value === 'string' &&
    isIsoDate(expr.value)
  )
    return 'date';
  return kind;
}

/** Looks a parameter of one query up in a binding. */
export function valuesOf(bound: BoundQuery, binding: Binding): ParameterValues {
  const keys = parameterKeys(bound.parameters);
  const values = new Map<Parameter, Cell>(
    bound.parameters.map((parameter, i) => [parameter, binding[keys[i] ?? parameter.text] ?? null]),
  );
  return parameter => values.get(parameter) ?? null;
}
