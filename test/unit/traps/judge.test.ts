import assert from 'node:assert/strict';
import type { Engine } from '../../../src/core/ports.ts';
import { createSchema } from '../../../src/core/schema/ddl.ts';
import type { Schema } from '../../../src/core/schema/model.ts';
import { createJudge } from '../../../src/core/verify/judge.ts';
import type { Verdict } from '../../../src/core/verify/verdict.ts';
import { testEngine } from '../engine.ts';
import { rightPairs, wrongPairs } from './all.ts';
import { type SchemaName, schemas } from './schemas.ts';

/** Wrong pairs that the judge has not refuted so far. The list must only shrink. */
const knownSlips: readonly string[] = [];

/** Right pairs that stay undetermined: results that are always empty. */
const knownUndetermined: readonly string[] = [
  'never-two-of-a-unique-column', // always empty
  'empty-range', // always empty
];

/** Fewer databases where all of them are run: nothing is found on right pairs. */
const databases = { wrong: 200, right: 100 };

/** Another seed builds other databases; the labels hold for each. */
const { QUILL_TEST_SEED: seed = '1' } = process.env;

describe('the judge on the traps', function () {
  this.timeout(30_000);
  let engine: Engine;
  const read = new Map<SchemaName, Schema>();

  const judgePair = (
    pair: { id: string; schema: SchemaName; a: string; b: string },
    count: number,
  ): Verdict => {
    const schema = read.get(pair.schema) ?? createSchema(engine, schemas[pair.schema]);
    read.set(pair.schema, schema);
    const judge = createJudge(engine, schema, pair.a, {
      databases: count,
      mutants: 0,
      budgetMs: 10_000,
      seed: Number(seed),
    });
    try {
      return judge.judge(pair.b);
    } finally {
      judge.close();
    }
  };

  before(async () => {
    engine = await testEngine();
  });

  for (const pair of wrongPairs) {
    if (knownSlips.includes(pair.id))
      it(`${pair.id} still slips (take it off the list when it does not)`, () => {
        assert.notEqual(judgePair(pair, databases.wrong).verdict, 'refuted');
      });
    else
      it(`${pair.id} is refuted`, () => {
        const verdict = judgePair(pair, databases.wrong);
        assert.equal(verdict.verdict, 'refuted', JSON.stringify(verdict, text));
        if (verdict.verdict !== 'refuted') return;
        // Where values differ, a witness on which only their types do is as good.
        const reason = pair.differs === 'rows' && verdict.reason === 'types' ? 'rows' : verdict.reason;
        assert.equal(reason, pair.differs, verdict.explanation);
      });
  }

  for (const pair of rightPairs) {
    const expected = knownUndetermined.includes(pair.id) ? ['undetermined'] : ['survived', 'proved'];
    it(`${pair.id} is ${expected.join(' or ')}`, () => {
      const verdict = judgePair(pair, databases.right);
      assert.ok(expected.includes(verdict.verdict), JSON.stringify(verdict, text));
    });
  }
});

function text(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? `${value}` : value;
}
