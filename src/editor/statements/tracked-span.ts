import type { Span } from '../../core/sql/span.ts';

/** One replacement in a text: `length` characters from `offset` on give way to `inserted` characters. */
export interface TextChange {
  readonly offset: number;
  readonly length: number;
  readonly inserted: number;
}

/**
 * Where a span lies after a change. Text inserted right before it moves it, text inserted right after it does not
 * belong to it; a change that reaches into it leaves it around what is left and what came in.
 */
export function moveSpan(span: Span, { offset, length, inserted }: TextChange): Span {
  const end = offset + length;
  const shift = inserted - length;
  if (end <= span.start) return { start: span.start + shift, end: span.end + shift };
  if (offset >= span.end) return span;
  const start = Math.min(span.start, offset);
  return { start, end: Math.max(end, span.end) + shift };
}

/**
 * Where a span lies after the changes of one edit. Their offsets all refer to the text before the edit, so they are
 * applied from the last to the first.
 */
export function moveThrough(span: Span, changes: readonly TextChange[]): Span {
  return [...changes].sort((a, b) => b.offset - a.offset).reduce(moveSpan, span);
}
