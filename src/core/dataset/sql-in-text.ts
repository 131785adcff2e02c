/**
 * Finds SQL in what people and models write: in fences, behind labels, between sentences. Nothing of it is believed.
 */

import { parseQuery } from '../dialect/sqlite/parse.ts';
import { splitStatements } from '../dialect/sqlite/split.ts';
import { QuillError } from '../errors.ts';
import { fences, withoutFences } from '../prompt/read-statements.ts';
import type { Span } from '../sql/span.ts';

export interface FoundSql {
  /** CREATE TABLE and CREATE VIEW statements, without semicolons. */
  readonly ddl: readonly string[];
  /** CREATE INDEX statements. */
  readonly indexes: readonly string[];
  /** Statements that begin like queries; whether they parse is not known. */
  readonly queries: readonly string[];
}

/** A statement's first words at the start of a line, perhaps behind a label such as `Query:`. */
const start =
  /^[ \t]*(?:[A-Za-z][\w ]{0,30}:[ \t]*)?(?=(CREATE\s+(?:TEMP(?:ORARY)?\s+)?(?:UNIQUE\s+)?(?:TABLE|VIEW|INDEX)|SELECT|WITH|VALUES)\b)/gim;

const blankLine = /\n[ \t]*\n/g;
/** A blank line, or one with a label alone. */
const definitionEnd = /\n[ \t]*(?:(?=\n)|[A-Za-z][\w ]{0,30}:[ \t]*(?=\n|$))/g;

/** A statement is first looked for in this many characters, then in twice as many, and so on. */
const firstWindow = 256;
/** Ends at a blank line that are tried for a query. */
const mostEnds = 50;
/** Characters read for one text, over and over where statements have no clear end. */
const mostRead = 4_000_000;

interface Reading {
  readonly ddl: string[];
  readonly indexes: string[];
  readonly queries: string[];
  left: number;
}

/**
 * The SQL of a text; where it has fences, that in the fences, and what they lack of definitions or queries from the
 * text around them, queries only where they parse: prose may begin like one. Throws QuillError `too-complex` for a text
 * in which the ends of statements take too long to find.
 */
export function sqlInText(text: string): FoundSql {
  const found: Reading = { ddl: [], indexes: [], queries: [], left: mostRead };
  const unix = text.replace(/\r\n/g, '\n');
  const blocks = fences(unix);
  for (const block of blocks.length > 0 ? blocks : [unix]) scan(block, found);
  const { ddl, indexes, queries } = found;
  if (blocks.length === 0 || (ddl.length > 0 && queries.length > 0)) return { ddl, indexes, queries };
  const around: Reading = { ddl: [], indexes: [], queries: [], left: found.left };
  scan(withoutFences(unix), around);
  return {
    ddl: ddl.length > 0 ? ddl : around.ddl,
    indexes,
    queries: queries.length > 0 ? queries : around.queries.filter(parses),
  };
}

function scan(text: string, found: Reading): void {
  for (let at = 0; at < text.length; ) {
    start.lastIndex = at;
    const match = start.exec(text);
    if (match === null) return;
    const from = match.index + match[0].length;
    const span = firstStatement(text, from, found);
    if (span === undefined) return;
    const whole = text.slice(from + span.start, from + span.end);
    const words = (match[1] ?? '').toUpperCase();
    const statement = words.startsWith('CREATE') ? definition(whole) : query(whole, found);
    at = from + span.start + statement.length;
    const list = words.endsWith('INDEX')
      ? found.indexes
      : words.startsWith('CREATE')
        ? found.ddl
        : found.queries;
    list.push(statement.trim());
  }
}

/** The statement that begins at `from`, in offsets from there; only as much is read as it needs. */
function firstStatement(text: string, from: number, reading: Reading): Span | undefined {
  for (let size = firstWindow; ; size *= 2) {
    const window = text.slice(from, from + size);
    spend(reading, window.length);
    const pieces = splitStatements(window);
    const at = pieces.findIndex(one => one.kind !== 'empty');
    const piece = pieces[at];
    // The last one may go on behind the window.
    if (at < pieces.length - 1 || from + size >= text.length) return piece?.span;
  }
}

function spend(reading: Reading, characters: number): void {
  reading.left -= characters;
  if (reading.left < 0)
    throw new QuillError('too-complex', 'Its SQL takes too long to be told from its text; shorten the text.');
}

/** Up to the first blank line or label behind which no parenthesis is open. */
function definition(text: string): string {
  let open = 0;
  let from = 0;
  for (const { index } of text.matchAll(definitionEnd)) {
    const part = text.slice(from, index);
    open += part.split('(').length - part.split(')').length;
    if (open === 0) return text.slice(0, index);
    from = index;
  }
  return text;
}

/** The longest part up to a blank line that parses; all of it when none does. */
function query(text: string, reading: Reading): string {
  const ends: number[] = [];
  for (const { index } of text.matchAll(blankLine)) {
    if (ends.length === mostEnds) break;
    ends.push(index);
  }
  for (const end of [text.length, ...ends.reverse()]) {
    const part = text.slice(0, end);
    spend(reading, part.length);
    if (parses(part)) return part;
  }
  return text;
}

function parses(sql: string): boolean {
  try {
    parseQuery(sql);
    return true;
  } catch {
    return false;
  }
}
