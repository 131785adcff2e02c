/** One work item: writes a query, has it optimized, and stores what came of it. */
import { templateId } from '../dataset/ids.ts';
import type { RejectedCandidate } from '../dataset/pair.ts';
import { splitOf } from '../dataset/split.ts';
import { analyze } from '../dialect/sqlite/analyze.ts';
import type { Candidate, OptimizeResult } from '../optimize/contract.ts';
import type { Technique } from '../optimize/techniques.ts';
import { Bill } from './bill.ts';
import type { BenchJob, DroppedQuery, WorkItem, WrittenQuery } from './contract.ts';
import { Faults } from './faults.ts';
import type { ItemOutcome, ItemParts, Yield } from './item-parts.ts';
import { Keeper } from './keeper.ts';
import { nothingSpent, shareOf } from './models/spent.ts';
import { type Account, askPaid } from './paid.ts';
import { type Attempt, brokenOf, negativesOf, type Possible, possiblePairs } from './solutions.ts';

/** How often a writer is asked again when its query has a known template. */
const REWRITES = 5;
/** Slower rewrites are looked for in one query of so many. */
const SLOWER_EVERY = 8;

export class ItemWork {
  readonly #parts: ItemParts;
  readonly #faults = new Faults();
  readonly #keeper: Keeper;

  constructor(parts: ItemParts) {
    this.#parts = parts;
    this.#keeper = new Keeper(parts);
  }

  /** Never throws: what ends the whole run is told as `fatal`, with what the item had cost until then. */
  async run(index: number, signal: AbortSignal): Promise<ItemOutcome> {
    const { order, known, schemas } = this.#parts;
    const wish = known.quotas.wish(order.randomOf(index));
    const stage = order.stageOf(index);
    const made: Yield = {
      pairs: [],
      rejected: [],
      miss: 'nothing written',
      problem: undefined,
      ms: { write: 0, propose: 0, bench: 0, store: 0 },
      spent: nothingSpent,
    };
    const taken: string[] = [];
    let fatal: unknown;
    try {
      const schema = await schemas.load(wish.schema);
      const { technique, difficulty } = wish;
      const item: WorkItem = { index, stage, schema, seed: order.seedOf(index), technique, difficulty };
      for (const written of await this.#write(item, made, taken, signal))
        await this.#solve(item, written, wish.indexes, made, signal);
      known.quotas.learn(
        wish.technique,
        made.pairs.some(pair => pair.techniques.includes(wish.technique)),
      );
    } catch (error) {
      fatal = error ?? new Error('unknown');
    } finally {
      for (const template of taken) known.release(template);
    }
    return { stage, schema: wish.schema, ...made, fatal };
  }

  /** Queries whose templates are new, which are taken. */
  async #write(item: WorkItem, made: Yield, taken: string[], signal: AbortSignal): Promise<NewQuery[]> {
    const { writer, order, known, clock } = this.#parts;
    const begin = clock.now();
    const bill = new Bill();
    try {
      for (let attempt = 0; attempt < REWRITES; attempt++) {
        const again = { ...item, seed: order.seedOf(item.index, attempt) };
        const written = await askPaid(() => writer.write(again, signal), { made, bill }, this.#parts, signal);
        await this.#keeper.repairs(item, written.repairs, writer.name);
        for (const { reason } of written.dropped ?? [])
          made.problem ??= `A text over ${item.schema.id} by the writer was not used: ${reason}`;
        const fresh: Omit<NewQuery, 'bill'>[] = [];
        for (const query of written.queries) {
          const template = this.#templateOf(query, item, made);
          if (template === undefined || !known.take(template)) continue;
          taken.push(template);
          fresh.push({ query, template });
        }
        if (fresh.length > 0) {
          const share = shareOf(bill.take(), fresh.length);
          return fresh.map(one => ({ ...one, bill: new Bill(share) }));
        }
        if (written.queries.length > 0 && made.miss !== 'failed') made.miss = 'known template';
        if (written.refused === true) break;
      }
    } catch (error) {
      this.#miss(made, `No query could be written over ${item.schema.id}`, error);
    } finally {
      made.ms.write += clock.now() - begin;
    }
    return [];
  }

  /** Undefined for a query that cannot be analysed. */
  #templateOf(query: WrittenQuery, item: WorkItem, made: Yield): string | undefined {
    try {
      return templateId(analyze(query.sql, item.schema.schema));
    } catch (error) {
      this.#miss(made, `A query that was written over ${item.schema.id} could not be analysed`, error);
      return undefined;
    }
  }

  /** Notes an error of this item alone; throws any other. */
  #miss(made: Yield, what: string, error: unknown): void {
    const message = this.#faults.take(error);
    made.miss = 'failed';
    made.problem = `${what}: ${message}`;
  }

  async #solve(
    item: WorkItem,
    { query, template, bill }: NewQuery,
    indexes: boolean,
    made: Yield,
    signal: AbortSignal,
  ): Promise<void> {
    const { clock, heldOutSchemas } = this.#parts;
    const account = { made, bill };
    const results: OptimizeResult[] = [];
    let began = clock.now();
    const what = `A query over ${item.schema.id} could not be optimized`;
    let proposed: Proposals;
    try {
      proposed = await this.#propose(item, query, account, signal);
    } catch (error) {
      this.#miss(made, what, error);
      return;
    } finally {
      made.ms.propose += clock.now() - began;
    }
    const { offers, dropped, offeredIndexes } = proposed;
    began = clock.now();
    const jobs = this.#jobs(item, query, offers, indexes, offeredIndexes);
    let indexesSought = false;
    try {
      for (const job of jobs) {
        results.push(await this.#parts.bench.run(job, signal));
        this.#faults.passed();
        indexesSought ||= job.indexes;
      }
    } catch (error) {
      this.#miss(made, what, error);
    } finally {
      made.ms.bench += clock.now() - began;
    }
    if (results.length === 0) return;
    began = clock.now();
    let found: { possible: Possible[]; negatives: RejectedCandidate[] };
    let attempt: Attempt;
    try {
      attempt = {
        schema: item.schema,
        bound: analyze(query.sql, item.schema.schema),
        template,
        split: splitOf(template, item.schema.id, heldOutSchemas),
        stage: item.stage,
        provenance: this.#keeper.provenance(item, query),
        databases: this.#parts.config.databases,
        offeredBy: sql => offers.get(sql)?.name,
        claims: claimsIn(offers),
        createdAt: this.#parts.now().toISOString(),
      };
      const broken = [...dropped].flatMap(([name, queries]) => brokenOf(attempt, name, queries));
      found = {
        possible: possiblePairs(attempt, results),
        negatives: [...negativesOf(attempt, results, indexesSought), ...broken],
      };
    } catch (error) {
      this.#miss(made, what, error);
      return;
    }
    await this.#keeper.pairs(attempt, found.possible, account, signal);
    await this.#keeper.negatives(found.negatives, account);
    made.ms.store += clock.now() - began;
  }

  /** All that is offered beside the rules, by its text, and what of it could not be used. */
  async #propose(
    item: WorkItem,
    query: WrittenQuery,
    account: Account,
    signal: AbortSignal,
  ): Promise<Proposals> {
    const offers: Offers = new Map(
      query.better.map(candidate => [candidate.sql, { name: 'writer', candidate }]),
    );
    const dropped = new Map<string, readonly DroppedQuery[]>();
    const offeredIndexes: string[] = [];
    for (const optimizer of this.#parts.optimizers) {
      const propose = () => optimizer.propose(item.schema, query.sql, signal);
      const proposed = await askPaid(propose, account, this.#parts, signal);
      dropped.set(optimizer.name, proposed.dropped ?? []);
      offeredIndexes.push(...(proposed.indexes ?? []));
      await this.#keeper.repairs(item, proposed.repairs, optimizer.name);
      for (const candidate of proposed.candidates)
        if (!offers.has(candidate.sql)) offers.set(candidate.sql, { name: optimizer.name, candidate });
    }
    return { offers, dropped, offeredIndexes };
  }

  /** Stage 2 looks for the best answer; stage 1 for many: by rules, by what was offered, and by indexes. */
  #jobs(
    item: WorkItem,
    query: WrittenQuery,
    offers: Offers,
    indexes: boolean,
    offeredIndexes: readonly string[],
  ): BenchJob[] {
    const candidates = [...offers.values()].map(({ candidate }) => candidate);
    const isMissed = query.antiPattern === 'missing-index' || offeredIndexes.length > 0;
    const wanted = indexes || (isMissed && this.#indexesFit());
    const whole = {
      schema: item.schema,
      sql: query.sql,
      candidates,
      indexes: wanted,
      offeredIndexes,
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
}

/** A slow query whose template is taken, with its share of what writing has cost. */
interface NewQuery {
  readonly query: WrittenQuery;
  readonly template: string;
  readonly bill: Bill;
}

type Offers = Map<string, { readonly name: string; readonly candidate: Candidate }>;

/** The techniques that models name; the built-in writer knows what it undoes. */
function claimsIn(offers: Offers): Set<Technique> {
  const claimed = [...offers.values()].filter(({ name }) => name !== 'writer');
  return new Set(claimed.flatMap(({ candidate }) => candidate.techniques));
}

interface Proposals {
  readonly offers: Offers;
  /** By the optimizer's name. */
  readonly dropped: ReadonlyMap<string, readonly DroppedQuery[]>;
  readonly offeredIndexes: readonly string[];
}
