/** Looking for punctuation between nodes, where only words, blanks and comments can be. */
import type { BoundQuery } from '../../../sql/bound.ts';

/** The text between two offsets with its comments overwritten by blanks. */
function withoutComments(q: BoundQuery, start: number, end: number): string {
  const blank = (comment: string) => ' '.repeat(comment.length);
  return q.source.slice(start, end).replace(/--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g, blank);
}

/** The offset of the last `(` between two offsets. */
export function lastOpening(q: BoundQuery, start: number, end: number): number {
  return start + withoutComments(q, start, end).lastIndexOf('(');
}

/** The offset of the first `)` between two offsets. */
export function firstClosing(q: BoundQuery, start: number, end: number): number {
  return start + withoutComments(q, start, end).indexOf(')');
}

/** The words between two offsets, parted by single blanks. */
export function wordsBetween(q: BoundQuery, start: number, end: number): string {
  return withoutComments(q, start, end).trim().replace(/\s+/g, ' ');
}
