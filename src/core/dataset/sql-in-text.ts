/** Finds SQL in what people and models write: in fences, behind labels, between sentences. Nothing of it is believed. */

import { parseQuery } from '../dialect/sqlite/parse.ts';
import { splitStatements } from '../dialect/sqlite/split.ts';
import { fences } from '../prompt/read-statements.ts';

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

/** The SQL of a text; where it has fences, that in the fences alone. Never throws. */
export function sqlInText(text: string): FoundSql {
  const found = { ddl: [] as string[], indexes: [] as string[], queries: [] as string[] };
  const blocks = fences(text);
  for (const block of blocks.length > 0 ? blocks : [text]) scan(block.replace(/\r\n/g, '\n'), found);
  return found;
}

function scan(text: string, found: { ddl: string[]; indexes: string[]; queries: string[] }): void {
  for (let at = 0; at < text.length; ) {
    start.lastIndex = at;
    const match = start.exec(text);
    if (match === null) return;
    const rest = text.slice(match.index + match[0].length);
    const piece = splitStatements(rest).find(one => one.kind !== 'empty');
    if (piece === undefined) return;
    const whole = rest.slice(piece.span.start, piece.span.end);
    const words = (match[1] ?? '').toUpperCase();
    const statement = words.startsWith('CREATE') ? definition(whole) : query(whole);
    at = match.index + match[0].length + piece.span.start + statement.length;
    const list = words.endsWith('INDEX')
      ? found.indexes
      : words.startsWith('CREATE')
        ? found.ddl
        : found.queries;
    list.push(statement.trim());
  }
}

/** Up to the first blank line behind which no parenthesis is open. */
function definition(text: string): string {
  for (const { index } of text.matchAll(blankLine)) {
    const part = text.slice(0, index);
    if (part.split('(').length === part.split(')').length) return part;
  }
  return text;
}

/** The longest part up to a blank line that parses; all of it when none does. */
function query(text: string): string {
  const ends = [...text.matchAll(blankLine)].map(match => match.index);
  for (const end of [text.length, ...ends.reverse()]) {
    const part = text.slice(0, end);
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
