/**
 * OR over one column → IN, AND of `<>` over one column → NOT IN:
 *   status = 'a' OR status = 'b' OR status IN ('c')  →  status IN ('a', 'b', 'c')
 *
 * Precondition: every term compares the same column with a literal or parameter. Values that are columns stay: in an
 * IN list they lose their affinity.
 * Wrong otherwise: columns of another affinity are compared differently.
 * Source: https://sqlite.org/optoverview.html#the_or_to_in_optimization (SQLite does it itself for simple cases).
 */

import type { BoundQuery } from '../../sql/bound.ts';
import type { Binary, Expr } from '../../sql/model.ts';
import { stripParens } from '../../sql/walk.ts';
import type { Proposal, Rule } from '../contract.ts';
import { isConstant } from './rewriting/constants.ts';
import { keyword } from './rewriting/layout.ts';
import { selectAround } from './rewriting/semi-join.ts';
import { descendants, hasAnonymousParameter, openSelects, parentOf, sourceOf } from './rewriting/tree.ts';

export const orToIn: Rule = {
  technique: 'or-to-in',
  *propose(q) {
    const open = new Set(openSelects(q));
    for (const node of descendants(q.query)) {
      if (node.kind !== 'binary' || (node.operator !== 'or' && node.operator !== 'and')) continue;
      const parent = parentOf(q, node);
      if (parent?.kind === 'binary' && parent.operator === node.operator) continue;
      const select = selectAround(q, node);
      if (select && open.has(select)) yield* collected(q, node);
    }
  },
};

interface Membership {
  readonly term: Expr;
  readonly column: Expr;
  readonly values: readonly Expr[];
}

function* collected(q: BoundQuery, chain: Binary): Iterable<Proposal> {
  const operator = chain.operator === 'or' ? 'or' : 'and';
  const terms = flattened(chain, operator);
  const groups = new Map<string, Membership[]>();
  for (const term of terms) {
    const membership = membershipOf(stripParens(term), term, operator === 'and');
    if (!membership) continue;
    const key = sourceOf(q, membership.column).toLowerCase();
    groups.set(key, [...(groups.get(key) ?? []), membership]);
  }
  for (const group of groups.values()) {
    if (group.length < 2) continue;
    const first = terms.indexOf(group[0]!.term);
    const last = terms.indexOf(group.at(-1)!.term);
    const adjacent = last - first + 1 === group.length;
    if (!adjacent && hasAnonymousParameter(chain)) continue;
    const texts = group.flatMap(({ values }) => values.map(value => sourceOf(q, value)));
    const words = keyword(q, operator === 'or' ? 'IN' : 'NOT IN');
    const text = `${sourceOf(q, group[0]!.column)} ${words} (${[...new Set(texts)].join(', ')})`;
    if (new Set(texts).size < texts.length && texts.includes('?')) continue;
    const others = group.slice(1).map(member => {
      const before = terms[terms.indexOf(member.term) - 1]!;
      return { span: { start: before.span.end, end: member.term.span.end }, text: '' };
    });
    if (adjacent)
      yield { edits: [{ span: { start: terms[first]!.span.start, end: terms[last]!.span.end }, text }] };
    else yield { edits: [{ span: group[0]!.term.span, text }, ...others] };
  }
}

function flattened(expr: Expr, operator: 'and' | 'or'): Expr[] {
  if (expr.kind !== 'binary' || expr.operator !== operator) return [expr];
  return [...flattened(expr.left, operator), ...flattened(expr.right, operator)];
}

function membershipOf(inner: Expr, term: Expr, negated: boolean): Membership | undefined {
  if (inner.kind === 'in-list' && inner.negated === negated) {
    const fits = inner.operand.kind === 'column-ref' && inner.items.every(isConstant);
    return fits ? { term, column: inner.operand, values: inner.items } : undefined;
  }
  if (inner.kind !== 'binary' || inner.operator !== (negated ? '<>' : '=')) return undefined;
  const { left, right } = inner;
  if (left.kind === 'column-ref' && isConstant(right)) return { term, column: left, values: [right] };
  if (right.kind === 'column-ref' && isConstant(left)) return { term, column: right, values: [left] };
  return undefined;
}
