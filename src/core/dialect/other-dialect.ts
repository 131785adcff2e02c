/** What to say over SQL that was evidently written for another engine. */
import { type ErrorReason, QuillError } from '../errors.ts';
import { type Detection, looksLike } from './detect.ts';

/** Errors that SQL of another dialect raises here. */
const foreign: readonly ErrorReason[] = ['syntax', 'query-failed', 'unknown-name', 'not-a-query'];

/** ``this looks like PostgreSQL (`::int`, line 3); Quill reads SQLite so far``, to stand in a sentence. */
export function dialectSentence({ dialect, evidence, line }: Detection): string {
  return `this looks like ${dialect} (\`${evidence}\`, line ${line}); Quill reads SQLite so far`;
}

/**
 * What to throw instead of the error that a statement raised: QuillError `other-dialect` with the error as its cause
 * where the statement was evidently written for another engine, else the error with its line in the file. What runs is
 * never asked about, so nothing that SQLite reads is refused. `firstLine` is the 1-based line on which the statement
 * begins.
 */
export function explained(error: unknown, sql: string, firstLine = 1): unknown {
  if (!(error instanceof QuillError)) return error;
  const found = foreign.includes(error.reason) ? looksLike(sql) : undefined;
  if (found === undefined) return error.inFile(firstLine);
  const sentence = dialectSentence({ ...found, line: found.line + firstLine - 1 });
  return new QuillError('other-dialect', `T${sentence.slice(1)}.`, { cause: error });
}
