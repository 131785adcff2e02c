/**
 * The errors that Quill shows to people. One class, told apart by `reason`; the message is one clear sentence that
 * names the thing and the next step.
 */
export const errorReasons = [
  'syntax', // the SQL does not parse
  'not-a-query', // not a single SELECT, WITH … SELECT or VALUES
  'several-statements',
  'template', // a template hole no value can stand for
  'other-dialect', // looks like PostgreSQL, MySQL, …
  'unknown-name', // a table or column that does not exist
  'too-complex', // nesting deeper than we walk
  'parameter', // a value is missing or malformed
  'schema', // DDL that cannot be read
  'file', // missing, unreadable, no database, encrypted, truncated, changed meanwhile
  'unsupported', // virtual table modules, collations, features the engine lacks
  'memory',
  'query-failed', // the engine refused or failed to run the query
  'timeout',
  'cancelled',
  'untrusted', // the workspace is not trusted
  'usage',
  'internal',
] as const;
export type ErrorReason = (typeof errorReasons)[number];

export class QuillError extends Error {
  readonly reason: ErrorReason;

  constructor(reason: ErrorReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'QuillError';
    this.reason = reason;
  }

  /** True for a QuillError, and of the given reason when one is named. */
  static is(error: unknown, reason?: ErrorReason): error is QuillError {
    return error instanceof QuillError && (reason === undefined || error.reason === reason);
  }
}

/**
 * True for an error that leaves the engine in an unknown state: its thread should end, and nothing it says afterwards is
 * to be trusted.
 */
export function leavesDoubt(error: unknown): boolean {
  if (!(error instanceof QuillError)) return true;
  return error.reason === 'internal' || error.reason === 'memory' || error.cause instanceof RangeError;
}
