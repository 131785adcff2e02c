/**
 * IN and EXISTS as terms of WHERE → inner join:
 *   WHERE o.customer_id IN (SELECT id FROM customers WHERE …)  →  JOIN customers ON customers.id = o.customer_id AND …
 *
 * Precondition: a term of WHERE that is not negated. Where the keys of the subquery are unique, its table is joined as
 * it is; else a derived table with DISTINCT keys, which the equations tell apart as DISTINCT does: under one collation.
 * Wrong otherwise: a repeated key multiplies the outer rows.
 * Source: Paulley and Larson, "Exploiting Uniqueness in Query Optimization" (CASCON 1993), subquery to join.
 */

import { quoteName } from '../../dialect/sqlite/quote.ts';
import type { BoundQuery } from '../../sql/bound.ts';
import type { Edit } from '../../sql/edits.ts';
import { type Expr, type FromItem, type Select, sameName } from '../../sql/model.ts';
import { stripParens } from '../../sql/walk.ts';
import type { Proposal, Rule } from '../contract.ts';
import { canTurn, findsGroup, findsOne, type Sides } from './rewriting/collation.ts';
import { changedWhere, writtenTerms } from './rewriting/conjuncts.ts';
import { FreshNames, subjectOf } from './rewriting/fresh-names.ts';
import {
  block,
  breakAfterFrom,
  clauseBreak,
  insertAt,
  keyword,
  lineBreak,
  textWith,
} from './rewriting/layout.ts';
import { plainNames, qualifiedText, relationOf, renamedRelation, starsKept } from './rewriting/references.ts';
import { existsTests, inTests } from './rewriting/semi-join.ts';
import { sourceOf } from './rewriting/tree.ts';
import { keyIsFixed } from './rewriting/uniqueness.ts';

interface EqualPair {
  readonly inner: Expr;
  readonly outer: Expr;
  /** The two in the order in which they are compared. */
  readonly term: Sides;
}

interface Semi {
  readonly term: Expr;
  readonly outer: Select;
  readonly inner: Select;
  readonly pairs: readonly EqualPair[];
  readonly local: readonly Expr[];
}

export const semiJoinToJoin: Rule = {
  technique: 'in-to-join',
  *propose(q) {
    for (const semi of semiJoins(q)) {
      const stars = starsKept(q, semi.outer);
      if (!semi.outer.from || !stars) continue;
      const proposal = joinedTable(q, semi, stars) ?? joinedKeys(q, semi, stars);
      if (proposal) yield proposal;
    }
  },
};

function semiJoins(q: BoundQuery): Semi[] {
  const fromIn = inTests(q).map(({ node, inner, outer, output }) => ({
    term: node as Expr,
    outer,
    inner,
    pairs: [{ inner: output, outer: node.operand, term: { left: node.operand, right: output } }],
    local: writtenTerms(inner.where),
  }));
  const fromExists = existsTests(q)
    .filter(
      test => !test.negated && test.correlation.others.length === 0 && test.correlation.pairs.length > 0,
    )
    .filter(test => test.correlation.pairs.every(pair => pair.term.operator === '='))
    .map(({ whole, inner, outer, correlation }) => ({ ...correlation, term: whole, outer, inner }));
  return [...fromIn, ...fromExists].filter(
    semi =>
      writtenTerms(semi.outer.where).includes(semi.term) &&
      !(semi.term.kind === 'in-query' && semi.term.negated),
  );
}

/** Joins the subquery's own table, when the equations fix one of its rows. */
function joinedTable(q: BoundQuery, semi: Semi, stars: Edit[]): Proposal | undefined {
  const { inner, outer, pairs, term } = semi;
  const [relation, second] = q.scopeOf(inner).relations;
  if (!relation || second || inner.from?.kind !== 'table' || q.isAggregated(inner)) return undefined;
  const fixed = pairs.flatMap(pair => {
    const column = stripParens(pair.inner);
    const found = column.kind === 'column-ref' ? q.resolve(column) : undefined;
    const fixes = found?.kind === 'column' && found.relation === relation;
    return fixes && findsOne(q, pair.term, column) ? [found.column.name] : [];
  });
  const byPairs = relation.keys.some(key => key.every(name => fixed.some(other => sameName(other, name))));
  if (!byPairs && !keyIsFixed(q, relation, [...semi.local])) return undefined;
  const taken = q.scopeOf(outer).relations.map(other => other.name.toLowerCase());
  const clashes = taken.includes(relation.name.toLowerCase());
  const plain = plainNames(q, outer, [term]);
  if (relation.columns.some(column => plain.has(column.name.toLowerCase()))) return undefined;
  const name = clashes ? new FreshNames(q).take('matching', relation.name) : quoteName(relation.name);
  const renaming = renamedRelation(q, [inner], relation, name);
  const text = (node: Expr | FromItem) =>
    textWith(
      q,
      node.span,
      renaming.filter(e => node.span.start <= e.span.start && e.span.end <= node.span.end),
    );
  const item = clashes ? text(inner.from) : sourceOf(q, inner.from);
  const equations = pairs.map(pair => {
    const sides = [text(pair.inner), qualifiedText(q, pair.outer)];
    return (pair.term.left === pair.inner || canTurn(q, pair.term) ? sides : sides.reverse()).join(' = ');
  });
  const on = [...equations, ...semi.local.map(parenthesized(text))].join(` ${keyword(q, 'AND')} `);
  const join = `${clauseBreak(q, outer)}${keyword(q, 'JOIN')} ${item} ${keyword(q, 'ON')} ${on}`;
  return { edits: [...changedWhere(q, outer, [term], []), ...stars, insertAt(outer.from!.span.end, join)] };
}

const parenthesized = (text: (node: Expr) => string) => (node: Expr) =>
  node.kind === 'binary' && node.operator === 'or' ? `(${text(node)})` : text(node);

/** Joins the distinct keys of the subquery. */
function joinedKeys(q: BoundQuery, semi: Semi, stars: Edit[]): Proposal | undefined {
  const { inner, outer, pairs, term } = semi;
  if (!pairs.every(pair => findsGroup(q, pair.term, pair.inner))) return undefined;
  const kw = (words: string) => keyword(q, words);
  const names = new FreshNames(q);
  const line = lineBreak(q, outer);
  const first = stripParens(pairs[0]!.inner);
  const subject = first.kind === 'column-ref' ? subjectOf(first.column.name) : 'row';
  const source = first.kind === 'column-ref' ? relationOf(q, first)?.item : undefined;
  const alias = names.take(
    'matching',
    subject === 'id' && source?.kind === 'table' ? source.table.name : subject,
  );
  const plain = plainNames(q, outer, [term]);
  const keys = pairs.map(({ inner: key }) => {
    const text = sourceOf(q, key);
    const column = key.kind === 'column-ref' ? key.column : undefined;
    if (column && !plain.has(column.name.toLowerCase())) return { shown: text, name: sourceOf(q, column) };
    const name = names.take('matching', column?.name ?? 'key');
    return { shown: `${text} ${kw('AS')} ${name}`, name };
  });
  const where = semi.local.map(node => sourceOf(q, node)).join(` ${kw('AND')} `);
  const grouped = inner.groupBySpan ? [q.source.slice(inner.groupBySpan.start, inner.span.end)] : [];
  const body = block(line, [
    `${kw('SELECT DISTINCT')} ${keys.map(key => key.shown).join(', ')}`,
    `${kw('FROM')} ${sourceOf(q, inner.from!)}`,
    ...(where === '' ? [] : [`${kw('WHERE')} ${where}`]),
    ...grouped,
  ]);
  const on = pairs.map((pair, i) => `${alias}.${keys[i]!.name} = ${qualifiedText(q, pair.outer)}`);
  const join = `${line}${kw('JOIN')} ${body} ${kw('AS')} ${alias} ${kw('ON')} ${on.join(` ${kw('AND')} `)}`;
  const emptied = writtenTerms(outer.where).length === 1;
  const breaks = emptied ? [] : breakAfterFrom(q, outer);
  return {
    edits: [...changedWhere(q, outer, [term], []), ...stars, insertAt(outer.from!.span.end, join), ...breaks],
  };
}
