/** SQLite's result codes as QuillErrors. Codes: sqlite.org/rescode.html. */
import { type Missing, QuillError } from '../../core/errors.ts';

export const OK = 0;
export const ROW = 100;
export const DONE = 101;
const NOMEM = 7;
const INTERRUPT = 9;
const CORRUPT = 11;
const NOTADB = 26;

/** The error for a primary or extended result code; `message` is SQLite's own, of the failing connection. */
export function errorOf(code: number, message: string): QuillError {
  switch (code & 0xff) {
    case NOMEM:
      return new QuillError('memory', 'The query needs more memory than sql.js can have (2 GiB).');
    case INTERRUPT:
      return new QuillError('timeout', 'The query was stopped at its time limit.');
    case CORRUPT:
    case NOTADB:
      return new QuillError('file', `The database file is damaged: ${message}.`);
    default:
      return ofMissing(message) ?? new QuillError('query-failed', inWords(message));
  }
}

const limits: ReadonlyMap<string, string> = new Map([
  [
    'too many terms in compound SELECT',
    "The query puts more than 500 SELECTs together by UNION and the like, which is SQLite's limit; split it.",
  ],
  [
    'string or blob too big',
    'The query makes a text or blob larger than the 1 GB SQLite allows; make it smaller.',
  ],
  [
    'LIKE or GLOB pattern too complex',
    'A pattern of LIKE or GLOB is longer than the 50,000 bytes SQLite allows; shorten it.',
  ],
  [
    'too many columns in result set',
    'The query returns more columns than the 2,000 SQLite allows; select fewer.',
  ],
  [
    'integer overflow',
    'A calculation of the query leaves the range of 64-bit integers; calculate with reals.',
  ],
  [
    'malformed JSON',
    'A JSON function of the query is given a text that is no JSON; test it by json_valid first.',
  ],
]);

/** SQLite's message with what to do about it, where that is known. */
function inWords(message: string): string {
  const known = limits.get(message);
  if (known !== undefined) return known;
  const called = /^wrong number of arguments to function (.+)\(\)$/.exec(message)?.[1];
  if (called !== undefined)
    return `The function ${called} is called with a wrong number of arguments; correct the call.`;
  return message;
}

/** SQLite names what is not there in its message alone. */
const namings: readonly (readonly [Missing['kind'], RegExp])[] = [
  ['function', /^no such function: (.+)$/],
  ['module', /^no such module: (.+)$/],
  ['collation', /^no such collation sequence: (.+)$/],
  ['table', /^no such table: (?:main\.)?(.+)$/],
];

function ofMissing(message: string): QuillError | undefined {
  for (const [kind, pattern] of namings) {
    const name = pattern.exec(message)?.[1];
    if (name === undefined) continue;
    const reason = kind === 'module' || kind === 'collation' ? 'unsupported' : 'query-failed';
    return new QuillError(reason, withoutIt(kind, name, message), { missing: { kind, name } });
  }
  return undefined;
}

function withoutIt(kind: Missing['kind'], name: string, message: string): string {
  switch (kind) {
    case 'function':
      return `There is no function ${name} (no such function) in this SQLite; correct its name, or write the query without it.`;
    case 'module':
      return `It needs a virtual table of module ${name}, which sql.js does not have.`;
    case 'collation':
      return `The query compares by the collation ${name} of an application, which Quill does not have.`;
    case 'table':
      return message;
  }
}

/**
 * Runs a call into WebAssembly and names what can go wrong below SQLite: the stack, the memory, an abort. After such
 * an error the engine's state is unknown, so its thread should end.
 */
export function guarded<T>(call: () => T): T {
  try {
    return call();
  } catch (error) {
    if (error instanceof QuillError) throw error;
    if (error instanceof RangeError && /stack/i.test(error.message))
      throw new QuillError('too-complex', 'The query nests deeper than SQLite can go.', { cause: error });
    if (error instanceof RangeError)
      throw new QuillError('memory', 'The database needs more memory than this machine gives.', {
        cause: error,
      });
    if (error instanceof WebAssembly.RuntimeError)
      throw new QuillError('internal', `SQLite stopped: ${error.message}.`, { cause: error });
    throw error;
  }
}
