import assert from 'node:assert/strict';
import { createSchema } from '../../../src/core/schema/ddl.ts';
import { createJudge } from '../../../src/core/verify/judge.ts';
import type { Verdict } from '../../../src/core/verify/verdict.ts';
import { testEngine } from '../engine.ts';
import { largeLimits, trapSchema, traps } from './traps.ts';

async function verdictOf(ddl: string, a: string, b: string, seed = 1, mutants = 0): Promise<Verdict> {
  const engine = await testEngine();
  const judge = createJudge(engine, createSchema(engine, ddl), a, {
    databases: 200,
    mutants,
    budgetMs: 10_000,
    seed,
  });
  try {
    return judge.judge(b);
  } finally {
    judge.close();
  }
}

/** Runs the witness's INSERTs in a fresh database and gives both results as text. */
async function replay(ddl: string, verdict: Verdict, queries: readonly string[]): Promise<string[]> {
  assert.equal(verdict.verdict, 'refuted');
  assert.ok(verdict.witness);
  const engine = await testEngine();
  const db = engine.open();
  try {
    db.exec(ddl);
    db.exec('PRAGMA foreign_keys = ON; BEGIN; PRAGMA defer_foreign_keys = ON');
    for (const insert of verdict.witness.inserts) db.exec(insert);
    db.exec('COMMIT');
    const text = (cell: unknown): string => `${typeof cell}:${String(cell)}`;
    return queries.map(sql => JSON.stringify(db.query(sql).rows.map(row => row.map(text))));
  } finally {
    db.close();
  }
}

describe('judge', () => {
  describe('wrong rewrites', () => {
    for (const trap of [...traps, ...largeLimits])
      it(`refutes: ${trap.name}`, async () => {
        const verdict = await verdictOf(trapSchema, trap.a, trap.wrong);
        assert.equal(verdict.verdict, 'refuted', JSON.stringify({ ...verdict, witness: undefined }));
        const [a, b] = await replay(trapSchema, verdict, [trap.a, trap.wrong]);
        assert.notEqual(a, b);
      });
  });

  describe('right rewrites', () => {
    for (const { name, a, right } of traps)
      if (right !== undefined)
        it(`does not refute the twin of: ${name}`, async () => {
          const verdict = await verdictOf(trapSchema, a, right, 1, 24);
          const shown = verdict.verdict === 'refuted' ? verdict.witness?.inserts.join('\n') : '';
          assert.ok(
            verdict.verdict === 'survived' || verdict.verdict === 'proved',
            `${verdict.verdict} ${shown}`,
          );
          assert.ok(
            verdict.verdict === 'proved' || verdict.nonEmpty > 20,
            `only ${verdict.nonEmpty} non-empty`,
          );
        });
  });
});
