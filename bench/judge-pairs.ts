/** Judges pairs of a batch file one after the other, in this process. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createSchema } from '../src/core/schema/ddl.ts';
import type { Schema } from '../src/core/schema/model.ts';
import { createJudge } from '../src/core/verify/judge.ts';
import type { Verdict } from '../src/core/verify/verdict.ts';
import { testEngine } from '../test/unit/engine.ts';

export interface Pair {
  readonly id: string;
  readonly source: string;
  readonly schema: string;
  readonly a: string;
  readonly b: string;
}

export interface JudgedPair {
  readonly id: string;
  readonly source: string;
  readonly verdict: Verdict['verdict'] | 'error';
  readonly reason?: string;
  readonly explanation?: string;
  readonly witness?: readonly string[];
  readonly witnessRows?: number;
  readonly databases: number;
  readonly killed: number;
  readonly total: number;
  readonly ms: number;
}

export interface JudgeSettings {
  readonly databases: number;
  readonly mutants: number;
  readonly seed: number;
}

/** The pairs of a file in the folder that QUILL_CASES names. */
export function readPairs(file: string): Pair[] {
  const folder = process.env['QUILL_CASES'];
  if (folder === undefined) throw new Error('Set QUILL_CASES to the folder with not-equivalent.jsonl.');
  const lines = readFileSync(path.join(folder, file), 'utf8').trim().split('\n');
  return lines.map(line => JSON.parse(line) as Pair);
}

/** Column names are left aside: only what the databases show counts. */
export async function judgePairs(pairs: readonly Pair[], settings: JudgeSettings): Promise<JudgedPair[]> {
  const engine = await testEngine();
  let last: { readonly ddl: string; readonly schema: Schema } | undefined;
  // As a batch does, which reads a schema again only where it is another.
  const schemaOf = (ddl: string): Schema => {
    if (last?.ddl !== ddl) last = { ddl, schema: createSchema(engine, ddl) };
    return last.schema;
  };
  return pairs.map(({ id, source, schema, a, b }) => {
    const start = performance.now();
    try {
      const judge = createJudge(engine, schemaOf(schema), a, {
        ...settings,
        budgetMs: 20_000,
        ignoreNames: true,
      });
      try {
        return { id, source, ...summary(judge.judge(b)), ms: performance.now() - start };
      } finally {
        judge.close();
      }
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return { id, source, verdict: 'error', reason, databases: 0, killed: 0, total: 0, ms: 0 };
    }
  });
}

function summary(verdict: Verdict): Omit<JudgedPair, 'id' | 'source' | 'ms'> {
  const { databases, mutants } = verdict;
  const counts = { databases, killed: mutants.killed, total: mutants.total };
  if (verdict.verdict === 'refuted')
    return {
      verdict: 'refuted',
      reason: verdict.reason,
      explanation: verdict.explanation,
      ...(verdict.witness && {
        witness: verdict.witness.inserts,
        witnessRows: verdict.witness.inserts.length,
      }),
      ...counts,
    };
  if (verdict.verdict === 'undetermined')
    return { verdict: 'undetermined', reason: verdict.reason, ...counts };
  return { verdict: verdict.verdict, ...counts };
}

/** Pairs whose schema has at most five tables. */
export function ofSmallSchemas(pairs: readonly Pair[]): Pair[] {
  return pairs.filter(pair => (pair.schema.match(/CREATE TABLE/gi) ?? []).length <= 5);
}
