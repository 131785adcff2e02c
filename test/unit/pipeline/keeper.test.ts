/** What becomes an entry of the dataset, and on which side of the split. */
import assert from 'node:assert/strict';
import { templateId } from '../../../src/core/dataset/ids.ts';
import { splitOf } from '../../../src/core/dataset/split.ts';
import { analyze } from '../../../src/core/dialect/sqlite/analyze.ts';
import type { OptimizeResult } from '../../../src/core/optimize/contract.ts';
import type { Optimizer, PipelineSchema, Repair } from '../../../src/core/pipeline/contract.ts';
import { Run } from '../../../src/core/pipeline/run.ts';
import { shopSchema } from './models/schema.ts';
import { found, nothingFound, nthQuery, runConfig, runParts } from './run-parts.ts';

const never = new AbortController().signal;

describe('what a run keeps', () => {
  let schema: PipelineSchema;
  before(async () => {
    schema = await shopSchema();
  });

  describe('of pairs', () => {
    const once = { config: { ...runConfig, count: 1 } };
    /** How many pairs are kept of a query with such a gain, and why there is none. */
    async function kept(
      speedup: number,
      original: Partial<OptimizeResult['original']>,
    ): Promise<[number, string | undefined]> {
      const bench = async ({ sql }: { sql: string }, nth: number): Promise<OptimizeResult> => {
        // The first query is the one in question; the next one ends the run.
        if (nth > 0) return found(sql, nth);
        const result = found(sql, nth);
        const suggestion = { ...result.suggestion!, speedup, rewriteSpeedup: speedup };
        return { ...result, original: { ...result.original, ...original }, suggestion };
      };
      const { parts, kept } = runParts(schema, bench, once);
      await new Run(parts).execute(never);
      const [first] = kept.events.filter(event => event.type === 'item');
      return [first?.pairs.length ?? 0, first?.miss];
    }

    it('none with a gain of 100 times or more on a query that returned no row', async () => {
      assert.deepEqual(await kept(100, { rows: 0 }), [0, 'below the reward']);
      assert.deepEqual(await kept(5000, { rows: 0 }), [0, 'below the reward']);
      assert.deepEqual(await kept(99, { rows: 0 }), [1, undefined]);
      assert.deepEqual(await kept(100, { rows: 1 }), [1, undefined]);
    });

    it('those whose slow side was stopped, of which the rows are unknown', async () => {
      assert.deepEqual(await kept(100, { rows: 0, timedOut: true }), [1, undefined]);
    });
  });

  describe('of repairs', () => {
    /** A query of a template that is on that side. */
    const query = (side: 'train' | 'held-out', from: number): string => {
      for (let n = from; ; n++) {
        const sql = nthQuery(n);
        if (splitOf(templateOf(sql), schema.id, []) === side) return sql;
      }
    };
    const templateOf = (sql: string): string => templateId(analyze(sql, schema.schema));

    it('those of a held-out query are held out, whatever the template of the repair', async () => {
      const [heldOut, train, other] = [query('held-out', 1), query('train', 1), query('train', 40)];
      const repairs: Repair[] = [
        { broken: 'b', error: 'e', repaired: train, original: heldOut },
        { broken: 'b', error: 'e', repaired: heldOut, original: train },
        { broken: 'b', error: 'e', repaired: other, original: train },
        { broken: 'b', error: 'e', repaired: other },
      ];
      const optimizer: Optimizer = {
        name: 'endpoint',
        model: 'sage',
        promptVersion: 'o',
        propose: async () => ({
          candidates: [],
          spent: { promptTokens: 0, completionTokens: 0, cost: 0 },
          repairs,
        }),
      };
      const { parts, kept } = runParts(
        schema,
        async ({ sql }, nth) => (nth === 0 ? found(sql, nth) : nothingFound(sql)),
        { config: { ...runConfig, count: 1 }, optimizers: [optimizer] },
      );
      await new Run(parts).execute(never);
      assert.deepEqual(
        kept.repairs.map(({ split, original, originalTemplate }) => [split, original, originalTemplate]),
        [
          ['held-out', heldOut, templateOf(heldOut)],
          ['held-out', train, templateOf(train)],
          ['train', train, templateOf(train)],
          ['train', undefined, undefined],
        ],
      );
    });
  });
});
