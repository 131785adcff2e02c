/**
 * A run of the pipeline: write a slow query, have it optimized, judged and timed, reward it, keep it, and let what was
 * kept steer what is written next (ReST-EM: Singh et al., "Beyond Human Data", 2023).
 */
import { QuillError } from '../errors.ts';
import type { Clock } from '../ports.ts';
import type { RunConfig } from './config.ts';
import type { Writer } from './contract.ts';
import type { Miss, RunEnd, RunEvent } from './events.ts';
import { ItemWork } from './item.ts';
import type { ItemOutcome, ItemParts } from './item-parts.ts';
import type { Allowance } from './models/allowance.ts';
import { limitText } from './run-progress.ts';
import type { RunState } from './run-state.ts';
import { WorkOrder } from './work-order.ts';

/** Items in a row without a pair, after which the schemas are taken to have nothing more to give. */
const FRUITLESS = 400;
/** No timer waits longer, in milliseconds. */
const LONGEST_TIMER = 2 ** 31 - 1;
/** Errors of single items that are told in full. */
const NOTES = 50;

const seeNotes = 'The notes in events.jsonl of the run say more.';
/** What helps where a run finds no more, by why most of its queries gave no pair. */
const adviceOn: Readonly<Record<Miss, string>> = {
  'nothing written': seeNotes,
  failed: seeNotes,
  'below the reward': 'A lower --min-reward or more rows (--tier) help.',
  'too few databases': 'A larger --budget or fewer --databases help.',
  'known template': 'More schemas help.',
  'nothing to improve': 'More schemas or more rows (--tier) help.',
  'over quota': 'More schemas help.',
  duplicate: 'More schemas help.',
};

export interface RunParts extends Omit<ItemParts, 'order' | 'onWait' | 'onBack' | 'isWorthWaiting'> {
  readonly config: RunConfig;
  readonly run: string;
  readonly writer: Writer;
  /** Told of every request at once, where models are paid. */
  readonly allowance?: Pick<Allowance, 'isUsedUp' | 'spent' | 'onAsked' | 'onPaid' | 'onNote'>;
  /** Items that earlier processes of this run finished. */
  readonly done: ReadonlySet<number>;
  /** What earlier processes of this run did. */
  readonly before: Pick<RunState, 'accepted' | 'items' | 'successes' | 'rejected' | 'cost' | 'seconds'>;
  /** What of the time limit went before the run could begin. Default 0. */
  readonly setUpSeconds?: number;
  readonly clock: Clock;
  readonly process: { readonly pid: number; readonly host: string };
  /** On disk when the promise is fulfilled. */
  log(event: RunEvent): Promise<void>;
}

export class Run {
  readonly #parts: RunParts;
  readonly #order: WorkOrder;
  readonly #stop = new AbortController();
  readonly #begin: number;
  readonly #startedAt: string;
  #end: { readonly state: RunEnd; readonly reason: string } | undefined;
  #error: unknown;
  #waiting: string | undefined;
  #accepted: number;
  #items: number;
  #successes: number;
  #rejected: number;
  #cost: number;
  #fruitless = 0;
  /** Since the last pair. */
  readonly #misses = new Map<Miss, number>();
  #notes = 0;

  constructor(parts: RunParts) {
    this.#parts = parts;
    this.#order = new WorkOrder(parts.config, parts.done);
    this.#begin = parts.clock.now();
    this.#startedAt = parts.now().toISOString();
    const { accepted, items, successes, rejected, cost } = parts.before;
    this.#accepted = accepted;
    this.#items = items;
    this.#successes = successes;
    this.#rejected = rejected;
    this.#cost = cost;
    if (parts.allowance !== undefined) {
      parts.allowance.onAsked = (most, request) => this.#log({ type: 'asked', request, cost: most });
      parts.allowance.onNote = sentence => this.#note(sentence);
      parts.allowance.onPaid = (paid, request) => this.#log({ type: 'paid', request, cost: paid });
    }
  }

  /**
   * Works until there are as many pairs as asked for, a limit is reached, or the signal aborts; what is under way is
   * then given up, and nothing that was accepted is lost. Throws QuillError where it cannot go on (`disk`, `endpoint`
   * …).
   */
  async execute(signal: AbortSignal): Promise<RunState> {
    const { config, process, done } = this.#parts;
    const abort = (): void => this.#finish('stopped', 'It was stopped; resume it to go on.');
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    this.#watchTime();
    try {
      await this.#log({ type: 'start', pid: process.pid, resumed: done.size > 0 });
      const work = this.#itemWork();
      await Promise.all(Array.from({ length: config.concurrency }, () => this.#workOn(work)));
    } finally {
      signal.removeEventListener('abort', abort);
      // Ends the watch over the time, too.
      this.#stop.abort();
    }
    const end = this.#end ?? { state: 'finished', reason: '' };
    await this.#log({ type: 'end', ...end }).catch((error: unknown) => {
      this.#error ??= error;
    });
    if (this.#error !== undefined) throw this.#error;
    return this.state();
  }

  state(): RunState {
    const { run, config, now, process, before } = this.#parts;
    const seconds = this.#seconds();
    return {
      run,
      state: this.#end?.state ?? (this.#waiting === undefined ? 'running' : 'waiting'),
      reason: this.#end?.reason ?? this.#waiting ?? '',
      pid: process.pid,
      host: process.host,
      startedAt: this.#startedAt,
      updatedAt: now().toISOString(),
      accepted: this.#accepted,
      target: config.count,
      items: this.#items,
      successes: this.#successes,
      rejected: this.#rejected,
      pairsPerSecond: (this.#accepted - before.accepted) / Math.max(0.001, seconds),
      cost: this.#spent(),
      maxCost: config.maxCost,
      seconds: (before.seconds ?? 0) + seconds,
    };
  }

  /** US dollars, with the answers of items that are under way. */
  #spent(): number {
    return Math.max(this.#cost, this.#parts.allowance?.spent ?? 0);
  }

  /** Since this process began; setting the machine's clock changes nothing about it. */
  #seconds(): number {
    return (this.#parts.clock.now() - this.#begin) / 1000;
  }

  /** Ends what is under way when the time is up, also what waits for an endpoint. */
  #watchTime(): void {
    const { config, sleep, setUpSeconds = 0 } = this.#parts;
    if (config.maxMinutes === null || config.maxMinutes * 60_000 > LONGEST_TIMER) return;
    const { maxMinutes } = config;
    sleep(Math.max(0, maxMinutes * 60_000 - 1000 * setUpSeconds), this.#stop.signal).then(
      () => this.#endByTime(maxMinutes),
      () => {},
    );
  }

  #endByTime(minutes: number): void {
    this.#finish('time-limit', `The time limit of ${limitText(minutes)} is reached; resume it to go on.`);
  }

  #itemWork(): ItemWork {
    return new ItemWork({
      ...this.#parts,
      order: this.#order,
      mayAccept: () => this.#end === undefined && this.#accepted < this.#parts.config.count,
      onAccepted: () => {
        this.#accepted++;
      },
      // One that was paid has answered before.
      isWorthWaiting: () => this.#items > 0 || this.#parts.before.cost > 0,
      onWait: (reason, seconds) => {
        this.#waiting = reason;
        this.#logSoon({ type: 'waiting', reason, seconds });
      },
      onBack: () => {
        this.#waiting = undefined;
      },
    });
  }

  async #workOn(work: ItemWork): Promise<void> {
    const { signal } = this.#stop;
    while (!this.#isOver()) {
      const index = this.#order.take();
      try {
        const outcome = await work.run(index, signal);
        if (outcome.fatal === undefined) {
          if (!this.#wasKeptFromAsking(outcome)) await this.#record(index, outcome);
        } else await this.#giveUp(index, outcome);
      } catch (error) {
        this.#failed(`Item ${index}`, error);
      }
    }
  }

  /** True for an item that gave nothing as the allowance was used up: with a larger one it is begun again. */
  #wasKeptFromAsking({ pairs, rejected, spent }: ItemOutcome): boolean {
    const gave = pairs.length + rejected.length + spent.promptTokens + spent.completionTokens;
    return gave === 0 && this.#parts.allowance?.isUsedUp === true;
  }

  /** An item that is not done has cost what it has cost. */
  async #giveUp(index: number, { spent: { cost }, fatal }: ItemOutcome): Promise<void> {
    this.#cost += cost;
    this.#failed(`Item ${index}`, fatal);
    if (cost > 0) await this.#log({ type: 'spent', index, cost });
  }

  async #record(index: number, outcome: ItemOutcome): Promise<void> {
    const { pairs, rejected, miss, ms, spent, stage, schema } = outcome;
    const { cost, promptTokens, completionTokens } = spent;
    this.#items++;
    this.#cost += cost;
    this.#rejected += rejected.length;
    if (pairs.length > 0) this.#successes++;
    this.#fruitless = pairs.length > 0 ? 0 : this.#fruitless + 1;
    if (pairs.length > 0) this.#misses.clear();
    else if (miss !== undefined) this.#misses.set(miss, (this.#misses.get(miss) ?? 0) + 1);
    if (outcome.problem !== undefined) this.#note(outcome.problem);
    await this.#log({
      type: 'item',
      index,
      stage,
      schema,
      pairs: pairs.map(pair => pair.id),
      techniques: [...new Set(pairs.flatMap(pair => pair.techniques))],
      rejected,
      ...(pairs.length === 0 && miss !== undefined && { miss }),
      ms,
      cost,
      ...(promptTokens + completionTokens > 0 && {
        tokens: { prompt: promptTokens, completion: completionTokens },
      }),
    });
  }

  /** True, with the reason kept, when no further item is to be begun. */
  #isOver(): boolean {
    const { config, allowance, setUpSeconds = 0 } = this.#parts;
    if (this.#end !== undefined) return true;
    const minutes = (this.#seconds() + setUpSeconds) / 60;
    if (this.#accepted >= config.count) this.#finish('finished', 'All pairs are there.');
    else if (config.maxCost !== null && (this.#spent() >= config.maxCost || allowance?.isUsedUp === true))
      this.#finish('cost-limit', this.#costReason(config.maxCost));
    else if (config.maxMinutes !== null && minutes >= config.maxMinutes) this.#endByTime(config.maxMinutes);
    else if (this.#fruitless >= FRUITLESS)
      this.#finish(
        'exhausted',
        `${FRUITLESS} queries in a row gave no pair, most for this reason: ${this.#mostFrequentMiss()}`,
      );
    return this.#end !== undefined;
  }

  #costReason(limit: number): string {
    const why = this.#spent() < limit ? ', as another answer may cost more than is left' : '';
    return `The cost limit of $${limit} is reached${why}; raise it and resume.`;
  }

  #mostFrequentMiss(): string {
    const [first] = [...this.#misses].sort((a, b) => b[1] - a[1]);
    const miss = first?.[0] ?? 'nothing written';
    return miss === 'over quota'
      ? `their techniques have their share of the pairs already. ${adviceOn[miss]}`
      : `${miss}. ${adviceOn[miss]}`;
  }

  #finish(state: RunEnd, reason: string): void {
    this.#end ??= { state, reason };
    // What is being searched when the last pair comes in would not be kept.
    this.#stop.abort();
  }

  /** An error that is not one item's own ends the run. */
  #failed(where: string, error: unknown): void {
    if (this.#end !== undefined && QuillError.is(error, 'cancelled')) return;
    this.#error ??= error;
    const message = error instanceof Error ? error.message : String(error);
    this.#finish('failed', `${where}: ${message}`);
  }

  #note(message: string): void {
    this.#notes++;
    if (this.#notes <= NOTES) this.#logSoon({ type: 'note', message });
  }

  /** For what nothing waits for; what cannot be written ends the run all the same. */
  #logSoon(event: WithoutTime<RunEvent>): void {
    this.#log(event).catch((error: unknown) => this.#failed('The events of the run', error));
  }

  async #log(event: WithoutTime<RunEvent>): Promise<void> {
    const after = Math.round(1000 * this.#seconds()) / 1000;
    await this.#parts.log({ at: this.#parts.now().toISOString(), after, ...event });
  }
}

type WithoutTime<T> = T extends unknown ? Omit<T, 'at' | 'after'> : never;
