/** `id = (SELECT id FROM same table WHERE same group ORDER BY … LIMIT 1)` as the first row number of each group. */

import type { BoundQuery } from '../../../sql/bound.ts';
import { type Expr, type Query, type Select, sameName } from '../../../sql/model.ts';
import { stripParens } from '../../../sql/walk.ts';
import type { Proposal } from '../../contract.ts';
import { standsAlone } from './conjuncts.ts';
import { integerOf } from './constants.ts';
import { correlationOf } from './correlation.ts';
import { FreshNames } from './fresh-names.ts';
import { keyword, textWith } from './layout.ts';
import { writtenName } from './references.ts';
import { columnRefs, onlyColumn } from './tree.ts';
import { columnName, sameColumn, unqualifiedText, withWindowColumns } from './window-column.ts';

/** The proposal for one term of WHERE, if the compared column is a key and the order has no ties. */
export function* firstRows(q: BoundQuery, outer: Select, term: Expr): Iterable<Proposal> {
  const asked = askedKey(term);
  const inner = asked?.query.body;
  if (!asked || inner?.kind !== 'select' || inner.groupBy.length > 0 || inner.having || inner.distinct)
    return;
  const { query, side } = asked;
  const output = onlyColumn(inner);
  if (query.with || query.limit?.offset || integerOf(query.limit?.limit) !== 1n || !output) return;
  const own = sameColumn(q, stripParens(output), stripParens(side));
  const correlation = correlationOf(q, inner, outer);
  if (!own || !correlation || correlation.others.length > 0 || correlation.pairs.length === 0) return;
  if (q.scopeOf(inner).relations.length !== 1 || !q.scopeOf(outer).relations.includes(own.relation)) return;
  const isKey = own.relation.keys.some(key => key.length === 1 && sameName(key[0]!, own.ref.column.name));
  const sorted = query.orderBy.map(({ expr }) => (expr.kind === 'column-ref' ? expr.column.name : ''));
  if (!isKey || !sorted.some(name => sameName(name, own.ref.column.name))) return;
  const groups = correlation.pairs.map(pair =>
    pair.term.operator === '=' ? sameColumn(q, pair.inner, pair.outer) : undefined,
  );
  if (!groups.every(group => group?.relation === own.relation)) return;
  const kw = (words: string) => keyword(q, words);
  const refs = groups.map(group => group!.ref);
  const order = query.orderBy.map(node =>
    textWith(
      q,
      node.span,
      columnRefs(node).map(ref => ({
        span: { start: ref.span.start, end: ref.column.span.start },
        text: '',
      })),
    ),
  );
  const partition = refs.map(ref => columnName(q, ref)).join(', ');
  const over = `${kw('PARTITION BY')} ${partition} ${kw('ORDER BY')} ${order.join(', ')}`;
  const name = new FreshNames(q).take('place_in', refs[0]!.column.name);
  const filters = [
    ...correlation.local.map(local => unqualifiedText(q, local)),
    ...refs.filter(ref => q.isNullable(ref)).map(ref => `${columnName(q, ref)} ${kw('IS NOT NULL')}`),
  ];
  const column = { text: `${kw('ROW_NUMBER')}() ${kw('OVER')} (${over})`, name };
  const edits = withWindowColumns(q, outer, own.relation, [column], [term], filters);
  const test = `${writtenName(q, own.relation)}.${name} = 1`;
  if (edits)
    yield { edits: [...edits, { span: term.span, text: standsAlone(q, term) ? test : `(${test})` }] };
}

function askedKey(term: Expr): { query: Query; side: Expr } | undefined {
  if (term.kind === 'in-query' && !term.negated) return { query: term.query, side: term.operand };
  if (term.kind !== 'binary' || term.operator !== '=') return undefined;
  if (term.right.kind === 'scalar-subquery') return { query: term.right.query, side: term.left };
  return term.left.kind === 'scalar-subquery' ? { query: term.left.query, side: term.right } : undefined;
}
