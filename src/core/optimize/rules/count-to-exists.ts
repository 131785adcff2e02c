/**
 * `(SELECT COUNT(*) FROM …) > 0` → EXISTS, `= 0` → NOT EXISTS, and the same asked through `IS [NOT] NULL`.
 *
 * Precondition: an ungrouped COUNT compared with the border between none and some. COUNT(x) counts only rows where x
 * is not NULL, so that becomes a condition where x may be NULL.
 * Wrong otherwise: any other number needs the count.
 * Source: Galindo-Legaria and Joshi, "Orthogonal Optimization of Subqueries and Aggregation" (SIGMOD 2001), section 2.
 */

import type { BoundQuery } from '../../sql/bound.ts';
import type { Edit } from '../../sql/edits.ts';
import type { Expr, FunctionCall, ScalarSubquery, Select } from '../../sql/model.ts';
import { stripParens } from '../../sql/walk.ts';
import type { Proposal, Rule } from '../contract.ts';
import { changedWhere, isFilter, standsAlone } from './rewriting/conjuncts.ts';
import { keyword } from './rewriting/layout.ts';
import { together } from './rewriting/together.ts';
import {
  aggregatesIn,
  descendants,
  onlyColumn,
  openSelects,
  parentOf,
  plainSelect,
  sourceOf,
} from './rewriting/tree.ts';

export const countToExists: Rule = {
  technique: 'count-to-exists',
  propose: q => together(places(q)),
};

function* places(q: BoundQuery): Iterable<Proposal> {
  const open = new Set(openSelects(q));
  for (const node of descendants(q.query)) {
    if (node.kind !== 'scalar-subquery') continue;
    const inner = plainSelect(node.query);
    if (!inner?.from || !open.has(inner) || inner.groupBy.length > 0 || inner.having) continue;
    const output = onlyColumn(inner);
    const asked = output && questionOf(q, node);
    if (asked) yield* exists(q, node, inner, stripParens(output), asked);
  }
}

interface Question {
  /** The comparison that EXISTS takes the place of. */
  readonly whole: Expr;
  readonly about: 'count' | 'null';
  readonly negated: boolean;
}

const flipped: Readonly<Record<string, string>> = {
  '<': '>',
  '>': '<',
  '<=': '>=',
  '>=': '<=',
  '=': '=',
  '<>': '<>',
};
/** Comparisons of a count with a number that ask whether there is any. */
const some = new Set(['> 0', '>= 1', '<> 0', 'is not 0']);
const none = new Set(['= 0', '< 1', '<= 0', 'is 0']);

function questionOf(q: BoundQuery, node: ScalarSubquery): Question | undefined {
  const parent = parentOf(q, node);
  if (parent?.kind === 'is-null') return { whole: parent, about: 'null', negated: !parent.negated };
  if (parent?.kind === 'binary' && parent.operator !== 'and' && parent.operator !== 'or') {
    const first = parent.left === node;
    const other = stripParens(first ? parent.right : parent.left);
    if (other.kind !== 'literal' || typeof other.value !== 'bigint') return undefined;
    const operator = first ? parent.operator : (flipped[parent.operator] ?? parent.operator);
    const asked = `${operator} ${other.value}`;
    if (some.has(asked)) return { whole: parent, about: 'count', negated: false };
    if (none.has(asked)) return { whole: parent, about: 'count', negated: true };
    return undefined;
  }
  return isFilter(q, node) ? { whole: node, about: 'count', negated: false } : undefined;
}

function* exists(
  q: BoundQuery,
  node: ScalarSubquery,
  inner: Select,
  output: Expr,
  { whole, about, negated }: Question,
): Iterable<Proposal> {
  const counted = about === 'count' ? countedBy(q, output) : presentWhenNotNull(q, output);
  const column = inner.columns[0];
  if (counted === undefined || !column) return;
  const words = keyword(q, negated ? 'NOT EXISTS ' : 'EXISTS ');
  const bare = !negated || standsAlone(q, whole);
  const edits: Edit[] = [
    { span: { start: whole.span.start, end: node.span.start }, text: bare ? words : `(${words}` },
    { span: column.span, text: '1' },
    { span: { start: node.span.end, end: whole.span.end }, text: bare ? '' : ')' },
  ];
  if (inner.distinct) {
    edits.push({ span: { start: inner.distinct.start, end: column.span.start }, text: '' });
  }
  if (counted !== '') edits.push(...changedWhere(q, inner, [], [counted]));
  yield { edits: edits.filter(edit => edit.text !== '' || edit.span.start < edit.span.end) };
}

/** The condition for a row to be counted: '' for every row; undefined when the output is no plain count. */
function countedBy(q: BoundQuery, output: Expr): string | undefined {
  if (output.kind !== 'function' || output.name !== 'count' || output.over) return undefined;
  return conditionOf(q, output, output.star ? undefined : output.args[0]);
}

/** The condition for the output to be other than NULL. */
function presentWhenNotNull(q: BoundQuery, output: Expr): string | undefined {
  if (output.kind === 'function' && ['min', 'max', 'sum', 'avg'].includes(output.name)) {
    if (!q.functions.isAggregate(output)) return undefined;
    return conditionOf(q, output, output.args[0]);
  }
  if (aggregatesIn(q, [output]).length > 0 || q.isNullable(output)) return undefined;
  return '';
}

function conditionOf(q: BoundQuery, call: FunctionCall, arg: Expr | undefined): string {
  const terms: string[] = [];
  if (call.filter) terms.push(sourceOf(q, call.filter));
  if (arg && q.isNullable(arg)) {
    const text = sourceOf(q, arg);
    terms.push(`${arg.kind === 'binary' ? `(${text})` : text} ${keyword(q, 'IS NOT NULL')}`);
  }
  return terms.join(` ${keyword(q, 'AND')} `);
}
