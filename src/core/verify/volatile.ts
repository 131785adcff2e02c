/** Queries whose answer changes from run to run: the clock is stopped for both sides, other functions are named. */

import { readsTime } from '../dialect/sqlite/functions.ts';
import { parseQuery } from '../dialect/sqlite/parse.ts';
import type { Schema } from '../schema/model.ts';
import type { BoundQuery } from '../sql/bound.ts';
import { applyEdits, type Edit } from '../sql/edits.ts';
import type { FunctionCall } from '../sql/model.ts';
import { textOf } from '../sql/span.ts';
import { type AnyNode, walk } from '../sql/walk.ts';
import { viewQueries } from './query/touched.ts';
import { withViewQueries } from './view-queries.ts';

/**
 * The moment at which both queries are judged. No date that people write: a rewrite that holds today's date in place of
 * the clock must not look the same. Only what 'now' stands for has fractions of a second.
 */
export const judgedAt = '2029-10-17 19:23:41.375';
const day = judgedAt.slice(0, 10);

/**
 * The query with the clock stopped: CURRENT_DATE, CURRENT_TIME, CURRENT_TIMESTAMP, and `'now'` where a date function
 * reads it, replaced by one moment (`YYYY-MM-DD HH:MM:SS.SSS`, UTC). Throws QuillError as `parseQuery` does, unless no
 * word in the text could name the clock.
 */
export function stopClock(sql: string, moment = judgedAt): string {
  if (!maybeClock.test(sql)) return sql;
  const edits: Edit[] = [];
  walk(parseQuery(sql), node => {
    if (node.kind === 'literal' && node.type === 'current-time')
      edits.push({ span: node.span, text: fixedTime(textOf(sql, node.span), moment) });
    if (node.kind === 'function')
      for (const literal of readsTime(node)) edits.push({ span: literal.span, text: `'${moment}'` });
  });
  return applyEdits(sql, edits);
}

/** What may read the clock. */
const maybeClock = /now|current_/i;

function fixedTime(word: string, moment: string): string {
  switch (word.toLowerCase()) {
    case 'current_date':
      return `'${moment.slice(0, 10)}'`;
    case 'current_time':
      return `'${moment.slice(11, 19)}'`;
    default:
      return `'${moment.slice(0, 19)}'`;
  }
}

/** True when the texts hold the very day at which the clock is stopped, so that the two cannot be told apart. */
export function namesTheMoment(...texts: readonly string[]): boolean {
  return texts.some(text => text.includes(day));
}

/** The schema with the clock stopped in its views. */
export function stopClockInViews(schema: Schema): Schema {
  return withViewQueries(schema, maybeClock, stopClock);
}

/** Functions that draw a new value at each call. */
export const drawn: ReadonlySet<string> = new Set(['random', 'randomblob']);
/** Functions of what was written before: their values are fixed while a query runs. */
export const counters: ReadonlySet<string> = new Set(['changes', 'total_changes', 'last_insert_rowid']);

/** The calls of functions whose values change from call to call, those of the clock included. */
export function volatileCalls(bound: BoundQuery, within: AnyNode = bound.query): FunctionCall[] {
  const calls: FunctionCall[] = [];
  walk(within, node => {
    if (node.kind === 'function' && bound.functions.isVolatile(node)) calls.push(node);
  });
  return calls;
}

/** The first function that draws a new value at each call, as `random()`. */
export function drawnIn(bound: BoundQuery): string | undefined {
  return firstOf(volatileCalls(bound).filter(call => drawn.has(call.name)));
}

/** The first function whose value changes from call to call. */
export function volatileFunctionIn(bound: BoundQuery): string | undefined {
  return firstOf(volatileCalls(bound));
}

/** The first such function that a view calls which the queries use. Throws QuillError `unsupported`. */
export function volatileFunctionInViews(queries: readonly BoundQuery[]): string | undefined {
  const [first] = queries;
  return firstOf(first ? viewQueries(first.schema, queries).flatMap(view => volatileCalls(view)) : []);
}

function firstOf([call]: readonly FunctionCall[]): string | undefined {
  return call && `${call.name}()`;
}
