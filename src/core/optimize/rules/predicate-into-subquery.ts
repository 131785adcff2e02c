/**
 * Condition on the group or partition of a derived table or CTE → inside it:
 *   FROM (SELECT g, SUM(x) AS s FROM t GROUP BY g) d WHERE d.g = 5  →  FROM (SELECT g, SUM(x) … WHERE g = 5 GROUP BY g) d
 *
 * Precondition: the term compares one output with constants; the output is a plain column, and a key of GROUP BY where
 * the subquery is grouped, a key of every PARTITION BY where it has windows. The table is not padded, the subquery has
 * no LIMIT, and nobody else reads it. Of texts that the column's collation puts in one group or partition, all meet the
 * term or none.
 * Wrong otherwise: a condition on an aggregate, or on a column outside PARTITION BY, changes what is aggregated.
 * Source: predicate pushdown, Ullman (1988);
 * https://sqlite.org/optoverview.html#the_where_clause_push_down_optimization
 */
import type { BoundQuery, Relation } from '../../sql/bound.ts';
import { type ColumnRef, type Expr, type Select, sameName } from '../../sql/model.ts';
import type { Proposal, Rule } from '../contract.ts';
import { treatsAlike } from './rewriting/collation.ts';
import { changedWhere, writtenTerms } from './rewriting/conjuncts.ts';
import { textWith } from './rewriting/layout.ts';
import { relationOf } from './rewriting/references.ts';
import {
  columnRefs,
  descendants,
  hasAnonymousParameter,
  isVolatile,
  openSelects,
  plainSelect,
  shownParts,
  sourceOf,
  withinSelect,
} from './rewriting/tree.ts';

export const predicateIntoSubquery: Rule = {
  technique: 'predicate-into-subquery',
  *propose(q) {
    const open = openSelects(q);
    for (const outer of open) {
      for (const term of writtenTerms(outer.where)) yield* pushed(q, outer, term, open);
    }
  },
};

function* pushed(q: BoundQuery, outer: Select, term: Expr, open: readonly Select[]): Iterable<Proposal> {
  const refs = columnRefs(term);
  const [first] = refs;
  const relation = first && relationOf(q, first);
  if (!relation || relation.padded || refs.some(ref => relationOf(q, ref) !== relation)) return;
  if (!q.scopeOf(outer).relations.includes(relation) || isVolatile(q, term) || hasAnonymousParameter(term))
    return;
  if ([...descendants(term)].some(node => node.kind === 'query')) return;
  if (!refs.every(ref => treatsAlike(q, ref))) return;
  const inner = innerOf(q, relation);
  if (!inner || !open.includes(inner) || inner.distinct) return;
  const columns = refs.map(ref => plainOutput(q, inner, ref));
  if (!columns.every(column => column !== undefined)) return;
  if (!columns.every(column => isFixed(q, inner, column))) return;
  const edits = refs.map((ref, i) => ({ span: ref.span, text: sourceOf(q, columns[i]!) }));
  const text = textWith(q, term.span, edits);
  const loose = term.kind === 'binary' && term.operator === 'or';
  yield {
    edits: [
      ...changedWhere(q, outer, [term], []),
      ...changedWhere(q, inner, [], [loose ? `(${text})` : text]),
    ],
  };
}

/** The SELECT of a derived table, or of a CTE with this one reader, that groups or has windows. */
function innerOf(q: BoundQuery, relation: Relation): Select | undefined {
  const { source } = relation;
  if (source.kind !== 'query' && source.kind !== 'cte') return undefined;
  if (source.kind === 'cte') {
    const readers = q.scopes
      .flatMap(scope => scope.relations)
      .filter(r => r.source.kind === 'cte' && r.source.cte === source.cte);
    if (source.recursive || source.cte.columns.length > 0 || readers.length !== 1) return undefined;
  }
  const inner = plainSelect(source.kind === 'query' ? source.query : source.cte.query);
  if (!inner?.from) return undefined;
  const grouped = inner.groupBy.length > 0;
  return grouped || (!q.isAggregated(inner) && windowsOf(q, inner).length > 0) ? inner : undefined;
}

function windowsOf(q: BoundQuery, inner: Select) {
  return [...withinSelect(shownParts(q, inner))].flatMap(node =>
    node.kind === 'function' && node.over ? [node.over] : [],
  );
}

/** The column that an output of the SELECT shows unchanged. */
function plainOutput(q: BoundQuery, inner: Select, ref: ColumnRef): ColumnRef | undefined {
  const output = q.outputsOf(inner).find(candidate => sameName(candidate.name, ref.column.name));
  return output?.expr?.kind === 'column-ref' && q.resolve(output.expr)?.kind === 'column'
    ? output.expr
    : undefined;
}

/** True when the column has one value in each group and each partition. */
function isFixed(q: BoundQuery, inner: Select, column: ColumnRef): boolean {
  const name = sourceOf(q, column).toLowerCase();
  const among = (exprs: readonly Expr[]) => exprs.some(expr => sourceOf(q, expr).toLowerCase() === name);
  if (inner.groupBy.length > 0 && !among(inner.groupBy)) return false;
  return windowsOf(q, inner).every(over => over.kind === 'window' && !over.base && among(over.partitionBy));
}
