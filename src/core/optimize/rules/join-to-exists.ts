/**
 * Inner join by a key, of which no column is used → EXISTS:
 *   FROM orders o JOIN customers c ON c.id = o.customer_id AND c.credit > 0  →  WHERE EXISTS (SELECT 1 FROM customers c …)
 *
 * Precondition: the conditions fix at most one row of the joined table, and nothing outside them mentions it.
 * Wrong otherwise: a second match would repeat the row, which EXISTS does not.
 * Source: the inverse of Paulley and Larson's subquery to join (CASCON 1993).
 */
import type { BoundQuery } from '../../sql/bound.ts';
import type { Select } from '../../sql/model.ts';
import type { Proposal, Rule } from '../contract.ts';
import { changedWhere, writtenTerms } from './rewriting/conjuncts.ts';
import { existsText } from './rewriting/exists-text.ts';
import { isInner, joinChain, type Link, withoutRight } from './rewriting/joins.ts';
import { relationsIn } from './rewriting/references.ts';
import { hasAnonymousParameter, openSelects, shownParts } from './rewriting/tree.ts';
import { keyIsFixed } from './rewriting/uniqueness.ts';

export const joinToExists: Rule = {
  technique: 'join-to-exists',
  *propose(q) {
    for (const select of openSelects(q)) {
      if (select.columns.some(column => column.kind === 'star')) continue;
      const links = joinChain(q, select) ?? [];
      for (const link of links) if (link.join) yield* toExists(q, select, links, link);
    }
  },
};

function* toExists(q: BoundQuery, select: Select, links: readonly Link[], link: Link): Iterable<Proposal> {
  const { join, relation } = link;
  if (!join || !isInner(join) || link.item.kind !== 'table') return;
  const mentions = (node: Parameters<typeof relationsIn>[1][number]) => relationsIn(q, [node]).has(relation);
  const others = links.filter(other => other !== link && other.join?.on).map(other => other.join!.on!);
  if ([...shownParts(q, select), ...others].some(mentions)) return;
  const inWhere = writtenTerms(select.where).filter(mentions);
  const terms = [...writtenTerms(join.on), ...inWhere];
  if (!keyIsFixed(q, relation, terms) || hasAnonymousParameter(select)) return;
  const exists = existsText(q, select, [link], terms, writtenTerms(select.where).length > inWhere.length);
  yield { edits: [withoutRight(q, join), ...changedWhere(q, select, inWhere, [exists])] };
}
