/** The values that parameters are bound to: the same on both sides. */

import type { Cell } from '../ports.ts';
import { isIsoDate, kindOf, numbered, plainValues, type ValueKind } from '../schema/value-kind.ts';
import type { BoundQuery } from '../sql/bound.ts';
import type { Expr, Parameter } from '../sql/model.ts';
import { parameterKeys } from '../sql/parameter-keys.ts';
import { stripParens, walk } from '../sql/walk.ts';
import type { ParameterValues } from './instances/evaluate.ts';
import { columnOfSlot, slotsOfExpr } from './instances/trace.ts';

/** Values by the parameter's key. */
export type Binding = Readonly<Record<string, Cell>>;

/**
 * Several bindings for the parameters of both queries: usual values in both orders and all alike, one that no
 * column holds, and NULL. One empty binding when there are no parameters.
 */
export function bindingsFor(queries: readonly BoundQuery[]): Binding[] {
  const kinds = new Map<string, ValueKind | 'pattern' | 'limit'>();
  for (const bound of queries) {
    const keys = parameterKeys(bound.parameters);
    const keyOf = new Map(bound.parameters.map((parameter, i) => [parameter, keys[i] ?? parameter.text]));
    for (const key of keys) if (!kinds.has(key)) kinds.set(key, 'any');
    const note = (expr: Expr, kind: ValueKind | 'pattern' | 'limit' | undefined): void => {
      const inner = stripParens(expr);
      const key = inner.kind === 'parameter' ? keyOf.get(inner) : undefined;
      if (key !== undefined && kind !== undefined && kinds.get(key) === 'any') kinds.set(key, kind);
    };
    walk(bound.query, node => {
      if (node.kind === 'binary') {
        note(node.left, kindIn(bound, node.right));
        note(node.right, kindIn(bound, node.left));
      }
      if (node.kind === 'between')
        for (const end of [node.low, node.high]) note(end, kindIn(bound, node.operand));
      if (node.kind === 'in-list') for (const item of node.items) note(item, kindIn(bound, node.operand));
      if (node.kind === 'like') note(node.pattern, 'pattern');
      if (node.kind === 'limit') for (const part of [node.limit, node.offset]) if (part) note(part, 'limit');
    });
  }
  if (kinds.size === 0) return [{}];
  const limits: readonly Cell[] = [2n, 1n, 3n, 4n];
  const texts: readonly Cell[] = ['a%', 'b%', '%a', '%'];
  const bind = (cellFor: (kind: ValueKind, i: number) => Cell, order: (i: number) => number): Binding =>
    Object.fromEntries(
      [...kinds].map(([key, kind], i): [string, Cell] => {
        const at = order(i);
        if (kind === 'limit') return [key, limits[at % limits.length] ?? 1n];
        if (kind === 'pattern') return [key, texts[at % texts.length] ?? '%'];
        return [key, cellFor(kind, at)];
      }),
    );
  const last = kinds.size - 1;
  return [
    bind(usual, i => i),
    bind(usual, i => last - i),
    bind(
      kind => numbered(kind, 99) ?? 1n,
      () => 1,
    ),
    bind(
      () => null,
      () => 1,
    ),
    bind(usual, () => 0),
  ];
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
