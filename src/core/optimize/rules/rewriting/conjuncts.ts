/** The terms of a WHERE, and edits that take terms out of it and put terms in. */
import type { BoundQuery } from '../../../sql/bound.ts';
import type { Edit } from '../../../sql/edits.ts';
import type { Expr, Select } from '../../../sql/model.ts';
import { clauseBreak, indentAt, insertAt, keyword, removal } from './layout.ts';
import { parentOf } from './tree.ts';

/** The terms joined by AND, left to right. A group in parentheses is one term. */
export function writtenTerms(expr: Expr | undefined): Expr[] {
  if (!expr) return [];
  if (expr.kind !== 'binary' || expr.operator !== 'and') return [expr];
  return [...writtenTerms(expr.left), ...writtenTerms(expr.right)];
}

/** The terms joined by OR, left to right. A group in parentheses is one term. */
export function writtenAlternatives(expr: Expr): Expr[] {
  if (expr.kind !== 'binary' || expr.operator !== 'or') return [expr];
  return [...writtenAlternatives(expr.left), ...writtenAlternatives(expr.right)];
}

/**
 * True when NULL and false mean the same where the expression stands: in a condition, reached through AND, OR and
 * parentheses only.
 */
export function isFilter(q: BoundQuery, expr: Expr): boolean {
  const parent = parentOf(q, expr);
  if (!parent) return false;
  switch (parent.kind) {
    case 'paren':
      return isFilter(q, parent);
    case 'binary':
      return (parent.operator === 'and' || parent.operator === 'or') && isFilter(q, parent);
    case 'select':
      return parent.where === expr || parent.having === expr;
    case 'join':
      return parent.on === expr;
    case 'case-branch': {
      const around = parentOf(q, parent);
      return parent.when === expr && around?.kind === 'case' && around.operand === undefined;
    }
    default:
      return false;
  }
}

/** True when a condition of several words can stand here without parentheses. */
export function standsAlone(q: BoundQuery, expr: Expr): boolean {
  const parent = parentOf(q, expr);
  switch (parent?.kind) {
    case 'paren':
    case 'column':
    case 'select':
    case 'join':
    case 'case-branch':
      return true;
    case 'binary':
      return parent.operator === 'and';
    default:
      return false;
  }
}

/** The terms joined by AND as new text for the place of `expr`, in parentheses where they are needed. */
export function conjunctionFor(q: BoundQuery, expr: Expr, terms: readonly string[]): string {
  const text = terms.join(` ${keyword(q, 'AND')} `);
  return terms.length > 1 && !standsAlone(q, expr) ? `(${text})` : text;
}

/**
 * Edits that take terms out of the WHERE of the SELECT and put new ones at its end.
 * @param gone terms from `writtenTerms(select.where)`
 */
export function changedWhere(
  q: BoundQuery,
  select: Select,
  gone: readonly Expr[],
  added: readonly string[],
): Edit[] {
  const { where, whereSpan } = select;
  const terms = writtenTerms(where);
  const kept = terms.filter(term => !gone.includes(term));
  if (!where || !whereSpan) return added.length > 0 ? [newWhere(q, select, added)] : [];
  if (kept.length === 0) {
    if (added.length === 0) return [removal(q, whereSpan)];
    return [{ span: where.span, text: added.join(separator(q, select)) }];
  }
  const addition = added.map(text => `${separator(q, select)}${text}`).join('');
  const edits = removedTerms(terms, gone);
  const last = edits.at(-1);
  if (last && last.span.end === where.span.end) {
    return [...edits.slice(0, -1), { span: last.span, text: addition }];
  }
  if (addition === '') return edits;
  const loose = where.kind === 'binary' && where.operator === 'or';
  if (!loose) return [...edits, insertAt(where.span.end, addition)];
  return [...edits, insertAt(where.span.start, '('), insertAt(where.span.end, `)${addition}`)];
}

/** Edits that take terms out of a chain of ANDs, of which at least one stays. */
export function removedTerms(terms: readonly Expr[], gone: readonly Expr[]): Edit[] {
  const edits: Edit[] = [];
  for (let i = 0; i < terms.length; i++) {
    if (!gone.includes(terms[i]!)) continue;
    const first = i;
    while (i + 1 < terms.length && gone.includes(terms[i + 1]!)) i++;
    const before = terms[first - 1];
    const after = terms[i + 1];
    if (before) edits.push({ span: { start: before.span.end, end: terms[i]!.span.end }, text: '' });
    else if (after)
      edits.push({ span: { start: terms[first]!.span.start, end: after.span.start }, text: '' });
  }
  return edits;
}

function newWhere(q: BoundQuery, select: Select, added: readonly string[]): Edit {
  const line = clauseBreak(q, select);
  const after = select.fromSpan ?? select.columns.at(-1)!.span;
  return insertAt(after.end, `${line}${keyword(q, 'WHERE')} ${added.join(separator(q, select))}`);
}

/** What stands between two terms: as the author writes it, else on a new line in a SELECT of several lines. */
function separator(q: BoundQuery, select: Select): string {
  const terms = writtenTerms(select.where);
  const [before, after] = terms.slice(-2);
  if (before && after) {
    const written = q.source.slice(before.span.end, after.span.start);
    if (/^\s*and\s*$/i.test(written)) return written;
  }
  const line = clauseBreak(q, select);
  if (line === ' ') return ` ${keyword(q, 'AND')} `;
  const indent = select.whereSpan ? `\n${indentAt(q.source, select.whereSpan.start)}` : line;
  return `${indent}  ${keyword(q, 'AND')} `;
}
