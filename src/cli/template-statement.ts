/** Statements with template holes: run with parameters in their place, printed with the holes put back. */
import { type Hole, maskHoles, unmask } from '../core/dialect/sqlite/holes.ts';
import { QuillError } from '../core/errors.ts';
import type { OptimizeResult, Suggestion } from '../core/optimize/contract.ts';

/** Throws QuillError `template` where nothing can stand for a hole. `tables` are the names of the database's tables. */
export function maskTemplate(
  sql: string,
  tables: readonly string[],
): { sql: string; holes: readonly Hole[] } {
  const names = new Set(tables.map(name => name.toLowerCase()));
  const masked = maskHoles(sql, name => names.has(name.toLowerCase()));
  if (!masked.runnable)
    throw new QuillError('template', `Cannot be run: template. ${masked.why ?? ''}`.trim());
  return { sql: masked.text, holes: masked.holes };
}

/** The result with the holes back in every statement. */
export function unmaskResult(result: OptimizeResult, source: string, holes: readonly Hole[]): OptimizeResult {
  if (holes.length === 0) return result;
  const back = (one: Suggestion): Suggestion => ({
    ...one,
    sql: one.rewritten ? unmask(one.sql, holes) : source,
  });
  return {
    ...result,
    original: { ...result.original, sql: source },
    suggestion: result.suggestion && back(result.suggestion),
    alternatives: result.alternatives.map(back),
    rejected: result.rejected.map(one => ({ ...one, sql: unmask(one.sql, holes) })),
  };
}
