/**
 * Calculation on a column → bare column:
 *   id + 0 = 5 → id = 5;  price * 2 > 100 → price > 50;  coalesce(x, 0) = 7 → x = 7;  abs(x) < 3 → x > -3 AND x < 3
 *
 * Precondition: the column's affinity makes the calculation invertible without rounding: integers for sums, integer
 * factors and quotients; powers of two for reals. COALESCE goes where its default fails the comparison, or the column
 * is NOT NULL; where the default passes, `OR x IS NULL` is added.
 * Wrong otherwise: `coalesce(x, 0) < 10` keeps the rows where x is NULL; a calculation has no
 * collation, so a NOCASE column would compare differently; text in a numeric calculation counts as 0;
 * integer division rounds toward zero.
 * Source: "sargable" predicates of Selinger et al., "Access Path Selection" (SIGMOD 1979); the inversion table is ours.
 */

import type { BoundQuery } from '../../sql/bound.ts';
import type { Expr, FunctionCall } from '../../sql/model.ts';
import { stripParens } from '../../sql/walk.ts';
import type { Proposal, Rule } from '../contract.ts';
import { compareAlike, type Sides } from './rewriting/collation.ts';
import {
  type Condition,
  conditions,
  isBinary,
  isNumeric,
  type SidedComparison,
  storedColumn,
} from './rewriting/comparison.ts';
import { conjunctionFor, isFilter } from './rewriting/conjuncts.ts';
import { isConstant, numberOf, textValue } from './rewriting/constants.ts';
import { solved } from './rewriting/inversion.ts';
import { keyword } from './rewriting/layout.ts';
import { together } from './rewriting/together.ts';
import { sourceOf } from './rewriting/tree.ts';

export const bareColumn: Rule = {
  technique: 'bare-column',
  propose: q => together(places(q)),
};

function* places(q: BoundQuery): Iterable<Proposal> {
  for (const condition of conditions(q)) {
    const plain = unwrapped(q, condition.subject);
    if (plain && keepsCollation(q, condition, plain) && keepsOther(q, condition)) {
      yield replaced(condition.subject, sourceOf(q, plain));
    }
    if (condition.kind !== 'comparison') continue;
    const { subject, whole } = condition;
    const terms = solved(q, condition);
    if (terms) yield replaced(whole, conjunctionFor(q, whole, terms));
    if (subject.kind === 'function') yield* coalesced(q, condition, subject);
  }
}

function replaced(node: Expr, text: string): Proposal {
  return { edits: [{ span: node.span, text }] };
}

/** The column inside a calculation that changes no value: `x + 0`, `+x`, `x || ''`, a cast to its own type. */
function unwrapped(q: BoundQuery, expr: Expr): Expr | undefined {
  const inner = identityOperand(expr);
  if (!inner) return undefined;
  const operand = stripParens(inner);
  const stored =
    storedColumn(q, operand) ?? (unwrapped(q, operand) && storedColumn(q, unwrapped(q, operand)!));
  if (!stored) return undefined;
  const { affinity } = stored.column;
  if (expr.kind === 'binary' && expr.operator === '||') {
    return affinity === 'text' && isBinary(stored.column) ? stored.ref : undefined;
  }
  if (expr.kind === 'cast') {
    const type = expr.type.toUpperCase();
    const keeps = type.includes('INT')
      ? affinity === 'integer'
      : /CHAR|TEXT|CLOB/.test(type) && affinity === 'text';
    return keeps ? stored.ref : undefined;
  }
  return isNumeric(stored.column) || (expr.kind === 'unary' && affinity === 'text') ? stored.ref : undefined;
}

function identityOperand(expr: Expr): Expr | undefined {
  if (expr.kind === 'unary') return expr.operator === '+' ? expr.operand : undefined;
  if (expr.kind === 'cast') return expr.operand;
  if (expr.kind !== 'binary') return undefined;
  const { operator, left, right } = expr;
  if (operator === '||') return textValue(right) === '' ? left : textValue(left) === '' ? right : undefined;
  const neutral = { '+': 0n, '-': 0n, '*': 1n, '/': 1n }[operator as string];
  if (neutral === undefined) return undefined;
  if (numberOf(right) === neutral) return left;
  return (operator === '+' || operator === '*') && numberOf(left) === neutral ? right : undefined;
}

/** True when the condition compares under its own collation with the column in the place of the calculation, too. */
function keepsCollation(q: BoundQuery, condition: Condition, column: Expr): boolean {
  if (condition.kind === 'in') return true;
  if (condition.kind === 'comparison')
    return compareAlike(q, sides(condition, condition.subject), sides(condition, column));
  const { low, high } = condition.whole;
  return [low, high].every(right =>
    compareAlike(q, { left: condition.subject, right }, { left: column, right }),
  );
}

/** The sides of the comparison, in their order, with another expression in the place of the subject. */
function sides({ whole, subject, value }: SidedComparison, instead: Expr): Sides {
  const first = whole.kind === 'binary' && stripParens(whole.left) === subject;
  return first ? { left: instead, right: value } : { left: value, right: instead };
}

function keepsOther(q: BoundQuery, condition: Condition): boolean {
  return condition.kind !== 'comparison' || keepsValue(q, condition.subject, condition.value);
}

/** True when the column's affinity does not change the other side, which the calculation left as it was. */
function keepsValue(q: BoundQuery, subject: Expr, value: Expr): boolean {
  if (subject.kind === 'cast' || (subject.kind === 'binary' && subject.operator === '||')) {
    return textValue(value) !== undefined || numberOf(value) !== undefined || value.kind === 'column-ref';
  }
  if (numberOf(value) !== undefined || value.kind === 'parameter') return true;
  const other = storedColumn(q, value);
  return other !== undefined && isNumeric(other.column);
}

function* coalesced(q: BoundQuery, comparison: SidedComparison, call: FunctionCall): Iterable<Proposal> {
  const { whole, operator, value } = comparison;
  const [column, fallback] = call.args;
  if ((call.name !== 'coalesce' && call.name !== 'ifnull') || call.args.length !== 2 || !column || !fallback)
    return;
  const stored = storedColumn(q, column);
  if (!stored || !(isNumeric(stored.column) || isBinary(stored.column))) return;
  if (!compareAlike(q, sides(comparison, call), { left: column, right: value })) return;
  const text = `${sourceOf(q, column)} ${operator} ${sourceOf(q, value)}`;
  if (!q.isNullable(column)) {
    yield replaced(whole, text);
    return;
  }
  const passes = outcome(fallback, operator, value);
  if (passes === undefined || !isConstant(value)) return;
  const numeric = numberOf(value) !== undefined;
  if (numeric !== isNumeric(stored.column)) return;
  if (passes) {
    const whether = `${text} ${keyword(q, 'OR')} ${sourceOf(q, column)} ${keyword(q, 'IS NULL')}`;
    yield replaced(whole, `(${whether})`);
  } else if (isFilter(q, whole)) {
    yield replaced(whole, text);
  }
}

/** Whether `fallback operator value` holds, for two numbers or two texts. */
function outcome(fallback: Expr, operator: SidedComparison['operator'], value: Expr): boolean | undefined {
  const numbers = [numberOf(fallback), numberOf(value)] as const;
  const texts = [textValue(fallback), textValue(value)] as const;
  const [a, b] = numbers[0] !== undefined && numbers[1] !== undefined ? numbers : texts;
  if (a === undefined || b === undefined) return undefined;
  if (typeof a === 'string' && operator !== '=' && operator !== '<>') return undefined;
  switch (operator) {
    case '=':
      return typeof a === 'string' ? a === b : Number(a) === Number(b);
    case '<>':
      return typeof a === 'string' ? a !== b : Number(a) !== Number(b);
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
  }
}
