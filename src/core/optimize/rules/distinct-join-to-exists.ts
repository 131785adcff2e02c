/**
 * DISTINCT over joins that only multiply rows → EXISTS:
 *   SELECT DISTINCT c.name FROM customers c JOIN orders o ON o.customer_id = c.id WHERE o.total > 9
 *   → SELECT DISTINCT c.name FROM customers c WHERE EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = c.id AND o.total > 9)
 * DISTINCT (or a GROUP BY that stands for it) goes where a key of what is left is shown, and COUNT(DISTINCT key)
 * becomes COUNT(*).
 *
 * Precondition: repeated rows make no difference (DISTINCT, GROUP BY of what is shown, only MIN, MAX and DISTINCT
 * aggregates), and the joined tables are shown nowhere.
 * Wrong otherwise: SUM and COUNT see every match; an outer join keeps rows without one.
 * Source: Paulley and Larson, "Exploiting Uniqueness in Query Optimization" (CASCON 1993).
 */
import type { BoundQuery, Relation } from '../../sql/bound.ts';
import type { Edit } from '../../sql/edits.ts';
import type { Expr, Select } from '../../sql/model.ts';
import type { Proposal, Rule } from '../contract.ts';
import { changedWhere, writtenTerms } from './rewriting/conjuncts.ts';
import { groupsLikeDistinct, ignoresRepeats } from './rewriting/duplicates.ts';
import { existsText } from './rewriting/exists-text.ts';
import { isInner, joinChain, type Link, withoutRight } from './rewriting/joins.ts';
import { removal } from './rewriting/layout.ts';
import { relationsIn } from './rewriting/references.ts';
import { hasAnonymousParameter, openSelects, shownParts, sourceOf } from './rewriting/tree.ts';
import { shownColumns } from './rewriting/uniqueness.ts';

export const distinctJoinToExists: Rule = {
  technique: 'distinct-join-to-exists',
  *propose(q) {
    for (const select of openSelects(q)) {
      if (!ignoresRepeats(q, select) || select.columns.some(c => c.kind === 'star' && !c.table)) continue;
      const links = joinChain(q, select);
      if (!links || links.length < 2 || hasAnonymousParameter(select)) continue;
      if (!links.every(link => !link.join || isInner(link.join))) continue;
      yield* withExists(q, select, links);
    }
  },
};

function* withExists(q: BoundQuery, select: Select, links: readonly Link[]): Iterable<Proposal> {
  const shown = relationsIn(q, shownParts(q, select));
  for (const column of select.columns) {
    if (column.kind !== 'star') continue;
    const named = links.find(link => link.relation.name.toLowerCase() === column.table?.name.toLowerCase());
    if (!named) return;
    shown.add(named.relation);
  }
  const kept = links.filter(link => shown.has(link.relation));
  const gone = links.filter(link => !shown.has(link.relation));
  const [firstKept] = kept;
  if (!firstKept || gone.length === 0) return;
  const removed = new Set(gone.map(link => link.relation));
  const touches = (term: Expr) => [...relationsIn(q, [term])].some(relation => removed.has(relation));

  // The first item of FROM has no condition of its own; its successor's conditions move to WHERE.
  const leading = links.indexOf(firstKept);
  const released = leading > 0 ? writtenTerms(firstKept.join?.on) : [];
  if (kept.slice(1).some(link => writtenTerms(link.join?.on).some(touches))) return;
  const whereTerms = writtenTerms(select.where);
  const bound = [...whereTerms.filter(touches), ...released.filter(touches)];
  const freed = released.filter(term => !touches(term)).map(term => sourceOf(q, term));
  const anyLeft = freed.length > 0 || whereTerms.some(term => !touches(term));
  const exists = components(q, gone, bound, removed).map((part, i) =>
    existsOf(q, select, part, bound, touches, anyLeft || i > 0),
  );
  if (exists.some(text => text === undefined)) return;

  const edits: Edit[] = gone
    .filter(link => links.indexOf(link) > leading)
    .map(link => withoutRight(q, link.join!));
  if (leading > 0) {
    edits.push({ span: { start: select.from!.span.start, end: firstKept.item.span.start }, text: '' });
    const { constraintSpan } = firstKept.join!;
    if (constraintSpan) edits.push(removal(q, constraintSpan));
  }
  const added = [...freed, ...exists.filter(text => text !== undefined)];
  edits.push(...changedWhere(q, select, whereTerms.filter(touches), added));
  yield { edits: [...edits, ...withoutDistinct(q, select, kept)] };
}

/** The removed items by which of them belong together through their conditions. */
function components(
  q: BoundQuery,
  gone: readonly Link[],
  terms: readonly Expr[],
  removed: ReadonlySet<Relation>,
): Link[][] {
  const groups = gone.map(link => [link]);
  const conditions = [...terms, ...gone.flatMap(link => writtenTerms(link.join?.on))];
  for (const term of conditions) {
    const together = [...relationsIn(q, [term])].filter(relation => removed.has(relation));
    const touched = groups.filter(group => group.some(link => together.includes(link.relation)));
    const [first, ...rest] = touched;
    for (const group of rest) {
      first!.push(...group);
      groups.splice(groups.indexOf(group), 1);
    }
  }
  return groups.map(group => [...group].sort((a, b) => a.item.span.start - b.item.span.start));
}

function existsOf(
  q: BoundQuery,
  select: Select,
  part: readonly Link[],
  bound: readonly Expr[],
  touches: (term: Expr) => boolean,
  follows: boolean,
): string | undefined {
  const own = new Set(part.map(link => link.relation));
  const belongs = (term: Expr) => [...relationsIn(q, [term])].some(relation => own.has(relation));
  const ofFirst = writtenTerms(part[0]!.join?.on);
  const terms = [...ofFirst, ...bound.filter(belongs)];
  if (ofFirst.some(term => touches(term) && !belongs(term))) return undefined;
  return existsText(q, select, part, terms, follows);
}

/** Takes DISTINCT away where the shown columns hold a key of every table that is left. */
function withoutDistinct(q: BoundQuery, select: Select, kept: readonly Link[]): Edit[] {
  const [only] = kept;
  if (kept.length !== 1 || !only) return [];
  const shown = shownColumns(q, select).map(column => column.name.toLowerCase());
  const isKey = (names: readonly string[]) =>
    only.relation.keys.some(key => key.every(name => names.includes(name.toLowerCase())));
  if (!q.isAggregated(select)) {
    if (!isKey(shown) || !select.distinct) return [];
    return [{ span: { start: select.distinct.start, end: select.columns[0]!.span.start }, text: '' }];
  }
  if (groupsLikeDistinct(q, select)) {
    return isKey(shown) && select.groupBySpan ? [removal(q, select.groupBySpan)] : [];
  }
  const [column] = select.columns;
  const call = select.columns.length === 1 && column?.kind === 'column' ? column.expr : undefined;
  if (call?.kind !== 'function' || call.name !== 'count' || !call.distinct || select.groupBy.length > 0)
    return [];
  const [arg] = call.args;
  const found = arg?.kind === 'column-ref' && call.args.length === 1 ? q.resolve(arg) : undefined;
  if (found?.kind !== 'column' || !isKey([found.column.name]) || call.filter || q.isNullable(arg!)) return [];
  return [{ span: { start: call.nameSpan.end, end: call.span.end }, text: '(*)' }];
}
