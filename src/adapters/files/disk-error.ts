import { QuillError } from '../../core/errors.ts';
import { whyNotWritten } from './write-errors.ts';

/** The error for a file or folder that could not be written; a QuillError stays as it is. */
export function diskError(name: string, cause: unknown): QuillError {
  if (QuillError.is(cause)) return cause;
  return new QuillError('disk', `${name} could not be written: ${whyNotWritten(cause)}.`, { cause });
}

/** The code of a system error, such as `ENOENT`. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
