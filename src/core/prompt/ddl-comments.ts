/** The comments of a CREATE TABLE text, by what they stand at. */
import { type Token, tokens } from '../dialect/sqlite/lex.ts';
import { unquoted } from '../schema/table-text.ts';

export interface TableComments {
  /** What stands before the first column; '' when nothing does. */
  readonly table: string;
  /** By column name in lower case. */
  readonly columns: ReadonlyMap<string, string>;
}

/** Longer comments are cut. */
const longestComment = 100;

/**
 * A comment behind a column on its line belongs to that column, one on lines of its own to the column after it, and
 * one before the first column to the table. Never throws.
 */
export function readComments(sql: string): TableComments {
  const columns = new Map<string, string>();
  let table = '';
  let column: string | undefined;
  let depth = 0;
  let startsElement = false;
  let waiting = '';
  let last: Token | undefined;
  const add = (name: string, text: string) => {
    columns.set(name, joined(columns.get(name) ?? '', text));
  };
  for (const token of tokens(sql)) {
    const text = sql.slice(token.start, token.end);
    if (token.kind === 'comment') {
      const sameLine = last !== undefined && !sql.slice(last.end, token.start).includes('\n');
      if (column === undefined) table = joined(table, plain(text));
      else if (sameLine) add(column, plain(text));
      else waiting = joined(waiting, plain(text));
      continue;
    }
    last = token;
    if (text === '(') {
      depth++;
      if (depth === 1 && column === undefined) startsElement = true;
    } else if (text === ')') depth--;
    else if (text === ',' && depth === 1) startsElement = true;
    else if (startsElement) {
      startsElement = false;
      column = unquoted(sql, token).toLowerCase();
      if (waiting !== '') add(column, waiting);
      waiting = '';
    }
  }
  return { table: cut(table), columns: new Map([...columns].map(([name, text]) => [name, cut(text)])) };
}

/** The text of a comment on one line: comments are data of a prompt and must not look like parts of it. */
function plain(comment: string): string {
  return comment
    .replace(/^--+|^\/\*+|\*+\/$/g, '')
    .replace(/`{3,}/g, ' ')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
}

function joined(before: string, text: string): string {
  return before === '' ? text : text === '' ? before : `${before} ${text}`;
}

function cut(text: string): string {
  return text.length > longestComment ? `${text.slice(0, longestComment - 1)}…` : text;
}
