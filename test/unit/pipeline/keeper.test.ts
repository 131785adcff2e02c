/** What becomes an entry of the dataset, and on which side of the split. */
import assert from 'node:assert/strict';
import { templateId } from '../../../src/core/dataset/ids.ts';
import { splitOf } from '../../../src/core/dataset/split.ts';
import { analyze } from '../../../src/core/dialect/sqlite/analyze.ts';
import type { Candidate, OptimizeResult } from '../../../src/core/optimize/contract.ts';
import type { Optimizer, PipelineSchema, Repair, Writer } from '../../../src/core/pipeline/contract.ts';
import { Run } from '../../../src/core/pipeline/run.ts';
import { shopSchema } from './models/schema.ts';
import { found, type Kept, nothingFound, nthQuery, paidWriter, runConfig, runParts } from './run-parts.ts';

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

  describe('of what a model claims', () => {
    const slow = "SELECT name FROM customers WHERE country = 'DE' OR country = 'FR'";
    const byRule = "SELECT name FROM customers WHERE country IN ('DE', 'FR')";
    const byNone = "SELECT name FROM customers WHERE country > 'D' AND country IN ('DE', 'FR')";

    /** The entries of a query for which a model offers a rewrite and names a technique. */
    async function entries(
      candidate: Candidate,
      judged: (result: OptimizeResult, candidate: Candidate) => OptimizeResult,
    ): Promise<Kept> {
      let written = 0;
      const good = paidWriter();
      const writer: Writer = {
        ...good,
        write: async (...args) => {
          const { queries, ...rest } = await good.write(...args);
          return {
            ...rest,
            queries: queries.map(query => (written++ === 0 ? { ...query, sql: slow } : query)),
          };
        },
      };
      const optimizer: Optimizer = {
        name: 'endpoint',
        model: 'sage',
        promptVersion: 'o',
        propose: async (_, sql) => ({
          candidates: sql === slow ? [candidate] : [],
          spent: { promptTokens: 0, completionTokens: 0, cost: 0 },
          repairs: [],
        }),
      };
      const { parts, kept } = runParts(
        schema,
        async ({ sql }, nth) => (nth === 0 ? judged(found(sql, nth), candidate) : found(sql, nth)),
        { config: { ...runConfig, count: 1 }, writer, optimizers: [optimizer] },
      );
      await new Run(parts).execute(never);
      return kept;
    }
    const accepted = (result: OptimizeResult, { sql, techniques }: Candidate): OptimizeResult => ({
      ...result,
      suggestion: { ...result.suggestion!, sql, techniques },
    });
    const named = async (candidate: Candidate): Promise<unknown[]> => {
      const [pair] = (await entries(candidate, accepted)).pairs;
      return [pair?.techniques, pair?.provenance.claimed];
    };

    it('the rules name the technique where they know it', async () => {
      assert.deepEqual(await named({ sql: byRule, techniques: ['anti-join'] }), [['or-to-in'], undefined]);
      assert.deepEqual(await named({ sql: byRule, techniques: ['other'] }), [['or-to-in'], undefined]);
      assert.deepEqual(await named({ sql: byRule, techniques: ['or-to-in'] }), [['or-to-in'], undefined]);
    });

    it('any other technique is kept as a claim', async () => {
      assert.deepEqual(await named({ sql: byNone, techniques: ['anti-join'] }), [['anti-join'], true]);
      assert.deepEqual(await named({ sql: byNone, techniques: ['other'] }), [['other'], true]);
    });

    it('what the search found by itself is no claim', async () => {
      const bySearch = (result: OptimizeResult): OptimizeResult =>
        accepted(result, { sql: byRule, techniques: ['or-to-in'] });
      const { pairs } = await entries({ sql: byNone, techniques: ['anti-join'] }, bySearch);
      assert.deepEqual([pairs[0]?.techniques, pairs[0]?.provenance.claimed], [['or-to-in'], undefined]);
    });

    it('a refuted rewrite keeps the claim, too', async () => {
      const refuted = (result: OptimizeResult, { sql, techniques }: Candidate): OptimizeResult => ({
        ...result,
        rejected: result.rejected.map(one => ({ ...one, sql, techniques })),
      });
      const { rejected } = await entries({ sql: byNone, techniques: ['anti-join'] }, refuted);
      assert.deepEqual([rejected[0]?.techniques, rejected[0]?.provenance.claimed], [['anti-join'], true]);
    });
  });

  it('of a query too fast to gain anything, that it was', async () => {
    const { parts, kept } = runParts(
      schema,
      async ({ sql, indexes }, nth) =>
        nth < 9 ? { ...nothingFound(sql), ...(indexes && { why: 'too-fast' as const }) } : found(sql, nth),
      { config: { ...runConfig, count: 1 } },
    );
    await new Run(parts).execute(never);
    const nothing = kept.rejected.filter(({ kind }) => kind === 'nothing-to-improve');
    assert.ok(nothing.length > 0);
    for (const { why } of nothing) assert.equal(why, 'too-fast');
  });

  it('the schema of every entry, before the first one over it', async () => {
    const order: string[] = [];
    const good = paidWriter();
    const repair: Repair = { broken: 'b', error: 'e', repaired: nthQuery(1) };
    const { parts } = runParts(schema, async ({ sql }, nth) => found(sql, nth), {
      config: { ...runConfig, count: 1 },
      writer: {
        ...good,
        write: async (...args) => {
          const written = await good.write(...args);
          return { ...written, repairs: order.length === 0 ? [repair] : [] };
        },
      },
      sink: {
        addSchema: async (id, ddl) => void order.push(`schema ${id === schema.id && ddl === schema.ddl}`),
        addPair: async () => void order.push('pair'),
        addRejected: async () => void order.push('rejected'),
        addRepair: async () => void order.push('repair'),
      },
    });
    await new Run(parts).execute(never);
    assert.deepEqual(order, ['schema true', 'repair', 'schema true', 'pair', 'schema true', 'rejected']);
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

    it('those of the writer and of each optimizer under the name of who made them', async () => {
      const repair: Repair = { broken: 'b', error: 'e', repaired: query('train', 1) };
      const spent = { promptTokens: 0, completionTokens: 0, cost: 0 };
      const good = paidWriter();
      const writer: Writer = {
        ...good,
        name: 'local',
        write: async (...args) => ({ ...(await good.write(...args)), repairs: [repair] }),
      };
      const optimizers = (['endpoint', 'local'] as const).map(
        (name): Optimizer => ({
          name,
          model: 'sage',
          promptVersion: 'o',
          propose: async () => ({ candidates: [], spent, repairs: [repair] }),
        }),
      );
      const { parts, kept } = runParts(schema, async ({ sql }, nth) => found(sql, nth), {
        config: { ...runConfig, count: 1 },
        writer,
        optimizers,
      });
      await new Run(parts).execute(never);
      assert.deepEqual(
        kept.repairs.slice(0, 3).map(({ provenance }) => provenance.optimizer),
        ['local', 'endpoint', 'local'],
      );
    });
  });
});
