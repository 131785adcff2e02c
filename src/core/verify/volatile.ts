/** Queries whose answer changes from run to run: the clock is stopped for both sides, other functions are named. */

import { readsTime } from '../dialect/sqlite/functions.ts';
import { parseQuery } from '../dialect/sqlite/parse.ts';
import type { BoundQuery } from '../sql/bound.ts';
import { applyEdits, type Edit } from '../sql/edits.ts';
import { textOf } from '../sql/span.ts';
import { walk } from '../sql/walk.ts';
import { viewQueries } from './instances/touched.ts';

/**
 * The moment at which both queries are judged. No date that people write: a rewrite that holds today's date in place of
 * the clock must not look the same.
 */
const day = '2029-10-17';
const moment = `${day} 19:23:41`;
/** What 'now' stands for: it alone has fractions of a second. */
const fineMoment = `${moment}.375`;

/**
 * The query with the clock stopped: CURRENT_DATE, CURRENT_TIME, CURRENT_TIMESTAMP, and `'now'` where a date function
 * reads it, replaced by one fixed moment. Throws QuillError as `parseQuery` does.
 */
export function stopClock(sql: string): string {
  const edits: Edit[] = [];
  walk(parseQuery(sql), node => {
    if (node.kind === 'literal' && node.type === 'current-time')
      edits.push({ span: node.span, text: fixedTime(textOf(sql, node.span)) });
    if (node.kind === 'function')
      for (const literal of readsTime(node)) edits.push({ span: literal.span, text: `'${fineMoment}'` });
  });
  return applyEdits(sql, edits);
}

function fixedTime(word: string): string {
  switch (word.toLowerCase()) {
    case 'current_date':
      return `'${day}'`;
    case 'current_time':
      return `'${moment.slice(11)}'`;
    default:
      return `'${moment}'`;
  }
}

/** True when the texts hold the very day at which the clock is stopped, so that the two cannot be told apart. */
export function namesTheMoment(...texts: readonly string[]): boolean {
  return texts.some(text => text.includes(day));
}

/** Functions that draw a new value at each call. */
export const drawn: ReadonlySet<string> = new Set(['random', 'randomblob']);
/** Functions of what was written before: their values are fixed while a query runs. */
export const counters: ReadonlySet<string> = new Set(['changes', 'total_changes', 'last_insert_rowid']);

/** The first function that draws a new value at each call. */
export function drawnIn(bound: BoundQuery): string | undefined {
  let found: string | undefined;
  walk(bound.query, node => {
    if (node.kind === 'function' && drawn.has(node.name)) found ??= `${node.name}()`;
  });
  return found;
}

/** The first function of these that a view calls which the queries use. Throws QuillError `unsupported`. */
export function volatileFunctionInViews(queries: readonly BoundQuery[]): string | undefined {
  const [first] = queries;
  for (const view of first ? viewQueries(first.schema, queries) : []) {
    let found: string | undefined;
    walk(view.query, node => {
      if (node.kind === 'function' && (drawn.has(node.name) || counters.has(node.name)))
        found ??= `${node.name}()`;
    });
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The first function whose value changes from call to call. */
export function volatileFunctionIn(bound: BoundQuery): string | undefined {
  let found: string | undefined;
  walk(bound.query, node => {
    if (node.kind === 'function' && bound.functions.isVolatile(node)) found ??= `${node.name}()`;
  });
  return found;
}
