/** One judge for one original, as the tests about the judge ask for it. */
import { createSchema } from '../../src/core/schema/ddl.ts';
import type { Schema } from '../../src/core/schema/model.ts';
import { createJudge, type Judge, type JudgeOptions } from '../../src/core/verify/judge.ts';
import type { Verdict } from '../../src/core/verify/verdict.ts';
import { testEngine } from './engine.ts';

const schemas = new Map<string, Schema>();

/** The schema that `ddl` declares; each is read once. */
export async function schemaOf(ddl: string): Promise<Schema> {
  const known = schemas.get(ddl);
  if (known) return known;
  const schema = createSchema(await testEngine(), ddl);
  schemas.set(ddl, schema);
  return schema;
}

/** What a test asks of the judge where it says nothing else. */
const usual: JudgeOptions = { databases: 200, mutants: 0, budgetMs: 10_000, seed: 1 };

/** Hands a judge for `original` to `use`, and closes it. */
export async function withJudge<T>(
  ddl: string,
  original: string,
  options: Partial<JudgeOptions>,
  use: (judge: Judge) => T,
): Promise<T> {
  const judge = createJudge(await testEngine(), await schemaOf(ddl), original, { ...usual, ...options });
  try {
    return use(judge);
  } finally {
    judge.close();
  }
}

/** The verdict on the rewrite `b` of `a`. */
export function judged(
  ddl: string,
  a: string,
  b: string,
  options: Partial<JudgeOptions> = {},
): Promise<Verdict> {
  return withJudge(ddl, a, options, judge => judge.judge(b));
}

/** A verdict as text for the message of a failed assertion. */
export function told(verdict: Verdict): string {
  return JSON.stringify(verdict, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}` : value));
}
