/** What a model's answer holds, taken apart without trusting any of it. Nothing here is run. */
import { splitStatements } from '../dialect/sqlite/split.ts';
import { parsedJson } from '../json.ts';
import { significant } from '../schema/table-text.ts';

export interface ReadStatements {
  /** SELECT, WITH … SELECT, VALUES: whether they parse is not known. Without semicolons. */
  readonly queries: readonly string[];
  /** CREATE INDEX statements, without semicolons. */
  readonly indexes: readonly string[];
  /** The first words of all other statements, and `text` for what begins like none. None of it is ever run. */
  readonly others: readonly string[];
}

const verbs = new Set(
  (
    'ALTER ANALYZE ATTACH BEGIN COMMIT CREATE DELETE DETACH DROP END EXPLAIN INSERT PRAGMA REINDEX RELEASE REPLACE ' +
    'ROLLBACK SAVEPOINT UPDATE VACUUM WITH'
  ).split(' '),
);

/** Sorts the statements of a text. Never throws. */
export function readStatements(text: string): ReadStatements {
  const queries: string[] = [];
  const indexes: string[] = [];
  const others: string[] = [];
  for (const piece of splitStatements(text)) {
    const sql = text.slice(piece.span.start, piece.span.end).trim();
    if (piece.kind === 'query') queries.push(sql);
    else if (piece.kind === 'other' && isCreateIndex(sql)) indexes.push(sql);
    else if (piece.kind === 'other') others.push(verbs.has(piece.keyword) ? piece.keyword : 'text');
  }
  return { queries, indexes, others };
}

function isCreateIndex(sql: string): boolean {
  const words = significant(sql)
    .slice(0, 3)
    .map(token => sql.slice(token.start, token.end).toUpperCase());
  return words[0] === 'CREATE' && (words[1] === 'INDEX' || (words[1] === 'UNIQUE' && words[2] === 'INDEX'));
}

/** More of an answer is not read, in characters. */
export const longestAnswer = 256 * 1024;

/**
 * The answer without what reasoning models think aloud before it, cut at its longest: what is cut off in JSON or a
 * fence reads like an answer that breaks off.
 */
export function withoutThoughts(text: string): string {
  return text
    .replace(/^\s*<think(?:ing)?>[\s\S]*?(?:<\/think(?:ing)?>|$)/i, '')
    .trim()
    .slice(0, longestAnswer);
}

/**
 * The first JSON object of an answer, whole or inside prose or a fence. Undefined where there is none, `null` where
 * one begins that does not parse, such as one that was cut off. Never throws.
 */
export function readJsonObject(text: string): Readonly<Record<string, unknown>> | null | undefined {
  const start = text.indexOf('{');
  const tries = [
    text,
    fencedObject(text),
    start < 0 ? undefined : text.slice(start, text.lastIndexOf('}') + 1),
  ];
  for (const one of tries) {
    const value = one === undefined ? undefined : parsedJson(one);
    if (isObject(value)) return value;
  }
  return /^\s*(?:```(?:json)?\s*)?\{/i.test(text) ? null : undefined;
}

/**
 * From the first brace that opens a fence to the first one that closes one. Two passes, as one expression for both
 * would take quadratic time where no fence closes.
 */
function fencedObject(text: string): string | undefined {
  const open = /```(?:json)?\s*\{/i.exec(text);
  if (open === null) return undefined;
  const start = open.index + open[0].length - 1;
  const length = text.slice(start).search(/\}\s*```/);
  return length < 0 ? undefined : text.slice(start, start + length + 1);
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The bodies of closed fences of SQL or of no named language. */
export function fences(text: string): string[] {
  return [...text.matchAll(fence)].map(match => match[1]!);
}

/** The text around closed fences, a blank line in the place of each. */
export function withoutFences(text: string): string {
  return text.replace(fence, '\n\n');
}

const fence = /```(?:sql|sqlite)?[ \t]*\r?\n([\s\S]*?)```/gi;
