/**
 * What no PRAGMA tells about a table or an index, read from its CREATE text: CHECK expressions, collations, the
 * expressions of an index and its WHERE. Works on tokens, so that every text comes out exactly as written.
 */
import { type Token, tokens } from '../dialect/sqlite/lex.ts';

export interface TableText {
  /** CHECK expressions without their parentheses, in order, of columns and of the table. */
  readonly checks: readonly string[];
  /** Collations declared for columns, by column name in lower case. */
  readonly collations: ReadonlyMap<string, string>;
  /** Expressions of generated columns without their parentheses, by column name in lower case. */
  readonly expressions: ReadonlyMap<string, string>;
}

/** Reads a CREATE TABLE text that SQLite has accepted. CREATE VIRTUAL TABLE gives nothing. */
export function readTableText(sql: string): TableText {
  const checks: string[] = [];
  const collations = new Map<string, string>();
  const expressions = new Map<string, string>();
  for (const element of bodyElements(sql, significant(sql))) {
    const [first] = element;
    if (first === undefined) continue;
    const column = isTableConstraint(sql, first) ? undefined : unquoted(sql, first);
    eachOutside(sql, element, (token, next, group) => {
      if (isWord(sql, token, 'CHECK') && group !== undefined) checks.push(inner(sql, group));
      if (column !== undefined && isWord(sql, token, 'COLLATE') && next !== undefined) {
        collations.set(column.toLowerCase(), unquoted(sql, next));
      }
      if (column !== undefined && isWord(sql, token, 'AS') && group !== undefined)
        expressions.set(column.toLowerCase(), inner(sql, group));
    });
  }
  return { checks, collations, expressions };
}

export interface IndexText {
  /** The text of each indexed term, without COLLATE, ASC and DESC. */
  readonly terms: readonly string[];
  readonly where?: string;
}

/** Reads a CREATE INDEX text that SQLite has accepted. */
export function readIndexText(sql: string): IndexText {
  const all = significant(sql);
  const terms = bodyElements(sql, all).map(element => {
    let end = element.length;
    if (end > 1 && (isWord(sql, element[end - 1]!, 'ASC') || isWord(sql, element[end - 1]!, 'DESC'))) end--;
    if (end > 2 && isWord(sql, element[end - 2]!, 'COLLATE')) end -= 2;
    return sql.slice(element[0]!.start, element[end - 1]!.end);
  });
  const close = closing(sql, all, firstOpen(sql, all));
  const where = all.findIndex((token, i) => i > close && isWord(sql, token, 'WHERE'));
  const last = all[all.length - 1];
  if (where < 0 || last === undefined || where + 1 >= all.length) return { terms };
  return { terms, where: sql.slice(all[where + 1]!.start, last.end) };
}

/** The name in a token, without its quotes. */
export function unquoted(sql: string, token: Token): string {
  return unquotedName(sql.slice(token.start, token.end));
}

/** A name as written, without its quotes. */
export function unquotedName(text: string): string {
  const quote = text.charAt(0);
  if (quote === '' || !'"\'`['.includes(quote)) return text;
  const body = text.slice(1, -1);
  return quote === '[' ? body : body.replaceAll(quote + quote, quote);
}

/** True when the token is that keyword, without quotes. */
export function isWord(sql: string, token: Token, word: string): boolean {
  return token.kind === 'word' && sql.slice(token.start, token.end).toUpperCase() === word;
}

/** The tokens of a text without comments and semicolons. */
export function significant(sql: string): Token[] {
  return tokens(sql).filter(token => token.kind !== 'comment' && !isMark(sql, token, ';'));
}

const TABLE_CONSTRAINTS = ['CONSTRAINT', 'PRIMARY', 'UNIQUE', 'CHECK', 'FOREIGN'];

function isTableConstraint(sql: string, token: Token): boolean {
  return TABLE_CONSTRAINTS.some(word => isWord(sql, token, word));
}

function isMark(sql: string, token: Token, mark: string): boolean {
  return token.kind === 'operator' && sql.slice(token.start, token.end) === mark;
}

function firstOpen(sql: string, all: readonly Token[]): number {
  return all.findIndex(token => isMark(sql, token, '('));
}

/** The index of the token that closes the parenthesis at `open`, or the length of the list. */
function closing(sql: string, all: readonly Token[], open: number): number {
  let depth = 0;
  for (let i = Math.max(open, 0); i < all.length; i++) {
    if (isMark(sql, all[i]!, '(')) depth++;
    else if (isMark(sql, all[i]!, ')') && --depth === 0) return i;
  }
  return all.length;
}

/** The tokens of each element of the first parenthesised list. */
function bodyElements(sql: string, all: readonly Token[]): Token[][] {
  const open = firstOpen(sql, all);
  if (open < 0) return [];
  const end = closing(sql, all, open);
  const elements: Token[][] = [[]];
  let depth = 0;
  for (const token of all.slice(open + 1, end)) {
    if (isMark(sql, token, '(')) depth++;
    if (isMark(sql, token, ')')) depth--;
    if (depth === 0 && isMark(sql, token, ',')) elements.push([]);
    else elements[elements.length - 1]!.push(token);
  }
  return elements.filter(element => element.length > 0);
}

/** Visits the tokens outside all parentheses, each with its neighbour and the parenthesised group that follows it. */
function eachOutside(
  sql: string,
  element: readonly Token[],
  visit: (token: Token, next: Token | undefined, group: readonly Token[] | undefined) => void,
): void {
  for (let i = 0; i < element.length; i++) {
    const token = element[i]!;
    if (isMark(sql, token, '(')) {
      i = closing(sql, element, i);
      continue;
    }
    const next = element[i + 1];
    const opens = next !== undefined && isMark(sql, next, '(');
    visit(token, next, opens ? element.slice(i + 1, closing(sql, element, i + 1) + 1) : undefined);
  }
}

function inner(sql: string, group: readonly Token[]): string {
  return sql.slice(group[0]!.end, group[group.length - 1]!.start).trim();
}
