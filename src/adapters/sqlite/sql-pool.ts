/** The SQL workers as the editor and the command line see them. */
import path from 'node:path';
import { QuillError } from '../../core/errors.ts';
import { lowered } from '../../core/format.ts';
import type { OptimizeResult } from '../../core/optimize/contract.ts';
import type { Retimed } from '../../core/optimize/retime.ts';
import type { SampleSize } from '../../core/sample/size.ts';
import { noEvidence, type Verdict } from '../../core/verify/verdict.ts';
import type { DatabaseOverview, DatabaseSource } from '../../protocol/database-source.ts';
import type { ReadSchema } from '../../protocol/read-schema.ts';
import type {
  Judged,
  OptimizeRequest,
  Request,
  Results,
  RetimeRequest,
  VerifyRequest,
} from '../../protocol/sql-messages.ts';
import { TimingTurn } from '../../protocol/timing-turn.ts';
import { compileSqlite } from './engine.ts';
import { type JobHooks, type JobLimits, SqlThread, StuckQuery } from './sql-thread.ts';

/** What a query may run past its limit before its thread is ended, in milliseconds. */
const GRACE = 2000;
/** Opening and building databases, and the last run that a search starts before its budget ends, in milliseconds. */
const OVERHEAD = 120_000;
/** Queries that are given up on within one search before the search itself is. */
const MAX_STUCK = 3;
/** For reading a schema and counting rows, in milliseconds. */
const INSPECT_QUERY = 60_000;

export interface PoolOptions {
  /** Where `sql-worker.cjs` and `sql-wasm.wasm` lie. */
  readonly distFolder: string;
  /** Jobs at the same time; only one of them times a query. Default 1: what is timed wants no neighbour at all. */
  readonly size?: number;
  /** Keep one warm thread more, which takes over when a job is cancelled. Default true. */
  readonly spare?: boolean;
}

function unjudged(why: string): Verdict {
  return { verdict: 'undetermined', ...noEvidence, reason: `The pair could not be judged: ${lowered(why)}` };
}

/** The worker threads that queries run in, started as they are needed. Call `dispose` when done. */
export class SqlPool {
  readonly #folder: string;
  readonly #size: number;
  readonly #spare: boolean;
  readonly #timing = new TimingTurn();
  readonly #busy = new Set<SqlThread>();
  #idle: SqlThread[] = [];
  #waiting: (() => void)[] = [];
  #wasm: Promise<WebAssembly.Module> | undefined;
  #running = 0;
  #disposed = false;

  constructor(options: PoolOptions) {
    this.#folder = options.distFolder;
    this.#size = options.size ?? 1;
    this.#spare = options.spare ?? true;
  }

  /**
   * Searches for a faster statement. A query that does not stop at its limit costs its thread; the search is then
   * told once more in a fresh one, with that query known as slow. Throws QuillError.
   */
  async optimize(request: OptimizeRequest, hooks: JobHooks = {}): Promise<OptimizeResult> {
    const { options } = request;
    const limits: JobLimits = {
      queryMs: options.queryLimitMs + GRACE,
      jobMs: options.budgetMs + 4 * options.queryLimitMs + OVERHEAD,
    };
    let knownSlow = options.knownSlow;
    for (let stuck = 0; ; stuck++) {
      try {
        return await this.#run(
          { type: 'optimize', ...request, options: { ...options, knownSlow } },
          limits,
          hooks,
        );
      } catch (error) {
        if (!(error instanceof StuckQuery) || stuck >= MAX_STUCK || knownSlow.includes(error.sql))
          throw error;
        knownSlow = [...knownSlow, error.sql];
      }
    }
  }

  /**
   * Judges whether two queries return the same rows; undetermined where one does not stop at its limit. Throws
   * QuillError.
   */
  async verify(request: VerifyRequest, hooks: Pick<JobHooks, 'signal'> = {}): Promise<Judged> {
    const begin = performance.now();
    const { queryLimitMs, budgetMs } = request.options;
    const limits = { queryMs: queryLimitMs + GRACE, jobMs: budgetMs + 4 * queryLimitMs + OVERHEAD };
    try {
      return await this.#run({ type: 'verify', ...request }, limits, hooks);
    } catch (error) {
      if (!(error instanceof StuckQuery)) throw error;
      return { verdict: unjudged(error.message), ms: performance.now() - begin };
    }
  }

  /** Times both sides of a pair, one pair at a time. Throws QuillError. */
  retime(request: RetimeRequest, hooks: Pick<JobHooks, 'signal'> = {}): Promise<Retimed> {
    const { queryLimitMs, totalMs } = request;
    // The longest wait for a turn is that of a job in each other thread.
    const jobMs = this.#size * (4 * totalMs + 8 * queryLimitMs) + OVERHEAD;
    return this.#run({ type: 'retime', ...request }, { queryMs: queryLimitMs + GRACE, jobMs }, hooks);
  }

  /** Tables, row counts and what is not supported. Throws QuillError. */
  inspect(database: DatabaseSource, signal?: AbortSignal): Promise<DatabaseOverview> {
    const limits = { queryMs: INSPECT_QUERY, jobMs: OVERHEAD };
    return this.#run({ type: 'inspect', database }, limits, { signal });
  }

  /**
   * Builds a database and reads its schema and rows, where this ends within `limitMs`. Throws QuillError, `timeout`
   * among them.
   */
  readSchema(database: DatabaseSource, limitMs: number, signal?: AbortSignal): Promise<ReadSchema> {
    const limits = { queryMs: limitMs, jobMs: limitMs };
    return this.#run({ type: 'read-schema', database }, limits, { signal });
  }

  /** The bytes of the sample database as an SQLite file. Throws QuillError. */
  buildSample(size: SampleSize, seed: number, signal?: AbortSignal): Promise<Uint8Array> {
    const limits = { queryMs: INSPECT_QUERY, jobMs: OVERHEAD };
    return this.#run({ type: 'build-sample', size, seed }, limits, { signal });
  }

  /** Starts a thread, so that the first job finds it warm. */
  async warm(): Promise<void> {
    if (this.#idle.length + this.#busy.size === 0) this.#idle.push(await this.#start());
  }

  /** Ends all threads; what runs or waits fails as cancelled. */
  async dispose(): Promise<void> {
    this.#disposed = true;
    const threads = [...this.#busy, ...this.#idle];
    this.#idle = [];
    for (const resume of this.#waiting.splice(0)) resume();
    await Promise.all(threads.map(thread => thread.terminate()));
  }

  async #run<T extends Request['type']>(
    request: Extract<Request, { type: T }>,
    limits: JobLimits,
    hooks: JobHooks,
  ): Promise<Results[T]> {
    await this.#turn(hooks.signal);
    let thread: SqlThread | undefined;
    try {
      thread = await this.#take();
      if (this.#spare && this.#idle.length === 0) void this.#addSpare();
      return await thread.run<T>(request, limits, hooks);
    } finally {
      if (thread !== undefined) this.#release(thread);
      this.#running--;
      this.#waiting.shift()?.();
    }
  }

  /** Waits until fewer than `size` jobs run, and counts as one. Throws QuillError `cancelled`. */
  async #turn(signal: AbortSignal | undefined): Promise<void> {
    while (!this.#disposed && this.#running >= this.#size) {
      if (signal?.aborted) throw new QuillError('cancelled', 'Cancelled.');
      await new Promise<void>(resolve => {
        const resume = (): void => {
          signal?.removeEventListener('abort', giveUp);
          resolve();
        };
        const giveUp = (): void => {
          this.#waiting = this.#waiting.filter(one => one !== resume);
          resolve();
        };
        this.#waiting.push(resume);
        signal?.addEventListener('abort', giveUp, { once: true });
      });
    }
    if (this.#disposed) throw new QuillError('cancelled', 'Quill is shutting down.');
    this.#running++;
  }

  /** The thread that worked last, as it has its database still open. */
  async #take(): Promise<SqlThread> {
    this.#idle = this.#idle.filter(one => one.usable);
    const thread = this.#idle.pop() ?? (await this.#start());
    this.#busy.add(thread);
    return thread;
  }

  #release(thread: SqlThread): void {
    this.#busy.delete(thread);
    if (thread.usable && !this.#disposed) this.#idle.push(thread);
  }

  /** Failing to start a spare is no error: the next job tries again and reports. */
  async #addSpare(): Promise<void> {
    const thread = await this.#start().catch(() => undefined);
    if (thread === undefined) return;
    if (this.#disposed) await thread.terminate();
    else this.#idle.unshift(thread);
  }

  async #start(): Promise<SqlThread> {
    this.#wasm ??= compileSqlite(path.join(this.#folder, 'sql-wasm.wasm'));
    return new SqlThread(this.#folder, await this.#wasm, this.#timing);
  }
}
