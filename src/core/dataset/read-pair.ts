/** The lines of a dataset's files, read strictly: a line is what it should be, or named with what is wrong with it. */
import * as v from 'valibot';
import { QuillError } from '../errors.ts';
import { type Technique, techniques } from '../optimize/techniques.ts';
import {
  difficulties,
  type Pair,
  type RejectedCandidate,
  type RepairExample,
  rejectionKinds,
  splits,
} from './pair.ts';

/** Finite, as JSON has no other numbers; `1e999` would be read as infinite. */
const number = v.pipe(v.number(), v.finite());
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const id = v.pipe(v.string(), v.regex(/^[0-9a-f]{8,64}$/, 'it is no hash in hexadecimal digits'));
/** The name of a file in `schemas/`, so never a path. */
const schemaId = v.pipe(
  v.string(),
  v.regex(/^[a-z0-9][a-z0-9_-]{0,79}$/, 'it is no name of lower-case letters, digits, - and _'),
);

/** True for what may name a schema: lower-case letters, digits, - and _. */
export const isSchemaId = (text: string): boolean => v.is(schemaId, text);

const technique: v.GenericSchema<unknown, Technique> = v.pipe(
  v.string(),
  v.check(text => Object.hasOwn(techniques, text), 'it names a technique that this version does not know'),
  v.transform(text => text as Technique),
);

const time = v.object({ ms: number, samples: count, timedOut: v.boolean() });

const provenance = v.object({
  run: v.string(),
  item: count,
  writer: v.string(),
  optimizer: v.string(),
  antiPattern: v.nullable(v.string()),
  model: v.nullable(v.string()),
  promptVersion: v.nullable(v.string()),
  claimed: v.exactOptional(v.literal(true)),
  ownValues: v.exactOptional(v.literal(true)),
  writerModel: v.exactOptional(v.string()),
  optimizerModel: v.exactOptional(v.string()),
  seed: number,
  cost: number,
  promptTokens: v.exactOptional(number),
  completionTokens: v.exactOptional(number),
});

const pair: v.GenericSchema<unknown, Pair> = v.object({
  id,
  schema: schemaId,
  slow: v.string(),
  fast: v.string(),
  indexes: v.array(v.string()),
  techniques: v.array(technique),
  difficulty: v.picklist(difficulties),
  stage: v.picklist([1, 2]),
  split: v.picklist(splits),
  template: id,
  variantOf: v.nullable(id),
  speedup: number,
  rewriteSpeedup: number,
  reward: share,
  readability: share,
  verdict: v.object({
    verdict: v.picklist(['survived', 'proved']),
    databases: count,
    mutants: v.object({ killed: count, total: count }),
    asked: v.exactOptional(count),
  }),
  timing: v.object({
    rows: count,
    before: time,
    after: time,
    isLowerBound: v.boolean(),
    resultRows: v.exactOptional(count),
    ownRows: v.exactOptional(v.boolean()),
  }),
  plan: v.object({ before: v.array(v.string()), after: v.array(v.string()) }),
  provenance,
  createdAt: v.string(),
});

const rejected: v.GenericSchema<unknown, RejectedCandidate> = v.object({
  id,
  schema: schemaId,
  slow: v.string(),
  candidate: v.nullable(v.string()),
  kind: v.picklist(rejectionKinds),
  techniques: v.array(technique),
  reason: v.string(),
  why: v.exactOptional(v.literal('too-fast')),
  witness: v.exactOptional(v.string()),
  split: v.picklist(splits),
  template: id,
  provenance,
  createdAt: v.string(),
});

const repair: v.GenericSchema<unknown, RepairExample> = v.object({
  id: v.pipe(v.string(), v.minLength(1)),
  schema: schemaId,
  broken: v.string(),
  error: v.string(),
  repaired: v.string(),
  original: v.exactOptional(v.string()),
  split: v.picklist(splits),
  template: id,
  originalTemplate: v.exactOptional(id),
  provenance,
  createdAt: v.string(),
});

/** A line of `pairs.jsonl` without the keys that this version does not know; throws QuillError `file` with the line. */
export const readPair = (text: string, line: number): Pair => read(pair, 'pair', text, line);

/** A line of `rejected.jsonl`; as `readPair`. */
export const readRejected = (text: string, line: number): RejectedCandidate =>
  read(rejected, 'rejected candidate', text, line);

/** A line of `repairs.jsonl`; as `readPair`. */
export const readRepair = (text: string, line: number): RepairExample =>
  read(repair, 'repair example', text, line);

function read<T>(schema: v.GenericSchema<unknown, T>, what: string, text: string, line: number): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new QuillError('file', `It is no ${what}: it is not JSON.`, { line, cause: error });
  }
  const parsed = v.safeParse(schema, value, { abortEarly: true });
  if (parsed.success) return parsed.output;
  throw new QuillError('file', `It is no ${what}: ${problem(parsed.issues[0])}.`, { line });
}

/** What a value fails by, to stand behind a colon. */
function problem(issue: v.BaseIssue<unknown>): string {
  const key = v.getDotPath(issue);
  if (key === null) return 'it is not a JSON object';
  if (issue.received === 'undefined') return `"${key}" is missing`;
  return `"${key}" is ${issue.received}${issue.kind === 'validation' && issue.message.startsWith('it ') ? `; ${issue.message}` : issue.expected === null ? '' : ` where ${issue.expected} belongs`}`;
}
