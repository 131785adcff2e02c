/** Stores what came of a query: pairs, negatives and repairs, each with where it is from and what it has cost. */
import { templateId } from '../dataset/ids.ts';
import type { Pair, Provenance, RejectedCandidate } from '../dataset/pair.ts';
import { splitOf } from '../dataset/split.ts';
import { analyze } from '../dialect/sqlite/analyze.ts';
import type { Suggestion } from '../optimize/contract.ts';
import type { Bill } from './bill.ts';
import type { Optimizer, Repair, WorkItem, Writer, WrittenQuery } from './contract.ts';
import type { ItemParts } from './item-parts.ts';
import { type Account, askPaid } from './paid.ts';
import { type Attempt, isJudgedEnough, type Possible, pairOf } from './solutions.ts';

/** Pairs that stage 1 keeps of one slow query. */
const SOLUTIONS = 4;

export class Keeper {
  readonly #parts: ItemParts;

  constructor(parts: ItemParts) {
    this.#parts = parts;
  }

  /** Keeps the best of what is possible for one query: one pair in stage 2, several in stage 1. */
  async pairs(
    attempt: Attempt,
    possible: readonly Possible[],
    account: Account,
    signal: AbortSignal,
  ): Promise<void> {
    const { known, config } = this.#parts;
    const { made } = account;
    made.miss = 'nothing to improve';
    const most = attempt.stage === 1 ? SOLUTIONS : 1;
    const before = made.pairs.length;
    for (const { suggestion, pair: unmarked } of possible) {
      if (made.pairs.length - before >= most) break;
      if (known.has(unmarked.id)) made.miss = 'duplicate';
      else if (!isJudgedEnough(unmarked)) made.miss = 'too few databases';
      else if (isEmptyGain(unmarked)) made.miss = 'below the reward';
      else if (known.quotas.full(unmarked.techniques) !== undefined) made.miss = 'over quota';
      else {
        const marked = await this.#marked(attempt, suggestion, account, signal);
        const pair = marked === undefined ? unmarked : { ...marked, timing: unmarked.timing };
        if (pair.reward < config.minReward) made.miss = 'below the reward';
        // Others may have taken its room while a model was asked.
        else if (known.quotas.full(pair.techniques) !== undefined) made.miss = 'over quota';
        else await this.#accept(pair, attempt, account);
      }
    }
  }

  /** The pair with a model's opinion of how well it reads; undefined where no model is asked. */
  async #marked(
    attempt: Attempt,
    suggestion: Suggestion,
    account: Account,
    signal: AbortSignal,
  ): Promise<Pair | undefined> {
    const { readability } = this.#parts;
    if (readability === undefined) return undefined;
    const mark = () => readability.mark(attempt.bound.source, suggestion.sql, signal);
    return pairOf(attempt, suggestion, await askPaid(mark, account, this.#parts, signal));
  }

  async negatives(negatives: readonly RejectedCandidate[], { made, bill }: Account): Promise<void> {
    for (const negative of negatives) {
      await this.#addSchema(negative.schema);
      await this.#parts.sink.addRejected(this.#billed(negative, bill));
      made.rejected.push(negative.kind);
    }
  }

  async #accept(unbilled: Pair, attempt: Attempt, { made, bill }: Account): Promise<void> {
    const { known, sink, mayAccept, onAccepted } = this.#parts;
    if (mayAccept?.() === false) return;
    const pair = this.#billed(unbilled, bill);
    // Before the first wait, so that no other item takes the same room.
    known.add(pair);
    onAccepted?.(pair);
    await this.#addSchema(attempt.schema.id);
    await sink.addPair(pair);
    made.pairs.push(pair);
    this.#parts.writer.learn?.(pair);
  }

  /** Before the first entry over it, of whatever kind: no entry can be read without its schema. */
  async #addSchema(id: string): Promise<void> {
    const { schemas, sink } = this.#parts;
    await sink.addSchema(id, (await schemas.load(id)).ddl);
  }

  /** `by`: who mended its own SQL. What it cost is on the bill of the query that it was met at. */
  async repairs(
    item: WorkItem,
    repairs: readonly Repair[],
    by: Writer['name'] | Optimizer['name'],
  ): Promise<void> {
    const { sink, heldOutSchemas, now } = this.#parts;
    if (repairs.length > 0) await this.#addSchema(item.schema.id);
    for (const { broken, error, repaired, original } of repairs) {
      const { id, schema } = item.schema;
      const template = templateId(analyze(repaired, schema));
      const originalTemplate = original === undefined ? undefined : templateId(analyze(original, schema));
      // The rewrite of a held-out query says much about it.
      const sides = [template, originalTemplate ?? template].map(one => splitOf(one, id, heldOutSchemas));
      await sink.addRepair({
        id: `${id}-${template}-${item.index}`,
        schema: id,
        broken,
        error,
        repaired,
        ...(original !== undefined && { original }),
        split: sides.includes('held-out') ? 'held-out' : 'train',
        template,
        ...(originalTemplate !== undefined && { originalTemplate }),
        provenance: { ...this.provenance(item, undefined), optimizer: by },
        createdAt: now().toISOString(),
      });
    }
  }

  /** Says which models had a part in an entry, and lets it carry what the query has cost until now. */
  #billed<T extends { readonly provenance: Provenance }>(entry: T, bill: Bill): T {
    const { provenance } = entry;
    const offered = this.#parts.optimizers.find(({ name }) => name === provenance.optimizer);
    const { promptTokens, completionTokens, cost } = bill.take();
    return {
      ...entry,
      provenance: {
        ...provenance,
        model: provenance.model ?? offered?.model ?? null,
        promptVersion: provenance.promptVersion ?? offered?.promptVersion ?? null,
        ...(offered && { optimizerModel: offered.model }),
        cost,
        ...(promptTokens + completionTokens > 0 && { promptTokens, completionTokens }),
      },
    };
  }

  /** Of all that comes of a query, before it is known who offered it. */
  provenance(item: WorkItem, query: WrittenQuery | undefined): Attempt['provenance'] {
    const { run, writer } = this.#parts;
    return {
      run,
      item: item.index,
      writer: writer.name,
      antiPattern: query?.antiPattern ?? null,
      model: writer.model,
      promptVersion: writer.promptVersion,
      ...(item.schema.ownRows === 'shown' && { ownValues: true }),
      ...(writer.model !== null && { writerModel: writer.model }),
      seed: item.seed,
      cost: 0,
    };
  }
}

/** A great gain on a query that returned no row was measured on data that leaves it nothing to do. */
function isEmptyGain({ timing, speedup }: Pair): boolean {
  return timing.resultRows === 0 && speedup >= EMPTY_GAIN;
}

/** From this speedup on a query without rows is not worth a pair. */
const EMPTY_GAIN = 100;
