/** New text in the author's manner: keyword case, line breaks, indentation. */
import type { BoundQuery } from '../../../sql/bound.ts';
import type { Edit } from '../../../sql/edits.ts';
import type { Node, Select } from '../../../sql/model.ts';
import type { Span } from '../../../sql/span.ts';
import { sourceOf } from './tree.ts';

/** The words in lower case when the statement's own keywords are, else as given (in capitals). */
export function keyword(q: BoundQuery, words: string): string {
  const first = /[A-Za-z]+/.exec(q.source.slice(q.query.span.start))?.[0] ?? '';
  return first !== '' && first === first.toLowerCase() ? words.toLowerCase() : words;
}

/** The blanks that the line of an offset begins with. */
export function indentAt(source: string, offset: number): string {
  const start = source.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(source.slice(start, offset))?.[0] ?? '';
}

export function isMultiline(q: BoundQuery, node: Node): boolean {
  return sourceOf(q, node).includes('\n');
}

/** What stands between two clauses of the SELECT: a line break with its indentation, or one blank. */
export function clauseBreak(q: BoundQuery, select: Select): string {
  const next = select.fromSpan ?? select.whereSpan;
  const broken = next && q.source.slice(select.span.start, next.start).includes('\n');
  return broken ? `\n${indentAt(q.source, next.start)}` : ' ';
}

/** A line break at the depth of the SELECT's clauses, however it is written. */
export function lineBreak(q: BoundQuery, select: Select): string {
  const line = clauseBreak(q, select);
  return line === ' ' ? `\n${indentAt(q.source, select.span.start)}` : line;
}

/** A text of several lines moved so that its continuation lines stand at `line`'s indentation, keeping their depth. */
function moved(text: string, line: string): string {
  const [first = '', ...rest] = text.split('\n');
  const depths = rest.filter(l => l.trim() !== '').map(l => /^[ \t]*/.exec(l)?.[0].length ?? 0);
  const least = depths.length > 0 ? Math.min(...depths) : 0;
  const indent = line.replace('\n', '');
  return [first, ...rest.map(l => (l.trim() === '' ? l : `${indent}${l.slice(least)}`))].join('\n');
}

/** A query as a block in parentheses: `(`, its clauses a step deeper, `)`. */
export function block(line: string, clauses: readonly string[]): string {
  const inner = `${line}  `;
  return `(${clauses.map(clause => `${inner}${moved(clause, `${inner}  `)}`).join('')}${line})`;
}

/**
 * After a block put at the end of FROM of a SELECT on one line, the next clause begins a new line. Empty where the
 * SELECT has line breaks of its own, or no further clause.
 */
export function breakAfterFrom(q: BoundQuery, select: Select): Edit[] {
  if (!select.fromSpan || clauseBreak(q, select) !== ' ') return [];
  const query = q.enclosing(select);
  const own = [select.whereSpan, select.groupBySpan, select.havingSpan, select.windowsSpan];
  const after = query.body === select ? [query.orderBySpan, query.limit?.span] : [];
  const next = [...own, ...after].find(span => span !== undefined);
  const between = next && { start: select.fromSpan.end, end: next.start };
  if (!between || q.source.slice(between.start, between.end).trim() !== '') return [];
  return [{ span: between, text: lineBreak(q, select) }];
}

/** Removes a clause with the blanks before it; after a line comment only where the clause ends its line, too. */
export function removal(q: BoundQuery, span: Span): Edit {
  const { source } = q;
  let { start } = span;
  while (start > 0 && /\s/.test(source.charAt(start - 1))) start--;
  const lineStart = source.lastIndexOf('\n', start - 1) + 1;
  const afterComment = source.slice(lineStart, start).includes('--');
  const endsLine = /^[ \t]*(\r?\n|$)/.test(source.slice(span.end));
  return { span: afterComment && !endsLine ? span : { start, end: span.end }, text: '' };
}

/** The source text of a span with edits inside it applied. */
export function textWith(q: BoundQuery, span: Span, edits: readonly Edit[]): string {
  let text = '';
  let at = span.start;
  for (const edit of [...edits].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end)) {
    text += q.source.slice(at, edit.span.start) + edit.text;
    at = edit.span.end;
  }
  return text + q.source.slice(at, span.end);
}

export function insertAt(offset: number, text: string): Edit {
  return { span: { start: offset, end: offset }, text };
}
