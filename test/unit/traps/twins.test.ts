import assert from 'node:assert/strict';
import type { Verdict } from '../../../src/core/verify/verdict.ts';
import { testEngine } from '../engine.ts';
import { judged, told } from '../judged.ts';
import { largeLimits, twinSchema, twins } from './twins.ts';

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

describe('the judge on twins', () => {
  describe('wrong rewrites', () => {
    for (const twin of [...twins, ...largeLimits])
      it(`refutes: ${twin.name}`, async () => {
        const verdict = await judged(twinSchema, twin.a, twin.wrong);
        assert.equal(verdict.verdict, 'refuted', told(verdict));
        const [a, b] = await replay(twinSchema, verdict, [twin.a, twin.wrong]);
        assert.notEqual(a, b);
      });
  });

  describe('right rewrites', () => {
    for (const { name, a, right } of twins)
      if (right !== undefined)
        it(`does not refute the twin of: ${name}`, async () => {
          const verdict = await judged(twinSchema, a, right, { mutants: 24 });
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
