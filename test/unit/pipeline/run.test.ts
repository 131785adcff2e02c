import assert from 'node:assert/strict';
import { QuillError } from '../../../src/core/errors.ts';
import type { BenchJob, PipelineSchema } from '../../../src/core/pipeline/contract.ts';
import { Allowance, allowedModel } from '../../../src/core/pipeline/models/allowance.ts';
import { ModelWriter } from '../../../src/core/pipeline/models/model-writer.ts';
import { nothingSpent } from '../../../src/core/pipeline/models/spent.ts';
import { Unfinished } from '../../../src/core/pipeline/models/unfinished.ts';
import { OutageError } from '../../../src/core/pipeline/patience.ts';
import { Run } from '../../../src/core/pipeline/run.ts';
import type { Model } from '../../../src/core/ports.ts';
import { shopSchema } from './models/schema.ts';
import { found, nothingFound, paidWriter, runConfig, runParts } from './run-parts.ts';

const never = new AbortController().signal;

describe('a run', () => {
  let schema: PipelineSchema;
  before(async () => {
    schema = await shopSchema();
  });

  it('passes over a query that cannot be analysed, and over single failures of the workers', async () => {
    const good = paidWriter();
    let nth = 0;
    const writer = {
      ...good,
      write: async (...args: Parameters<typeof good.write>) => {
        const written = await good.write(...args);
        if (nth++ !== 1) return written;
        return { ...written, queries: written.queries.map(query => ({ ...query, sql: 'SELECT ((' })) };
      },
    };
    const bench = async (job: { sql: string }, n: number) => {
      if (n % 2 === 0) throw new QuillError('internal', 'The SQL worker ended unexpectedly.');
      return found(job.sql, n);
    };
    const { parts, kept } = runParts(schema, bench, { writer });
    const state = await new Run(parts).execute(never);
    assert.deepEqual([state.state, kept.pairs.length], ['finished', 3]);
    const misses = kept.events.filter(event => event.type === 'item' && event.miss === 'failed');
    assert.equal(misses.length, 3);
  });

  it('ends when the workers fail for every query', async () => {
    const broken = async () => {
      throw new QuillError('internal', 'The SQL worker ended unexpectedly.');
    };
    const { parts, kept } = runParts(schema, broken);
    const run = new Run(parts);
    await assert.rejects(run.execute(never), /worker ended/);
    assert.equal(run.state().state, 'failed');
    assert.equal(kept.events.filter(event => event.type === 'item').length, 4);
    assert.equal(run.state().cost, 5);
  });

  it('tells every dollar and token once, by the first entry of a query', async () => {
    const { parts, kept } = runParts(schema, async (job, n) => found(job.sql, n), {
      config: { ...runConfig, count: 4 },
      writer: paidWriter(2),
    });
    const state = await new Run(parts).execute(never);
    const entries = [...kept.pairs, ...kept.rejected];
    assert.equal(entries.length, 8);
    assert.equal(state.cost, 2);
    const told = entries.reduce((sum, { provenance }) => sum + provenance.cost, 0);
    assert.equal(told, state.cost);
    assert.deepEqual(
      kept.pairs.map(({ provenance }) => [provenance.cost, provenance.promptTokens, provenance.writerModel]),
      Array.from({ length: 4 }, () => [0.5, 50, 'scribe']),
    );
    assert.ok(kept.rejected.every(({ provenance }) => provenance.promptTokens === undefined));
  });

  it('names the model that had a part, and no other', async () => {
    const optimizer = {
      name: 'endpoint' as const,
      model: 'sage',
      promptVersion: 'o',
      propose: async (_: PipelineSchema, sql: string) => ({
        candidates: [{ sql: `${sql} AND 0`, techniques: [] }],
        spent: { promptTokens: 10, completionTokens: 1, cost: 0.25 },
        repairs: [],
      }),
    };
    const writer = { ...paidWriter(), name: 'builtin' as const, model: null, promptVersion: null };
    const { parts, kept } = runParts(schema, async (job, n) => found(job.sql, n), {
      writer,
      optimizers: [optimizer],
    });
    await new Run(parts).execute(never);
    // The search's own rewrite, and the model's candidate.
    assert.deepEqual(
      [kept.pairs[0], kept.rejected[0]].map(one => [
        one?.provenance.model,
        one?.provenance.promptVersion,
        one?.provenance.optimizerModel,
      ]),
      [
        [null, null, undefined],
        ['sage', 'o', 'sage'],
      ],
    );
  });

  it('has the bench look for indexes, and try those of a model, where it believes in one', async () => {
    const index = 'CREATE INDEX a ON orders (total)';
    const jobs: BenchJob[] = [];
    const optimizer = {
      name: 'endpoint' as const,
      model: 'sage',
      promptVersion: 'o',
      propose: async () => ({
        candidates: [],
        indexes: jobs.length === 0 ? [index] : [],
        spent: { promptTokens: 10, completionTokens: 1, cost: 0.25 },
        repairs: [],
      }),
    };
    const { parts } = runParts(
      schema,
      async (job, n) => {
        jobs.push(job);
        return found(job.sql, n);
      },
      { optimizers: [optimizer], config: { ...runConfig, count: 30 } },
    );
    await new Run(parts).execute(never);
    assert.deepEqual([jobs[0]?.indexes, jobs[0]?.offeredIndexes], [true, [index]]);
    assert.ok(jobs.slice(1).every(job => job.offeredIndexes?.length === 0));
    assert.ok(jobs.slice(1).some(job => !job.indexes));
  });

  it('notes what an item had cost that was stopped or failed', async () => {
    const stop = new AbortController();
    const { parts, kept } = runParts(schema, async () => {
      stop.abort();
      throw new QuillError('cancelled', 'Cancelled.');
    });
    const state = await new Run(parts).execute(stop.signal);
    assert.deepEqual([state.state, state.cost], ['stopped', 1]);
    assert.deepEqual(
      kept.events.flatMap(event => (event.type === 'spent' ? [[event.index, event.cost]] : [])),
      [[0, 1]],
    );
    // Paid for before the server refused the next question.
    const refused = new QuillError('endpoint', 'No such key.');
    const writer = {
      ...paidWriter(),
      write: async () => {
        throw new Unfinished(refused, { promptTokens: 5, completionTokens: 5, cost: 0.5 });
      },
    };
    const failing = runParts(schema, async (job, n) => found(job.sql, n), { writer });
    const run = new Run(failing.parts);
    await assert.rejects(run.execute(never), refused);
    assert.equal(run.state().cost, 0.5);
  });

  it('tells the cost of every answer at once, and ends where too little is left for another', async () => {
    const allowance = new Allowance(0.05);
    const model: Model = {
      name: 'scribe',
      chat: async () => ({ text: 'no', complete: true, promptTokens: 0, completionTokens: 1000 }),
    };
    const price = { input: 0, output: 10 };
    const { parts, kept } = runParts(schema, async job => nothingFound(job.sql), {
      config: { ...runConfig, maxCost: 0.05 },
      writer: new ModelWriter(allowedModel(model, price, allowance), { price, maxTokens: 2000 }),
      allowance,
    });
    const state = await new Run(parts).execute(never);
    assert.equal(state.state, 'cost-limit');
    assert.match(state.reason, /limit of \$0\.05 is reached, as another answer may cost more than is left/);
    const paid = kept.events.filter(event => event.type === 'paid').map(event => event.cost);
    assert.ok(paid.length >= 2 && paid.every(cost => cost === 0.01), paid.join());
    assert.ok(state.cost <= 0.05 && Math.abs(state.cost - 0.01 * paid.length) < 1e-9, `${state.cost}`);
    assert.equal(
      kept.events.findIndex(event => event.type === 'item') >
        kept.events.findIndex(event => event.type === 'paid'),
      true,
    );
  });

  it('notes no item as done that asked nothing, and begins none where too little was left before', async () => {
    const price = { input: 0, output: 10 };
    const model: Model = {
      name: 'scribe',
      chat: async () => ({ text: 'no', complete: true, promptTokens: 0, completionTokens: 1000 }),
    };
    const begun = async (allowance: Allowance): Promise<[string, number, number]> => {
      const { parts, kept } = runParts(schema, async job => nothingFound(job.sql), {
        config: { ...runConfig, maxCost: 0.05, concurrency: 4 },
        writer: new ModelWriter(allowedModel(model, price, allowance), { price, maxTokens: 2000 }),
        allowance,
      });
      const { state, reason, cost } = await new Run(parts).execute(never);
      assert.match(reason, /as another answer may cost more than is left/);
      const items = kept.events.filter(event => event.type === 'item');
      assert.ok(items.every(event => event.type === 'item' && event.cost > 0));
      return [state, items.length, cost];
    };
    const [state, items, cost] = await begun(new Allowance(0.05));
    assert.deepEqual([state, items], ['cost-limit', 4]);
    const resumed = new Allowance(0.05);
    resumed.pay(cost);
    assert.deepEqual(await begun(resumed), ['cost-limit', 0, cost]);
    const known = new Allowance(0.05);
    known.pay(cost);
    known.close();
    assert.ok(known.isUsedUp);
  });

  it('asks no writer again in an item whose request came to nothing', async () => {
    let asked = 0;
    const { parts } = runParts(schema, async job => nothingFound(job.sql), {
      writer: {
        ...paidWriter(),
        write: async () => {
          if (++asked === 3) throw new QuillError('endpoint', 'Enough.');
          return { queries: [], spent: nothingSpent, repairs: [], refused: true };
        },
      },
    });
    const run = new Run(parts);
    await assert.rejects(run.execute(never), /Enough/);
    assert.equal(run.state().items, 2);
  });

  it('ends at its time limit while it waits for an endpoint', async () => {
    const writer = {
      ...paidWriter(),
      write: async () => {
        throw new OutageError('The server is away.');
      },
    };
    const { parts } = runParts(schema, async (job, n) => found(job.sql, n), {
      writer,
      config: { ...runConfig, maxMinutes: 0.2 / 60 },
      before: { accepted: 0, items: 1, successes: 0, rejected: 0, cost: 0 },
      sleep: (ms, signal) => runParts(schema, async job => nothingFound(job.sql)).parts.sleep(ms, signal),
    });
    const begin = performance.now();
    const state = await new Run(parts).execute(never);
    assert.equal(state.state, 'time-limit');
    assert.ok(performance.now() - begin < 900);
  });

  it('counts against its time limit what setting it up took', async () => {
    const { parts } = runParts(schema, async (job, n) => found(job.sql, n), {
      config: { ...runConfig, maxMinutes: 1 },
      setUpSeconds: 60,
    });
    const { state, items } = await new Run(parts).execute(never);
    assert.deepEqual([state, items], ['time-limit', 0]);
  });

  it('ends when an event cannot be written that nothing waits for', async () => {
    let outages = 0;
    const good = paidWriter();
    const writer = {
      ...good,
      write: async (...args: Parameters<typeof good.write>) => {
        if (outages++ === 0) throw new OutageError('The server is away.');
        return good.write(...args);
      },
    };
    const full = new QuillError('disk', 'The disk is full.');
    const { parts } = runParts(schema, async (job, n) => found(job.sql, n), {
      writer,
      before: { accepted: 0, items: 1, successes: 0, rejected: 0, cost: 0 },
      log: async event => {
        if (event.type === 'waiting') throw full;
      },
    });
    await assert.rejects(new Run(parts).execute(never), full);
  });

  it('says that it found no more where query after query gave nothing', async () => {
    const { parts } = runParts(schema, async job => nothingFound(job.sql), { writer: paidWriter(0) });
    const state = await new Run(parts).execute(never);
    assert.deepEqual([state.state, state.items], ['exhausted', 400]);
    assert.match(state.reason, /400 queries in a row gave no pair/);
  });

  it('keeps no pair that was judged on fewer than half of the databases, but says so', async () => {
    const { parts, kept } = runParts(
      schema,
      async (job, n) => {
        const result = found(job.sql, n);
        const { suggestion } = result;
        return n > 0 || !suggestion
          ? result
          : { ...result, suggestion: { ...suggestion, verdict: { ...suggestion.verdict, databases: 4 } } };
      },
      { config: { ...runConfig, count: 1 } },
    );
    await new Run(parts).execute(never);
    assert.deepEqual(
      kept.pairs.map(({ provenance, verdict }) => [provenance.item, verdict.databases, verdict.asked]),
      [[1, 10, 10]],
    );
    assert.ok(
      kept.rejected.some(
        ({ kind, reason }) => kind === 'undetermined' && /ran out after 4 of 10 databases/.test(reason),
      ),
    );
    assert.ok(kept.events.some(event => event.type === 'item' && event.miss === 'too few databases'));
  });

  it('says that nothing improves a query only where indexes were looked for too', async () => {
    const sought = new Map<string, boolean>();
    const { parts, kept } = runParts(
      schema,
      async (job, n) => {
        sought.set(job.sql, job.indexes);
        return n < 12 ? nothingFound(job.sql) : found(job.sql, n);
      },
      { config: { ...runConfig, count: 1 } },
    );
    await new Run(parts).execute(never);
    const nothing = kept.rejected.filter(one => one.kind === 'nothing-to-improve').map(one => one.slow);
    const expected = [...sought].slice(0, 12).flatMap(([sql, indexes]) => (indexes ? [sql] : []));
    assert.ok(expected.length > 0 && expected.length < 12, String(expected.length));
    assert.deepEqual(nothing, expected);
  });
});
