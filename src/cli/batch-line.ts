import * as v from 'valibot';
import { QuillError } from '../core/errors.ts';

const id = v.union([v.string(), v.number()]);

/** SQLite stores UTF-8, in which all of these are the same replacement character. */
const loneSurrogate = /\p{Surrogate}/u;

/** A line of a batch: two queries over DDL text or over a database file. */
const batchLine = v.pipe(
  v.looseObject({
    id: v.exactOptional(id),
    schema: v.exactOptional(v.string()),
    db: v.exactOptional(v.string()),
    a: v.string(),
    b: v.string(),
    label: v.nullish(v.union([v.string(), v.number(), v.boolean()])),
  }),
  v.check(line => line.schema !== undefined || line.db !== undefined, 'it has neither "schema" nor "db"'),
  v.check(
    line => line.schema === undefined || line.db === undefined,
    'it has both "schema" and "db"; leave one of them out',
  ),
  v.check(
    ({ a, b, schema = '' }) => ![a, b, schema].some(text => loneSurrogate.test(text)),
    'it holds half a character (a \\u escape without its other half)',
  ),
);
export type BatchLine = v.InferOutput<typeof batchLine>;

export interface ReadLine {
  readonly id: string | number;
  /** As it stands in the line. */
  readonly label?: string | number | boolean;
  /** The pair, or what is wrong with the line. */
  readonly pair: BatchLine | QuillError;
}

/**
 * Reads one line, undefined where it is not UTF-8; a broken one keeps its id and label where they can be read, else it
 * is named `line N`. Never throws.
 */
export function readBatchLine(text: string | undefined, number: number): ReadLine {
  const fallback = `line ${number}`;
  if (text === undefined)
    return {
      id: fallback,
      pair: new QuillError('usage', `Line ${number} is not UTF-8; save the file as UTF-8.`),
    };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return {
      id: fallback,
      pair: new QuillError('usage', `Line ${number} is not JSON: ${why}.`, { cause: error }),
    };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return {
      id: fallback,
      pair: new QuillError('usage', `Line ${number} is no pair: it is not a JSON object.`),
    };
  const named = v.safeParse(v.looseObject({ id }), value);
  const labelled = v.safeParse(
    v.looseObject({ label: v.union([v.string(), v.number(), v.boolean()]) }),
    value,
  );
  const parsed = v.safeParse(batchLine, value);
  return {
    id: named.success ? named.output.id : fallback,
    ...(labelled.success && { label: labelled.output.label }),
    pair: parsed.success
      ? parsed.output
      : new QuillError('usage', `Line ${number} is no pair: ${problem(parsed.issues)}.`),
  };
}

function problem([issue]: readonly [v.BaseIssue<unknown>, ...v.BaseIssue<unknown>[]]): string {
  const key = v.getDotPath(issue);
  if (key === null) return issue.message;
  return `"${key}" is ${issue.received === 'undefined' ? 'missing' : 'of the wrong type'}`;
}
