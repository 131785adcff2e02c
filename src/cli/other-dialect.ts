import { looksLike } from '../core/dialect/detect.ts';
import { QuillError } from '../core/errors.ts';

/** An error over SQL that was evidently written for another engine says so instead. */
export function explained(error: unknown, sql: string, firstLine = 1): unknown {
  if (!(error instanceof QuillError)) return error;
  if (!['syntax', 'query-failed', 'unknown-name'].includes(error.reason)) return error;
  const found = looksLike(sql);
  if (found === undefined) return error;
  const line = firstLine + found.line - 1;
  return new QuillError(
    'other-dialect',
    `This looks like ${found.dialect} (\`${found.evidence}\`, line ${line}); Quill reads SQLite so far.`,
    { cause: error },
  );
}
