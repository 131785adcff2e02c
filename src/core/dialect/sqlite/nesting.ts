/** How deep a query may nest. */
import { QuillError } from '../../errors.ts';

/** SQLite's own limit for the depth of an expression; it keeps most recursive walks over the model within the stack. */
export const MAX_DEPTH = 1000;

export function tooComplex(options?: ErrorOptions): QuillError {
  return new QuillError(
    'too-complex',
    `The query nests deeper than ${MAX_DEPTH} levels; split it into smaller queries.`,
    options,
  );
}

/** Runs `action`. Throws QuillError `too-complex` where it exhausts the stack, which a thread may have little of. */
export function withinStack<T>(action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof RangeError && /call stack/i.test(error.message)) throw tooComplex({ cause: error });
    throw error;
  }
}
