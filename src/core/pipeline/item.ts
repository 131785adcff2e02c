/** One work item: writes a query, has it optimized, and stores what came of it. */
import { templateId } from '../dataset/ids.ts';
import type { Pair, RejectedCandidate, RejectionKind } from '../dataset/pair.ts';
import { splitOf } from '../dataset/split.ts';
import { analyze } from '../dialect/sqlite/analyze.ts';
import { QuillError } from '../errors.ts';
import type { Candidate, OptimizeResult, Suggestion } from '../optimize/contract.ts';
import type { Clock } from '../ports.ts';
import type { RunConfig } from './config.ts';
import type {
  Bench,
  BenchJob,
  DatasetSink,
  DroppedQuery,
  Optimizer,
  Repair,
  Spent,
  WorkItem,
  Writer,
  WrittenQuery,
} from './contract.ts';
import type { Miss } from './events.ts';
import type { KnownPairs } from './known-pairs.ts';
import type { ReadabilityJudge } from './models/readability-judge.ts';
import { shareOf } from './models/spent.ts';
import { type Waiting, withPatience } from './patience.ts';
import type { SchemaShelf } from './run.ts';
import { type Attempt, brokenOf, negativesOf, pairOf } from './solutions.ts';
import type { WorkOrder } from './work-order.ts';

/** How often a writer is asked again when its query has a known template. */
const REWRITES = 5;
/** Pairs that stage 1 keeps of one slow query. */
const SOLUTIONS = 4;

/** Slower rewrites are looked for in one query of so many. */
const SLOWER_EVERY = 8;

export interface ItemParts {
  readonly config: RunConfig;
  readonly run: string;
  readonly schemas: SchemaShelf;
  readonly writer: Writer;
  readonly optimizers: readonly Optimizer[];
  /** Asked how well a pair reads, when there is one. */
  readonly readability?: ReadabilityJudge;
  readonly bench: Bench;
  readonly sink: DatasetSink;
  readonly known: KnownPairs;
  readonly heldOutSchemas: readonly string[];
  readonly order: WorkOrder;
  readonly clock: Clock;
  now(): Date;
  sleep: Waiting['sleep'];
  isWorthWaiting: Waiting['isWorthWaiting'];
  onWait: Waiting['onWait'];
  /** Asked at the moment a pair would be stored. */
  mayAccept?(): boolean;
  onAccepted?(pair: Pair): void;
}

export interface ItemOutcome {
  readonly stage: 1 | 2;
  readonly schema: string;
  readonly pairs: readonly Pair[];
  readonly rejected: readonly RejectionKind[];
  readonly miss: Miss | undefined;
  /** One sentence on an error that this item met. */
  readonly problem: string | undefined;
  readonly ms: { write: number; propose: number; bench: number; store: number };
  readonly cost: number;
}

/** What one query gave, while it is put together. */
interface Yield {
  readonly pairs: Pair[];
  readonly rejected: RejectionKind[];
  miss: Miss | undefined;
  problem: string | undefined;
  readonly ms: { write: number; propose: number; bench: number; store: number };
  cost: number;
}

export class ItemWork {
  readonly #parts: ItemParts;

  constructor(parts: ItemParts) {
    this.#parts = parts;
  }

  /** Throws QuillError for what ends the whole run: `cancelled`, `disk`, `locked`, `endpoint`. */
  async run(index: number, signal: AbortSignal): Promise<ItemOutcome> {
    const { order, known, schemas } = this.#parts;
    const wish = known.quotas.wish(order.randomOf(index));
    const stage = order.stageOf(index);
    const schema = await schemas.load(wish.schema);
    const { technique, difficulty } = wish;
    const item: WorkItem = { index, stage, schema, seed: order.seedOf(index), technique, difficulty };
    const made: Yield = {
      pairs: [],
      rejected: [],
      miss: 'nothing written',
      problem: undefined,
      ms: { write: 0, propose: 0, bench: 0, store: 0 },
      cost: 0,
    };
    const taken: string[] = [];
    try {
      for (const written of await this.#write(item, made, taken, signal))
        await this.#solve(item, written, wish.indexes, made, signal);
    } finally {
      for (const template of taken) known.release(template);
    }
    known.quotas.learn(
      wish.technique,
      made.pairs.some(pair => pair.techniques.includes(wish.technique)),
    );
    return { stage, schema: schema.id, ...made };
  }

  /** Queries whose templates are new, which are taken. */
  async #write(item: WorkItem, made: Yield, taken: string[], signal: AbortSignal): Promise<NewQuery[]> {
    const { writer, order, known, clock } = this.#parts;
    const begin = clock.now();
    try {
      for (let attempt = 0; attempt < REWRITES; attempt++) {
        const again = { ...item, seed: order.seedOf(item.index, attempt) };
        const written = await withPatience(() => writer.write(again, signal), this.#parts, signal);
        made.cost += written.spent.cost;
        await this.#keepRepairs(item, written.repairs, written.spent);
        const { cost } = shareOf(written.spent, written.queries.length);
        const fresh: NewQuery[] = [];
        for (const query of written.queries) {
          const template = templateId(analyze(query.sql, item.schema.schema));
          if (!known.take(template)) continue;
          taken.push(template);
          fresh.push({ query, template, cost });
        }
        if (fresh.length > 0) return fresh;
        if (written.queries.length > 0) made.miss = 'known template';
      }
      return [];
    } finally {
      made.ms.write += clock.now() - begin;
    }
  }

  async #solve(
    item: WorkItem,
    { query, template, cost }: NewQuery,
    indexes: boolean,
    made: Yield,
    signal: AbortSignal,
  ): Promise<void> {
    const { clock, heldOutSchemas } = this.#parts;
    let began = clock.now();
    const { offers, dropped, ...proposed } = await this.#propose(item, query, signal);
    made.cost += proposed.cost;
    made.ms.propose += clock.now() - began;
    began = clock.now();
    const results: OptimizeResult[] = [];
    try {
      for (const job of this.#jobs(item, query, offers, indexes))
        results.push(await this.#parts.bench.run(job, signal));
    } catch (error) {
      if (!isOwnProblem(error)) throw error;
      made.miss = 'failed';
      made.problem = `A query over ${item.schema.id} could not be optimized: ${error.message}`;
    } finally {
      made.ms.bench += clock.now() - began;
    }
    if (results.length === 0) return;
    began = clock.now();
    const attempt: Attempt = {
      schema: item.schema,
      bound: analyze(query.sql, item.schema.schema),
      template,
      split: splitOf(template, item.schema.id, heldOutSchemas),
      stage: item.stage,
      provenance: this.#provenance(item, query, cost + proposed.cost),
      offeredBy: sql => offers.get(sql)?.name,
      createdAt: this.#parts.now().toISOString(),
    };
    await this.#keepPairs(attempt, results, made, signal);
    await this.#keepNegatives(negativesOf(attempt, results), made);
    for (const [name, queries] of dropped) await this.#keepNegatives(brokenOf(attempt, name, queries), made);
    made.ms.store += clock.now() - began;
  }

  /** All that is offered beside the rules, by its text, and what of it could not be used. */
  async #propose(
    item: WorkItem,
    query: WrittenQuery,
    signal: AbortSignal,
  ): Promise<{ offers: Offers; dropped: Map<string, readonly DroppedQuery[]>; cost: number }> {
    const offers: Offers = new Map(
      query.better.map(candidate => [candidate.sql, { name: 'writer', candidate }]),
    );
    const dropped = new Map<string, readonly DroppedQuery[]>();
    let cost = 0;
    for (const optimizer of this.#parts.optimizers) {
      const proposed = await withPatience(
        () => optimizer.propose(item.schema, query.sql, signal),
        this.#parts,
        signal,
      );
      cost += proposed.spent.cost;
      dropped.set(optimizer.name, proposed.dropped ?? []);
      await this.#keepRepairs(item, proposed.repairs, proposed.spent);
      for (const candidate of proposed.candidates)
        if (!offers.has(candidate.sql)) offers.set(candidate.sql, { name: optimizer.name, candidate });
    }
    return { offers, dropped, cost };
  }

  /** Stage 2 looks for the best answer; stage 1 for many: by rules, by what was offered, and by indexes. */
  #jobs(item: WorkItem, query: WrittenQuery, offers: Offers, indexes: boolean): BenchJob[] {
    const candidates = [...offers.values()].map(({ candidate }) => candidate);
    const wanted = indexes || (query.antiPattern === 'missing-index' && this.#indexesFit());
    const whole = {
      schema: item.schema,
      sql: query.sql,
      candidates,
      indexes: wanted,
      rules: true,
      // Running what is slow costs the most of all, and few negatives of this kind are needed.
      slower: item.seed % SLOWER_EVERY === 0,
      seed: item.seed,
    };
    if (item.stage === 2) return [whole];
    const offered = { ...whole, rules: false, indexes: false, slower: false };
    const jobs: BenchJob[] = [{ ...whole, candidates: [], indexes: false }];
    if (candidates.length > 0) jobs.push(offered);
    if (this.#indexesFit()) jobs.push({ ...offered, candidates: [], indexes: true });
    return jobs;
  }

  #indexesFit(): boolean {
    return this.#parts.known.quotas.full(['index']) === undefined;
  }

  async #keepPairs(
    attempt: Attempt,
    results: readonly OptimizeResult[],
    made: Yield,
    signal: AbortSignal,
  ): Promise<void> {
    const { known, config } = this.#parts;
    const possible = results
      .flatMap(({ suggestion, alternatives }) => (suggestion ? [suggestion, ...alternatives] : []))
      .map(suggestion => ({ suggestion, pair: pairOf(attempt, suggestion) }))
      .sort((a, b) => (b.pair?.reward ?? 0) - (a.pair?.reward ?? 0));
    made.miss = 'nothing to improve';
    const most = attempt.stage === 1 ? SOLUTIONS : 1;
    for (const { suggestion, pair: unmarked } of possible) {
      if (made.pairs.length >= most) break;
      if (unmarked === undefined) continue;
      if (known.has(unmarked.id)) made.miss = 'duplicate';
      else if (known.quotas.full(unmarked.techniques) !== undefined) made.miss = 'over quota';
      else {
        const pair = (await this.#marked(attempt, suggestion, made, signal)) ?? unmarked;
        if (pair.reward < config.minReward) made.miss = 'below the reward';
        // Others may have taken its room while a model was asked.
        else if (known.quotas.full(pair.techniques) !== undefined) made.miss = 'over quota';
        // What the query cost is told once.
        else await this.#accept(made.pairs.length === 0 ? pair : withoutCost(pair), attempt, made);
      }
    }
  }

  /** The pair with a model's opinion of how well it reads; undefined where no model is asked. */
  async #marked(
    attempt: Attempt,
    suggestion: Suggestion,
    made: Yield,
    signal: AbortSignal,
  ): Promise<Pair | undefined> {
    const { readability } = this.#parts;
    if (readability === undefined) return undefined;
    const { spent, ...marks } = await withPatience(
      () => readability.mark(attempt.bound.source, suggestion.sql, signal),
      this.#parts,
      signal,
    );
    made.cost += spent.cost;
    const pair = pairOf(attempt, suggestion, marks);
    return pair && { ...pair, provenance: { ...pair.provenance, cost: pair.provenance.cost + spent.cost } };
  }

  async #keepNegatives(negatives: readonly RejectedCandidate[], made: Yield): Promise<void> {
    for (const negative of negatives) {
      await this.#parts.sink.addRejected(negative);
      made.rejected.push(negative.kind);
    }
  }

  async #accept(pair: Pair, attempt: Attempt, made: Yield): Promise<void> {
    const { known, sink, mayAccept, onAccepted } = this.#parts;
    if (mayAccept?.() === false) return;
    // Before the first wait, so that no other item takes the same room.
    known.add(pair);
    onAccepted?.(pair);
    await sink.addSchema(attempt.schema.id, attempt.schema.ddl);
    await sink.addPair(pair);
    made.pairs.push(pair);
    this.#parts.writer.learn?.(pair);
  }

  async #keepRepairs(item: WorkItem, repairs: readonly Repair[], spent: Spent): Promise<void> {
    const { sink, heldOutSchemas, now } = this.#parts;
    for (const { broken, error, repaired } of repairs) {
      const template = templateId(analyze(repaired, item.schema.schema));
      await sink.addRepair({
        id: `${item.schema.id}-${template}-${item.index}`,
        schema: item.schema.id,
        broken,
        error,
        repaired,
        split: splitOf(template, item.schema.id, heldOutSchemas),
        template,
        provenance: { ...this.#provenance(item, undefined, spent.cost), optimizer: 'endpoint' },
        createdAt: now().toISOString(),
      });
    }
  }

  #provenance(item: WorkItem, query: WrittenQuery | undefined, cost: number): Attempt['provenance'] {
    const { run, writer, optimizers } = this.#parts;
    return {
      run,
      item: item.index,
      writer: writer.name,
      antiPattern: query?.antiPattern ?? null,
      model: writer.model ?? optimizers[0]?.model ?? null,
      promptVersion: writer.promptVersion ?? optimizers[0]?.promptVersion ?? null,
      seed: item.seed,
      cost,
    };
  }
}

/** A slow query whose template is taken, with its share of what writing has cost in US dollars. */
interface NewQuery {
  readonly query: WrittenQuery;
  readonly template: string;
  readonly cost: number;
}

function withoutCost(pair: Pair): Pair {
  return { ...pair, provenance: { ...pair.provenance, cost: 0 } };
}

type Offers = Map<string, { readonly name: string; readonly candidate: Candidate }>;

/** An error of this query alone; any other ends the run. */
function isOwnProblem(error: unknown): error is QuillError {
  const fatal = ['cancelled', 'disk', 'locked', 'endpoint', 'internal'] as const;
  return error instanceof QuillError && !fatal.some(reason => reason === error.reason);
}
