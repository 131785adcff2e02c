/** Statements of a file, found without parsing it: works while any of them is broken. Never throws. */
import { contains, type Span } from '../../sql/span.ts';
import { type Hole, maskAll } from './holes.ts';
import { type Token, tokens } from './lex.ts';
import { endsWithoutSemicolon, kindOf, StatementScanner } from './statement-scanner.ts';

export interface StatementPiece {
  /** The statement without comments around it and without its semicolon. */
  readonly span: Span;
  /**
   * Where a cursor means this statement: the comment right above, its semicolon, the rest of that line, blanks after.
   */
  readonly reach: Span;
  /** `query`: SELECT, VALUES, WITH … SELECT. `empty`: a semicolon alone. `other`: everything else, EXPLAIN included. */
  readonly kind: 'query' | 'other' | 'empty';
  /** The first word in upper case; '' when it begins with none. */
  readonly keyword: string;
  /** True when a comment `-- quill: ignore` stands directly before it, inside it or behind it on its last line. */
  readonly ignored: boolean;
  /** Template holes inside, in the file's offsets. */
  readonly holes: readonly Hole[];
}

/** Splits a file into statements, in order. Offsets are UTF-16 offsets into `text`. */
export function splitStatements(text: string): StatementPiece[] {
  const masked = maskAll(text);
  const all = tokens(masked.text, { recover: true });
  const pieces: StatementPiece[] = [];
  let first = 0;
  while (first < all.length) {
    const last = statementEnd(masked.text, all, first);
    const piece = buildPiece(masked.text, all, first, last, masked.holes);
    if (piece !== undefined) pieces.push(piece);
    first = last.next;
  }
  return pieces;
}

/** The statement that a cursor means, also from the comment above it, its semicolon or the blank lines after it. */
export function statementAt(pieces: readonly StatementPiece[], offset: number): StatementPiece | undefined {
  const candidates = pieces.filter(piece => piece.kind !== 'empty');
  return (
    candidates.find(piece => piece.span.start <= offset && offset <= piece.span.end) ??
    candidates.find(piece => piece.reach.start <= offset && offset < piece.reach.end) ??
    candidates.findLast(piece => piece.reach.end === offset)
  );
}

interface End {
  /** Index of the semicolon, when there is one. */
  readonly semicolon?: number;
  /** Index of the first token of what follows, comments on the statement's last line taken along. */
  readonly next: number;
}

function statementEnd(text: string, all: readonly Token[], first: number): End {
  const scanner = new StatementScanner(text);
  for (let index = first; index < all.length; index++) {
    const token = all[index]!;
    if (token.kind === 'comment') continue;
    if (endsWithoutSemicolon(text, all, index, scanner)) {
      // The comments right above belong to the statement that begins here.
      let next = index;
      while (next > first && all[next - 1]!.kind === 'comment') next--;
      return { next };
    }
    if (scanner.take(token)) return { semicolon: index, next: afterLine(text, all, index) };
  }
  return { next: all.length };
}

/** Behind the comments that stand on the line of the token at `index` and go no further than it. */
function afterLine(text: string, all: readonly Token[], index: number): number {
  let next = index + 1;
  const from = all[index]!.end;
  while (
    next < all.length &&
    all[next]!.kind === 'comment' &&
    !text.slice(from, all[next]!.end).includes('\n')
  )
    next++;
  return next;
}

const IGNORE = /^(?:--|\/\*)\s*quill:\s*ignore\b/i;

function buildPiece(
  text: string,
  all: readonly Token[],
  first: number,
  end: End,
  holes: readonly Hole[],
): StatementPiece | undefined {
  const bodyEnd = end.semicolon ?? end.next;
  let start = first;
  while (start < bodyEnd && all[start]!.kind === 'comment') start++;
  let last = bodyEnd - 1;
  while (last > start && all[last]!.kind === 'comment') last--;
  if (start >= bodyEnd) {
    if (end.semicolon === undefined) return undefined;
    const at = all[end.semicolon]!;
    const span = { start: at.start, end: at.start };
    return {
      span,
      reach: { start: at.start, end: at.end },
      kind: 'empty',
      keyword: '',
      ignored: false,
      holes: [],
    };
  }
  const near = holesBetween(holes, all[first]!.start, all[end.next]?.start ?? text.length);
  const attached = firstAttached(text, all, first, start);
  const limit =
    end.semicolon === undefined ? (all[end.next]?.start ?? text.length) : all[end.semicolon]!.start;
  const span = { start: all[start]!.start, end: endWithControl(all[last]!.end, limit, near) };
  const comments = all.slice(attached, end.next).filter(token => token.kind === 'comment');
  const body = all.slice(start, last + 1).filter(token => token.kind !== 'comment');
  return {
    span,
    reach: { start: all[attached]!.start, end: all[end.next]?.start ?? text.length },
    ...kindOf(text, body),
    ignored: comments.some(comment => IGNORE.test(text.slice(comment.start, comment.end))),
    holes: near.filter(hole => contains(span, hole.span)),
  };
}

/** The holes that reach into a part of the text; each statement looks at its own alone. */
function holesBetween(holes: readonly Hole[], start: number, end: number): readonly Hole[] {
  return holes.slice(
    firstIndex(holes, hole => hole.span.end > start),
    firstIndex(holes, hole => hole.span.start >= end),
  );
}

/** The first index from which on `holds`, by bisection; the length when it holds for none. */
function firstIndex<T>(all: readonly T[], holds: (one: T) => boolean): number {
  let low = 0;
  let high = all.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(all[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * `SELECT … {% include 'where' %}` goes on to the end of its last control hole, although it is masked as blanks.
 * A closing tag there closes what began before the statement.
 */
function endWithControl(end: number, limit: number, holes: readonly Hole[]): number {
  const trailing = holes.findLast(
    hole => hole.span.start >= end && hole.span.end <= limit && /^\{%(?!-?\s*end)/.test(hole.text),
  );
  // The mask of `{{ ref('t') }}` is a shorter name and blanks: its last token ends before the hole does.
  const cut = holes.find(hole => hole.span.start < end && end < hole.span.end);
  return trailing?.span.end ?? cut?.span.end ?? end;
}

/** The first of the comments above the statement that no blank line parts from it. */
function firstAttached(text: string, all: readonly Token[], first: number, start: number): number {
  let attached = start;
  while (attached > first) {
    const gap = text.slice(all[attached - 1]!.end, all[attached]!.start);
    if (/\n[ \t\r]*\n/.test(gap)) break;
    attached--;
  }
  return attached;
}
