/** Comparison of both queries on the user's own data. */
import { QuillError } from '../errors.ts';
import type { Bindings, Database, ResultSet } from '../ports.ts';
import type { BoundQuery } from '../sql/bound.ts';
import { valuesOf } from './bindings.ts';
import { compareResults, type Difference } from './compare/compare.ts';
import { freeChoices, reasonOf } from './compare/free-choices.ts';
import { fullForm, windowed, withoutSemicolon } from './compare/full-form.ts';
import { Evaluator } from './instances/evaluate.ts';
import type { OwnDataCheck } from './verdict.ts';

export interface OwnDataOptions {
  readonly params?: Bindings;
  /** For one run of one query, in milliseconds. */
  readonly limitMs?: number;
  /** Result rows to compare in full. Default 200 000. */
  readonly maxRows?: number;
}

const MAX_ROWS = 200_000;

/**
 * Runs both queries and compares them. Beyond `maxRows` result rows, rows are counted on both sides and the first
 * `maxRows` compared where the order is fixed. A difference comes back as such.
 */
export function checkOnData(
  db: Database,
  original: BoundQuery,
  rewrite: string,
  options: OwnDataOptions = {},
): OwnDataCheck | Difference {
  const maxRows = options.maxRows ?? MAX_ROWS;
  const form = fullForm(original);
  const named = options.params === undefined || Array.isArray(options.params) ? {} : { ...options.params };
  const evaluator = new Evaluator(db);
  const values = valuesOf(original, named as Record<string, never>);
  const number = (expr: typeof form.limitExpr): ReturnType<Evaluator['constant']> =>
    expr && evaluator.constant(original, expr, values);
  const how = windowed(form, number(form.limitExpr), number(form.offsetExpr));
  const run = (sql: string): ResultSet =>
    db.query(sql, {
      maxRows,
      ...(options.params && { params: options.params }),
      ...(options.limitMs !== undefined && { limitMs: options.limitMs }),
    });
  try {
    const b = run(rewrite);
    const plain = run(original.source);
    if (plain.truncated || b.truncated) return countBoth(db, original, rewrite, options, plain.rows.length);
    // Without its LIMIT the original may be far larger: only when the plain answers differ is it needed.
    const { limit: _, offset: __, ...whole } = how;
    const equal = compareResults(plain, b, { ...whole, keys: [] }) === undefined && how.keys.length === 0;
    const extent = { rows: plain.rows.length, extent: 'full', compared: plain.rows.length } as const;
    if (equal) return extent;
    const full = run(form.sql);
    if (full.truncated)
      return {
        ...extent,
        extent: 'skipped',
        compared: 0,
        why: 'Without its LIMIT the query returns too many rows to compare ties.',
      };
    const difference = compareResults(full, b, how);
    if (!difference) return extent;
    const { kinds } = freeChoices(original);
    if (kinds.size > 0 || form.looseOrder)
      return {
        ...extent,
        extent: 'skipped',
        compared: 0,
        why: `The results differ, but ${reasonOf(kinds) || 'the order is not fixed'}.`,
      };
    return difference;
  } catch (error) {
    if (!QuillError.is(error, 'timeout')) throw error;
    return { rows: 0, extent: 'skipped', compared: 0, why: 'A query ran into its time limit.' };
  }
}

function countBoth(
  db: Database,
  original: BoundQuery,
  rewrite: string,
  options: OwnDataOptions,
  compared: number,
): OwnDataCheck | Difference {
  const count = (sql: string): number =>
    Number(
      db.query(`SELECT count(*) FROM (${withoutSemicolon(sql)})`, {
        ...(options.params && { params: options.params }),
        ...(options.limitMs !== undefined && { limitMs: options.limitMs }),
      }).rows[0]?.[0] ?? 0,
    );
  const [a, b] = [count(original.source), count(rewrite)];
  if (a !== b)
    return { reason: 'rows', detail: `the original returns ${a} rows on your data, the rewrite ${b}` };
  return {
    rows: a,
    extent: 'sampled',
    compared: 0,
    why: `The results have more than ${compared} rows: they were counted, not compared.`,
  };
}
