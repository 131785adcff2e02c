/**
 * Conditions that cannot fail, in one form: the wider steps of the normal form, each with its reason.
 *
 * - Operands of AND and OR in any order, and repeated ones once: both are commutative, associative and idempotent over
 *   true, false and NULL, and operands that only compare columns and literals have no side effects and raise no error.
 * - `x BETWEEN a AND b` of a column is `x >= a AND x <= b`: SQLite documents the two as equivalent (lang_expr.html).
 * - `a = b` as `b = a`, `a < b` as `b > a`: the comparison is symmetric where both sides bring the same collation, or
 *   one is a literal and brings none (the left operand's collation would decide otherwise, datatype3.html §7.1). Not so
 *   `x IS TRUE`, which asks whether x counts as true, while `TRUE IS x` compares it with 1 (lang_expr.html §13).
 * - Items of an IN list in any order, and once: membership knows neither order nor number. Literals only.
 */
import type { BoundQuery } from '../sql/bound.ts';
import { isComparisonOrIs } from '../sql/comparison.ts';
import type { Binary, Expr } from '../sql/model.ts';
import { stripParens } from '../sql/walk.ts';

/** Writes an expression in the normal form. */
export type Write = (expr: Expr) => string;

const mirrored: Readonly<Record<string, string>> = { '>': '<', '>=': '<=' };
const symmetric: ReadonlySet<string> = new Set(['=', '<>', 'is', 'is not']);

/** The one form of a condition that only compares columns and literals; undefined for any other expression. */
export function normalCondition(bound: BoundQuery, expr: Expr, write: Write): string | undefined {
  const inner = stripParens(expr);
  switch (inner.kind) {
    case 'binary':
      if (inner.operator === 'and' || inner.operator === 'or') {
        const terms = termsOf(inner, inner.operator).map(term => normalCondition(bound, term, write));
        if (terms.includes(undefined)) return undefined;
        // A BETWEEN among the terms of an AND brings two of them.
        const flat = terms.flatMap(term => splitTerms(term ?? '', inner.operator));
        return joined(inner.operator, flat);
      }
      return isComparisonOrIs(inner) ? comparison(bound, inner, write) : undefined;
    case 'between': {
      const parts = [inner.operand, inner.low, inner.high];
      if (inner.negated || !isColumn(inner.operand) || !parts.every(isPlain)) return undefined;
      const [x, low, high] = parts.map(part => write(part));
      if (!sameCollation(bound, inner.operand, inner.low) || !sameCollation(bound, inner.operand, inner.high))
        return undefined;
      return joined('and', [`(<= ${low} ${x})`, `(<= ${x} ${high})`]);
    }
    case 'is-null':
      return isPlain(inner.operand)
        ? `(${inner.negated ? 'some' : 'null'} ${write(inner.operand)})`
        : undefined;
    case 'in-list': {
      if (!isColumn(inner.operand) || !inner.items.every(item => stripParens(item).kind === 'literal'))
        return undefined;
      const items = [...new Set(inner.items.map(item => write(item)))].sort();
      return `(${inner.negated ? 'not in' : 'in'} ${write(inner.operand)} ${items.join(' ')})`;
    }
    default:
      return undefined;
  }
}

function comparison(bound: BoundQuery, node: Binary, write: Write): string | undefined {
  if (!isPlain(node.left) || !isPlain(node.right)) return undefined;
  const [left, right] = [write(node.left), write(node.right)];
  const asksForTruth = node.operator.startsWith('is') && [node.left, node.right].some(isBoolean);
  if (asksForTruth || !sameCollation(bound, node.left, node.right))
    return `(${node.operator} ${left} ${right})`;
  const mirror = mirrored[node.operator];
  if (mirror !== undefined) return `(${mirror} ${right} ${left})`;
  const sides = symmetric.has(node.operator) ? [left, right].sort() : [left, right];
  return `(${node.operator} ${sides.join(' ')})`;
}

function termsOf(expr: Expr, operator: 'and' | 'or'): Expr[] {
  const inner = stripParens(expr);
  return inner.kind === 'binary' && inner.operator === operator
    ? [...termsOf(inner.left, operator), ...termsOf(inner.right, operator)]
    : [inner];
}

const SEPARATOR = ' \u0001 ';

function joined(operator: string, terms: readonly string[]): string {
  const sorted = [...new Set(terms)].sort();
  return sorted.length === 1 ? (sorted[0] ?? '') : `(${operator}${SEPARATOR}${sorted.join(SEPARATOR)})`;
}

/** The terms of a written conjunction within a conjunction. */
function splitTerms(term: string, operator: string): string[] {
  const start = `(${operator}${SEPARATOR}`;
  // Only BETWEEN writes one: nested operators of the same kind were taken apart before, and deeper ones keep theirs.
  const rest = term.startsWith(start) ? term.slice(start.length, -1).split(SEPARATOR) : [];
  return rest.length === 2 && rest.every(part => part.startsWith('(<= ')) ? rest : [term];
}

function isColumn(expr: Expr): boolean {
  return stripParens(expr).kind === 'column-ref';
}

function isPlain(expr: Expr): boolean {
  const inner = stripParens(expr);
  return inner.kind === 'column-ref' || (inner.kind === 'literal' && inner.type !== 'current-time');
}

function isBoolean(expr: Expr): boolean {
  const inner = stripParens(expr);
  return inner.kind === 'literal' && inner.type === 'boolean';
}

/** True when exchanging the sides leaves the collation as it is. */
function sameCollation(bound: BoundQuery, a: Expr, b: Expr): boolean {
  const [one, other] = [collationOf(bound, a), collationOf(bound, b)];
  if (one === 'unknown' || other === 'unknown') return false;
  return one === undefined || other === undefined || one === other;
}

/** Undefined for literals, which bring none. */
function collationOf(bound: BoundQuery, expr: Expr): string | undefined {
  const inner = stripParens(expr);
  if (inner.kind === 'literal') return undefined;
  const found = inner.kind === 'column-ref' ? bound.resolve(inner) : undefined;
  if (found?.kind !== 'column' || found.relation.source.kind !== 'table') return 'unknown';
  return found.column.origin?.column.collation.toUpperCase() ?? 'unknown';
}
