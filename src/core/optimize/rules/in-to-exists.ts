/**
 * IN → correlated EXISTS, NOT IN → NOT EXISTS:
 *   c.id IN (SELECT o.customer_id FROM orders o WHERE …)  →  EXISTS (SELECT 1 FROM orders o WHERE … AND o.customer_id = c.id)
 *
 * Precondition: the subquery is neither grouped nor limited. Where NULL and false differ (NOT IN, a SELECT list) both
 * sides must be NOT NULL.
 * Wrong otherwise: a NULL in the list makes NOT IN empty, NOT EXISTS not; IN compares under the collation of what stands
 * before it, as an equation that begins with it.
 * Source: Elhemali et al., "Execution Strategies for SQL Subqueries" (SIGMOD 2007).
 */
import type { BoundQuery } from '../../sql/bound.ts';
import type { Edit } from '../../sql/edits.ts';
import type { Proposal, Rule } from '../contract.ts';
import { lastOpening } from './rewriting/blanked.ts';
import { canTurn } from './rewriting/collation.ts';
import { changedWhere, isFilter, standsAlone } from './rewriting/conjuncts.ts';
import { FreshNames } from './rewriting/fresh-names.ts';
import { keyword, textWith } from './rewriting/layout.ts';
import { qualifiedText, renamedRelation } from './rewriting/references.ts';
import { type InTest, inTests } from './rewriting/semi-join.ts';
import { together } from './rewriting/together.ts';
import { columnRefs } from './rewriting/tree.ts';

export const inToExists: Rule = {
  technique: 'in-to-exists',
  propose: q => together(places(q)),
};

function* places(q: BoundQuery): Iterable<Proposal> {
  for (const test of inTests(q)) yield* toExists(q, test);
}

function* toExists(q: BoundQuery, { node, inner, output }: InTest): Iterable<Proposal> {
  if (q.isAggregated(inner) || inner.having) return;
  const exact = !node.negated && isFilter(q, node);
  if (!exact && (q.isNullable(node.operand) || q.isNullable(output))) return;
  if (columnRefs(node.operand).some(ref => q.resolve(ref)?.kind !== 'column')) return;
  // A relation inside under the name of one outside would catch the operand's columns.
  const used = new Set(columnRefs(node.operand).map(ref => nameBehind(q, ref)));
  const names = new FreshNames(q);
  const clashing = q.scopeOf(inner).relations.filter(relation => used.has(relation.name.toLowerCase()));
  const renaming = clashing.flatMap(relation =>
    renamedRelation(q, [inner], relation, names.take('matching', relation.name)),
  );
  const column = inner.columns[0]!.span;
  const shown = { start: (inner.distinct ?? column).start, end: column.end };
  const ownOutput = textWith(
    q,
    output.span,
    renaming.filter(edit => within(output.span, edit)),
  );
  const sides = [wrapped(output.kind, ownOutput), wrapped(node.operand.kind, qualifiedText(q, node.operand))];
  const turned = canTurn(q, { left: node.operand, right: output });
  const equation = (turned ? sides : sides.reverse()).join(' = ');
  const words = keyword(q, node.negated ? 'NOT EXISTS ' : 'EXISTS ');
  const bare = !node.negated || standsAlone(q, node);
  const opening = lastOpening(q, node.operand.span.end, node.query.span.start);
  const edits: Edit[] = [
    { span: { start: node.span.start, end: opening }, text: bare ? words : `(${words}` },
    { span: shown, text: '1' },
    ...changedWhere(q, inner, [], [equation]),
    ...renaming.filter(edit => !within(shown, edit)),
  ];
  if (!bare) edits.push({ span: { start: node.span.end, end: node.span.end }, text: ')' });
  yield { edits };
}

function within(span: { start: number; end: number }, edit: Edit): boolean {
  return span.start <= edit.span.start && edit.span.end <= span.end;
}

function nameBehind(q: BoundQuery, ref: ReturnType<typeof columnRefs>[number]): string {
  const found = q.resolve(ref);
  return found?.kind === 'column' ? found.relation.name.toLowerCase() : '';
}

function wrapped(kind: string, text: string): string {
  return ['column-ref', 'literal', 'function', 'paren', 'parameter'].includes(kind) ? text : `(${text})`;
}
