/**
 * Where original and rewrite have the same build: the original asked for exactly those rows at which the two part. A
 * condition that only one of them has is kept and its counterpart is turned into its opposite, expressions that differ
 * must give different values, and NOT EXISTS, NOT IN and EXCEPT around them ask for a match. Rows that satisfy such a
 * query are those that can tell the pair apart, however many other conditions stand between them and the result. The
 * idea is that of neighbour queries (Zhong, Yu and Klein, EMNLP 2020), made for the one place that matters.
 */
import { analyze } from '../../../dialect/sqlite/analyze.ts';
import { quoteName } from '../../../dialect/sqlite/quote.ts';
import { QuillError } from '../../../errors.ts';
import type { BoundQuery } from '../../../sql/bound.ts';
import { type Difference, differencesOf, plainText } from '../../../sql/differences.ts';
import { applyEdits, type Edit } from '../../../sql/edits.ts';
import type { Expr, Join, Select } from '../../../sql/model.ts';
import { contains, type Span, textOf } from '../../../sql/span.ts';
import { conjuncts, stripParens, walk } from '../../../sql/walk.ts';

/** So many are made of one pair. */
const MOST = 4;
/** Pairs that differ in more places are no variants of each other. */
const MOST_PLACES = 6;
const LONGEST = 20_000;

/** The original, asked for the rows at which the rewrite parts from it; empty where the two are built differently. */
export function sharpenedQueries(original: BoundQuery, rewrite: BoundQuery): BoundQuery[] {
  if (original.source.length > LONGEST || rewrite.source.length > LONGEST) return [];
  const differences = differencesOf(original, rewrite) ?? [];
  if (differences.length > MOST_PLACES) return [];
  const texts = differences
    .flatMap(difference => editsFor(difference, original, rewrite))
    .map(edits => applyEdits(original.source, [...edits, ...matchEdits(original, edits)]));
  return [...new Set(texts)].slice(0, MOST).flatMap(text => {
    try {
      return [analyze(text, original.schema)];
    } catch (error) {
      // What the rewrite says there may not make sense in the original.
      if (error instanceof QuillError) return [];
      throw error;
    }
  });
}

/** Edits of the original in groups, each of which asks for other rows. */
function editsFor(difference: Difference, original: BoundQuery, rewrite: BoundQuery): Edit[][] {
  const own = (expr: Expr): string => `(${plainText(original, expr)})`;
  const other = (expr: Expr): string => `(${plainText(rewrite, expr)})`;
  // A row that both sides return tells all set operations apart.
  if (difference.kind === 'set operation')
    return [[{ span: difference.own.operatorSpan, text: 'INTERSECT' }]];
  if (difference.kind === 'join') return partnerless(difference.select, difference.own, original);
  if (difference.kind === 'expression') {
    const { select } = difference;
    const term = `${own(difference.own)} IS NOT ${other(difference.other)}`;
    return asked(select, select.where, [...conjuncts(select.where).map(own), term]);
  }
  if (difference.kind !== 'condition') return [];
  const { select, clause, common, onlyOwn, onlyOther } = difference;
  const sides = [onlyOwn.map(own), onlyOther.map(other)] as const;
  const [first, second] = sides;
  return (
    [
      [first, second],
      [second, first],
    ] as const
  ).flatMap(([holds, fails]) =>
    fails.length === 0
      ? []
      : asked(select, clause, [...common.map(own), ...holds, `NOT (${fails.join(' AND ')})`]),
  );
}

function asked(select: Select, clause: Expr | undefined, terms: readonly string[]): Edit[][] {
  const text = terms.join(' AND ');
  if (clause) return [[{ span: clause.span, text }]];
  const end = select.fromSpan?.end;
  return end === undefined ? [] : [[{ span: { start: end, end }, text: ` WHERE ${text}` }]];
}

/** Rows of either side of a join that have no partner on the other: only an outer join returns them. */
function partnerless(select: Select, join: Join, original: BoundQuery): Edit[][] {
  const { relations } = original.scopeOf(select);
  const conditions = conjuncts(select.where).map(term => `(${plainText(original, term)})`);
  const sides = [
    [join.right, 'LEFT JOIN'],
    [join.left, 'RIGHT JOIN'],
  ] as const;
  return sides.flatMap(([side, operator]) => {
    const relation = relations.find(({ item }) => contains(side.span, item.span));
    const column = relation?.columns.find(each => each.origin?.column.notNull) ?? relation?.columns[0];
    if (!relation || !column || join.natural) return [];
    const isNull = `${quoteName(relation.name)}.${quoteName(column.name)} IS NULL`;
    const outer = { span: join.operatorSpan, text: ` ${operator} ` };
    return asked(select, select.where, [...conditions, isNull]).map(edits => [outer, ...edits]);
  });
}

/** Turns NOT EXISTS, NOT IN and EXCEPT around a place into EXISTS, IN and INTERSECT. */
function matchEdits(bound: BoundQuery, [first]: readonly Edit[]): Edit[] {
  const edits: Edit[] = [];
  if (!first) return edits;
  const place: Span = first.span;
  walk(bound.query, node => {
    if (!contains(node.span, place)) return false;
    if (node.kind === 'unary' && node.operator === 'not') {
      const inner = stripParens(node.operand);
      if (inner.kind !== 'exists' && inner.kind !== 'in-query') return true;
      if (!contains(inner.query.span, place)) return true;
      edits.push({ span: { start: node.span.start, end: node.operand.span.start }, text: '' });
    } else if (node.kind === 'in-query' && node.negated && contains(node.query.span, place)) {
      const span = { start: node.operand.span.end, end: node.query.span.start };
      edits.push({ span, text: textOf(bound.source, span).replace(/\bNOT\b/i, ' ') });
    } else if (node.kind === 'set' && node.operator === 'except' && contains(node.right.span, place))
      edits.push({ span: node.operatorSpan, text: 'INTERSECT' });
    return true;
  });
  return edits;
}
