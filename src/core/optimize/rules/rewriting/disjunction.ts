/** ORs whose parts one index cannot serve, and their split into parts that exclude each other. */

import type { BoundQuery } from '../../../sql/bound.ts';
import type { Expr, Select } from '../../../sql/model.ts';
import { stripParens } from '../../../sql/walk.ts';
import { writtenAlternatives, writtenTerms } from './conjuncts.ts';
import { isInner, joinChain } from './joins.ts';
import { keyword } from './layout.ts';
import { relationsIn } from './references.ts';
import { descendants, sourceOf } from './tree.ts';

const mostParts = 4;

/** The ORs among the conditions of a SELECT that are worth splitting. */
export function disjunctions(q: BoundQuery, select: Select): { term: Expr; parts: readonly Expr[] }[] {
  return conditionsOf(q, select)
    .map(term => ({ term, parts: writtenAlternatives(stripParens(term)) }))
    .filter(
      ({ parts }) => parts.length > 1 && parts.length <= mostParts && isWorthSplitting(q, select, parts),
    );
}

/** The conditions of the parts; with guards, no row meets two of them, NULL or not. */
export function partTexts(q: BoundQuery, parts: readonly Expr[], guarded: boolean): string[] {
  const kw = (words: string) => keyword(q, words);
  return parts.map((part, i) => {
    const text = sourceOf(q, part);
    const own = part.kind === 'binary' && part.operator === 'and' ? `(${text})` : text;
    const earlier = guarded ? parts.slice(0, i) : [];
    const guards = earlier.map(other => `(${sourceOf(q, other)}) ${kw('IS NOT TRUE')}`);
    return [own, ...guards].join(` ${kw('AND')} `);
  });
}

/** ORDER BY after a UNION must name output columns. */
export function canSort(q: BoundQuery, select: Select): boolean {
  const outputs = select.columns.map(column =>
    column.kind === 'column' ? sourceOf(q, column.expr).toLowerCase() : '*',
  );
  return q.enclosing(select).orderBy.every(({ expr }) => {
    if (expr.kind === 'literal') return true;
    if (outputs.includes(sourceOf(q, expr).toLowerCase())) return true;
    return expr.kind === 'column-ref' && q.resolve(expr)?.kind === 'output';
  });
}

/** The terms of WHERE and of inner joins. */
function conditionsOf(q: BoundQuery, select: Select): Expr[] {
  const joins = (joinChain(q, select) ?? []).flatMap(link =>
    link.join && isInner(link.join) ? [link.join] : [],
  );
  const chain = joinChain(q, select) ?? [];
  const inner = chain.every(link => !link.join || isInner(link.join)) ? joins : [];
  return [...writtenTerms(select.where), ...inner.flatMap(join => writtenTerms(join.on))];
}

/** Parts over different tables, or with a subquery: what one index cannot serve. */
function isWorthSplitting(q: BoundQuery, select: Select, parts: readonly Expr[]): boolean {
  const own = q.scopeOf(select).relations;
  const sets = parts.map(part =>
    [...relationsIn(q, [part])].filter(r => own.includes(r)).map(r => own.indexOf(r)),
  );
  const differ = sets.some(set => set.sort().join() !== sets[0]!.join());
  const joined = own.length > 1 && sets.every(set => set.length > 1);
  const asks = parts.some(part => [...descendants(part)].some(node => node.kind === 'query'));
  return differ || joined || asks;
}
