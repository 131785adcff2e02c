/**
 * Several scalar aggregates over the same rows → one pass:
 *   SELECT (SELECT COUNT(*) FROM t WHERE a), (SELECT SUM(x) FROM t WHERE b)
 *   → SELECT COUNT(*) FILTER (WHERE a), SUM(x) FILTER (WHERE b) FROM t
 *
 * Precondition: the outer SELECT has no FROM, and shows only such subqueries (in expressions) over the same FROM.
 * Wrong otherwise: a subquery without an aggregate is no single row of that FROM.
 * Source: Cao et al., "Optimization of Analytic Window Functions" (VLDB 2012) and common practice (conditional
 * aggregates).
 */
import type { BoundQuery } from '../../sql/bound.ts';
import type { Edit } from '../../sql/edits.ts';
import type { ScalarSubquery, Select } from '../../sql/model.ts';
import type { Proposal, Rule } from '../contract.ts';
import { writtenTerms } from './rewriting/conjuncts.ts';
import { scalarSubqueries } from './rewriting/grouped-lookup.ts';
import { clauseBreak, indentAt, insertAt, isMultiline, keyword, textWith } from './rewriting/layout.ts';
import { isLocal } from './rewriting/references.ts';
import {
  aggregatesIn,
  columnRefs,
  hasAnonymousParameter,
  onlyColumn,
  openSelects,
  parentOf,
  plainSelect,
  sourceOf,
} from './rewriting/tree.ts';

export const scalarSubqueriesMerged: Rule = {
  technique: 'scalar-subqueries-merged',
  since: '3.30',
  *propose(q) {
    for (const outer of openSelects(q)) {
      if (outer.from || outer.where || outer.groupBy.length > 0 || hasAnonymousParameter(outer)) continue;
      const nodes = scalarSubqueries(q, outer);
      if (nodes.length > 1) yield* merged(q, outer, nodes);
    }
  },
};

interface Part {
  readonly node: ScalarSubquery;
  readonly inner: Select;
}

function* merged(q: BoundQuery, outer: Select, nodes: readonly ScalarSubquery[]): Iterable<Proposal> {
  const parts = nodes.flatMap(node => {
    const inner = plainSelect(node.query);
    return inner && isOneAggregate(q, inner) ? [{ node, inner }] : [];
  });
  const [first] = parts;
  if (!first || parts.length < nodes.length) return;
  const from = (part: Part) => sourceOf(q, part.inner.from!).replace(/\s+/g, ' ').toLowerCase();
  if (parts.some(part => from(part) !== from(first))) return;
  // Columns beside the subqueries would have no row to come from.
  const covered = new Set(nodes.flatMap(columnRefs));
  if (
    outer.columns.some(column => column.kind === 'star' || columnRefs(column).some(ref => !covered.has(ref)))
  )
    return;
  const shared = writtenTerms(first.inner.where)
    .map(term => sourceOf(q, term))
    .filter(text =>
      parts.every(part => writtenTerms(part.inner.where).some(term => sourceOf(q, term) === text)),
    );
  const kw = (words: string) => keyword(q, words);
  const edits: Edit[] = parts.map(part => ({ span: part.node.span, text: filtered(q, part, shared) }));
  const line = isMultiline(q, outer) ? `\n${indentAt(q.source, outer.span.start)}` : clauseBreak(q, outer);
  const where = shared.length > 0 ? `${line}${kw('WHERE')} ${shared.join(` ${kw('AND')} `)}` : '';
  edits.push(
    insertAt(
      outer.columns.at(-1)!.span.end,
      `${line}${kw('FROM')} ${sourceOf(q, first.inner.from!)}${where}`,
    ),
  );
  yield { edits };
}

function isOneAggregate(q: BoundQuery, inner: Select): boolean {
  const output = onlyColumn(inner);
  if (!output || !inner.from || inner.groupBy.length > 0 || inner.having || inner.distinct) return false;
  const calls = aggregatesIn(q, [output]);
  const inCalls = new Set(calls.flatMap(columnRefs));
  return calls.length > 0 && isLocal(q, inner, inner) && columnRefs(output).every(ref => inCalls.has(ref));
}

/** The output of a part, its own conditions as filters of its aggregates. */
function filtered(q: BoundQuery, { node, inner }: Part, shared: readonly string[]): string {
  const output = onlyColumn(inner)!;
  const own = writtenTerms(inner.where)
    .map(term =>
      term.kind === 'binary' && term.operator === 'or' ? `(${sourceOf(q, term)})` : sourceOf(q, term),
    )
    .filter(text => !shared.includes(text));
  const kw = (words: string) => keyword(q, words);
  const edits = aggregatesIn(q, [output]).flatMap(call => {
    if (own.length === 0) return [];
    const condition = own.join(` ${kw('AND')} `);
    if (call.filter) return [insertAt(call.filter.span.end, ` ${kw('AND')} ${condition}`)];
    return [insertAt(call.span.end, ` ${kw('FILTER')} (${kw('WHERE')} ${condition})`)];
  });
  const text = textWith(q, output.span, edits);
  return output.kind === 'function' || parentOf(q, node)?.kind === 'column' ? text : `(${text})`;
}
