/** FROM as a chain: `first JOIN second ON … JOIN third ON …`. */
import type { BoundQuery, Relation } from '../../../sql/bound.ts';
import type { Edit } from '../../../sql/edits.ts';
import type { Expr, FromItem, Join, Select } from '../../../sql/model.ts';
import { writtenTerms } from './conjuncts.ts';
import { removal } from './layout.ts';

export interface Link {
  readonly item: FromItem;
  readonly relation: Relation;
  /** The join whose right side the item is; undefined for the first. */
  readonly join?: Join;
}

/** The items of FROM in order; undefined where joins are nested in parentheses. */
export function joinChain(q: BoundQuery, select: Select): Link[] | undefined {
  const links: Link[] = [];
  let item = select.from;
  while (item) {
    const join: Join | undefined = item.kind === 'join' ? item : undefined;
    const own: FromItem = join ? join.right : item;
    const relation = q.relationOf(own);
    if (!relation) return undefined;
    links.unshift({ item: own, relation, ...(join && { join }) });
    item = join?.left;
  }
  return links;
}

/** True for joins that only filter the pairs of rows by ON: inner, comma and cross, not by column names. */
export function isInner(join: Join): boolean {
  return (
    (join.type === 'inner' || join.type === 'comma' || join.type === 'cross') && !join.natural && !join.using
  );
}

/** Takes the right side of a join out of FROM. */
export function withoutRight(q: BoundQuery, join: Join): Edit {
  return removal(q, { start: join.operatorSpan.start, end: join.span.end });
}

/** The conditions of WHERE and of inner joins; those of outer joins with the relation they may leave empty. */
export function conditionsOf(q: BoundQuery, select: Select): { term: Expr; only?: Relation | undefined }[] {
  const found: { term: Expr; only?: Relation | undefined }[] = writtenTerms(select.where).map(term => ({
    term,
  }));
  const visit = (item: FromItem | undefined): void => {
    if (item?.kind === 'paren-item') visit(item.item);
    if (item?.kind !== 'join') return;
    visit(item.left);
    visit(item.right);
    if (isInner(item)) found.push(...writtenTerms(item.on).map(term => ({ term })));
    else if (item.type === 'left') {
      const only = q.relationOf(item.right);
      if (only) found.push(...writtenTerms(item.on).map(term => ({ term, only })));
    }
  };
  visit(select.from);
  return found;
}
