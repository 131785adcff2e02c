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
  'endpoint', // a model's server cannot be reached or refuses
  'locked', // another process writes there
  'disk', // full, read-only or gone
  'internal',
] as const;
export type ErrorReason = (typeof errorReasons)[number];

/** What a statement needs and the database or this build of the engine does not have, by the engine's name for it. */
export interface Missing {
  readonly kind: 'function' | 'module' | 'collation' | 'table';
  readonly name: string;
}

export interface QuillErrorOptions extends ErrorOptions {
  /** The 1-based line of the text at which the error is; the message begins with it. */
  readonly line?: number | undefined;
  readonly missing?: Missing | undefined;
}

export class QuillError extends Error {
  readonly reason: ErrorReason;
  /** The message without its line. */
  readonly sentence: string;
  /** 1-based, in the text that was read; for a statement of a file see `inFile`. */
  readonly line: number | undefined;
  /** Of an error of the engine, where it fails for want of something. */
  readonly missing: Missing | undefined;

  constructor(reason: ErrorReason, sentence: string, { line, missing, ...options }: QuillErrorOptions = {}) {
    super(line === undefined ? sentence : `Line ${line}: ${sentence}`, options);
    this.name = 'QuillError';
    this.reason = reason;
    this.sentence = sentence;
    this.line = line;
    this.missing = missing;
  }

  /** The error of a statement that begins on line `firstLine` of its file, with the file's line. */
  inFile(firstLine: number): QuillError {
    if (this.line === undefined || firstLine === 1) return this;
    const line = this.line + firstLine - 1;
    return new QuillError(this.reason, this.sentence, { line, missing: this.missing, cause: this });
  }

  /** True for a QuillError, and of the given reason when one is named. */
  static is(error: unknown, reason?: ErrorReason): error is QuillError {
    return error instanceof QuillError && (reason === undefined || error.reason === reason);
  }
}

/**
 * True for an error that leaves the engine in an unknown state: its thread should end, and nothing it says afterwards
 * is to be trusted.
 */
export function leavesDoubt(error: unknown): boolean {
  if (!(error instanceof QuillError)) return true;
  return error.reason === 'internal' || error.reason === 'memory' || error.cause instanceof RangeError;
}
