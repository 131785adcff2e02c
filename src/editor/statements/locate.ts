import type { Span } from '../../core/sql/span.ts';
import { readStatements } from './statements.ts';

/** What must still hold at the place of a statement for its replacement to be safe. */
export interface Anchor {
  readonly sql: string;
  /** Set for a selection: the rest of its first and last line. A statement of a SQL file is found by splitting. */
  readonly around?: { readonly before: string; readonly after: string };
}

export function anchorOfSelection(content: string, span: Span): Anchor {
  return { sql: content.slice(span.start, span.end), around: surroundings(content, span) };
}

/**
 * Where the anchored text stands in `content`, expected at `start`; elsewhere only when it stands there exactly once.
 * Undefined when the statement itself, or what it is a part of, has changed: `SELECT a` followed by a new `LIMIT 1`
 * is another statement.
 */
export function locate(content: string, anchor: Anchor, start: number): Span | undefined {
  const places = anchor.around ? selectionPlaces(content, anchor) : statementPlaces(content, anchor.sql);
  const expected = places.find(place => place.start === start);
  return expected ?? (places.length === 1 ? places[0] : undefined);
}

function statementPlaces(content: string, sql: string): Span[] {
  return readStatements(content)
    .filter(statement => statement.text === sql)
    .map(statement => statement.span);
}

function selectionPlaces(content: string, { sql, around }: Anchor): Span[] {
  const places: Span[] = [];
  for (let at = content.indexOf(sql); at >= 0 && sql !== ''; at = content.indexOf(sql, at + 1)) {
    const span = { start: at, end: at + sql.length };
    const now = surroundings(content, span);
    if (now.before === around?.before && now.after === around.after) places.push(span);
  }
  return places;
}

function surroundings(content: string, span: Span): { before: string; after: string } {
  const lineStart = content.lastIndexOf('\n', span.start - 1) + 1;
  const lineEnd = content.indexOf('\n', span.end);
  return {
    before: content.slice(span.start === 0 ? 0 : lineStart, span.start),
    after: content.slice(span.end, lineEnd < 0 ? content.length : lineEnd).trimEnd(),
  };
}
