/** Statements with template holes: run with parameters in their place, shown with the holes put back. */
import { type Hole, maskHoles, unmask } from '../../core/dialect/sqlite/holes.ts';
import { QuillError } from '../../core/errors.ts';
import type { OptimizeResult } from '../../core/optimize/contract.ts';

/** Why a template's statement cannot be run, in one sentence; undefined when it can, or is no template. */
export function whyTemplate(
  statement: { readonly text: string; readonly holes: readonly unknown[] },
  knownTable: (name: string) => boolean,
): string | undefined {
  if (statement.holes.length === 0) return undefined;
  const masked = maskHoles(statement.text, knownTable);
  return masked.runnable ? undefined : (masked.why ?? 'The holes of the template cannot be filled.');
}

/** The text to run and its holes. Throws QuillError `template` where no value can stand for one of them. */
export function runnable(
  sql: string,
  knownTable: (name: string) => boolean,
): { sql: string; holes: readonly Hole[] } {
  const masked = maskHoles(sql, knownTable);
  if (!masked.runnable)
    throw new QuillError('template', `Cannot be run: template. ${masked.why ?? ''}`.trim());
  return { sql: masked.text, holes: masked.holes };
}

/** A result as the reader wrote the statement: with the holes where the parameters stood. */
export function withHoles(result: OptimizeResult, original: string, holes: readonly Hole[]): OptimizeResult {
  if (holes.length === 0) return result;
  const restore = <T extends { readonly sql: string }>(one: T): T => ({
    ...one,
    sql: unmask(one.sql, holes),
  });
  return {
    ...result,
    original: { ...result.original, sql: original },
    suggestion: result.suggestion && restore(result.suggestion),
    alternatives: result.alternatives.map(restore),
    rejected: result.rejected.map(restore),
  };
}
