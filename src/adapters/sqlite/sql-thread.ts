/** The host's side of one SQL worker: one job at a time, ended when cancelled or stuck. */
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import * as v from 'valibot';
import { QuillError } from '../../core/errors.ts';
import type { SearchEvent } from '../../core/optimize/contract.ts';
import { Pulse } from '../../protocol/pulse.ts';
import {
  type Job,
  type Reply,
  type Request,
  type Results,
  reply,
  results,
  type WorkerData,
} from '../../protocol/sql-messages.ts';
import { TimingTurn } from '../../protocol/timing-turn.ts';

/** Room for rows that a worker holds as JavaScript values; the database's own bytes lie outside. */
const HEAP_MB = 4096;
/** How often a stuck query is looked for, in milliseconds. */
const LOOK_EVERY = 200;

export interface JobHooks {
  readonly signal?: AbortSignal | undefined;
  onEvent?(event: SearchEvent): void;
}

export interface JobLimits {
  /** A query that runs longer is stuck: the thread ends, and the job fails with a StuckQuery. Milliseconds. */
  readonly queryMs: number;
  /** For the whole job, in milliseconds. */
  readonly jobMs: number;
}

/** A query did not stop at its limit, so its thread was ended. */
export class StuckQuery extends QuillError {
  readonly sql: string;

  constructor(sql: string, ms: number) {
    super('timeout', `The query did not stop at its limit and was ended after ${Math.round(ms)} ms.`);
    this.sql = sql;
  }
}

interface Pending {
  readonly id: number;
  settle(outcome: { value: unknown } | { error: QuillError }): void;
  event(event: SearchEvent): void;
}

/** One worker thread, which does one job at a time; ending it is what stops a query that no limit stops. */
export class SqlThread {
  readonly #worker: Worker;
  readonly #pulse = new Pulse();
  #pending: Pending | undefined;
  #jobs = 0;
  #ended = false;

  constructor(distFolder: string, wasm: WebAssembly.Module, turn = new TimingTurn()) {
    const workerData: WorkerData = { wasm, pulse: this.#pulse.buffer, turn: turn.buffer };
    this.#worker = new Worker(path.join(distFolder, 'sql-worker.cjs'), {
      workerData,
      execArgv: [],
      stdout: true,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    });
    this.#worker.on('message', (message: unknown) => this.#receive(message));
    this.#worker.on('error', (error: Error) => this.#fail(asQuillError(error)));
    const { threadId } = this.#worker;
    this.#worker.on('exit', () => {
      turn.release(threadId);
      this.#fail(new QuillError('internal', 'The SQL worker ended unexpectedly. Try again.'));
    });
    this.#worker.unref();
  }

  /** False once the thread has ended or is about to; it then takes no more jobs. */
  get usable(): boolean {
    return !this.#ended;
  }

  /**
   * Runs one job. Throws QuillError: what the worker reports; `cancelled` at once when the signal aborts; StuckQuery;
   * `memory` or `internal` when the thread dies.
   */
  async run<T extends Request['type']>(
    request: Extract<Request, { type: T }>,
    limits: JobLimits,
    hooks: JobHooks,
  ): Promise<Results[T]> {
    const { signal } = hooks;
    if (signal?.aborted) throw cancelled();
    if (this.#ended) throw new QuillError('internal', 'The SQL worker has ended. Try again.');
    const id = ++this.#jobs;
    const begin = performance.now();
    this.#worker.ref();
    const watch = setInterval(() => this.#look(limits, performance.now() - begin), LOOK_EVERY);
    const abort = (): void => this.#end(cancelled());
    signal?.addEventListener('abort', abort, { once: true });
    try {
      const value = await new Promise<unknown>((resolve, reject) => {
        this.#pending = {
          id,
          settle: outcome => ('value' in outcome ? resolve(outcome.value) : reject(outcome.error)),
          event: event => hooks.onEvent?.(event),
        };
        this.#worker.postMessage({ id, request } satisfies Job);
      });
      return parsed(request.type, value);
    } finally {
      clearInterval(watch);
      signal?.removeEventListener('abort', abort);
      this.#worker.unref();
    }
  }

  /** Ends the thread; a job in it fails as cancelled. Resolves when the thread is gone. */
  async terminate(): Promise<void> {
    this.#end(cancelled());
    await this.#worker.terminate();
  }

  #look(limits: JobLimits, elapsed: number): void {
    const running = this.#pulse.read();
    if (running !== undefined && running.ms > limits.queryMs)
      this.#end(new StuckQuery(running.sql, running.ms));
    else if (elapsed > limits.jobMs)
      this.#end(
        new QuillError(
          'timeout',
          `No answer came within ${Math.round(elapsed / 1000)} s, so it was stopped.`,
        ),
      );
  }

  #end(error: QuillError): void {
    this.#ended = true;
    this.#take()?.settle({ error });
    void this.#worker.terminate();
  }

  #fail(error: QuillError): void {
    this.#ended = true;
    this.#take()?.settle({ error });
  }

  #take(): Pending | undefined {
    const pending = this.#pending;
    this.#pending = undefined;
    return pending;
  }

  #receive(message: unknown): void {
    const parsedReply = v.safeParse(reply, message);
    if (!parsedReply.success) {
      this.#end(new QuillError('internal', 'The SQL worker sent a message that Quill does not know.'));
      return;
    }
    const answer: Reply = parsedReply.output;
    if (answer.id !== this.#pending?.id) return;
    switch (answer.type) {
      case 'event':
        this.#pending.event(answer.event);
        return;
      case 'result':
        this.#take()?.settle({ value: answer.result });
        if (answer.last) this.#end(new QuillError('internal', 'The SQL worker has ended. Try again.'));
        return;
      case 'error': {
        const error = new QuillError(answer.reason, answer.sentence, { line: answer.line });
        if (answer.stack !== undefined) error.stack = answer.stack;
        if (answer.fatal) this.#end(error);
        else this.#take()?.settle({ error });
      }
    }
  }
}

function parsed<T extends Request['type']>(type: T, value: unknown): Results[T] {
  const result = v.safeParse<v.GenericSchema<Results[T]>>(results[type], value);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const where = v.getDotPath(issue) ?? 'result';
  throw new QuillError(
    'internal',
    `The SQL worker's answer to ${type} is malformed at ${where}: ${issue.message}.`,
  );
}

function cancelled(): QuillError {
  return new QuillError('cancelled', 'Cancelled.');
}

function asQuillError(error: Error): QuillError {
  if ('code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY')
    return new QuillError(
      'memory',
      'The rows of the query do not fit in memory. Limit its result and try again.',
      {
        cause: error,
      },
    );
  return new QuillError('internal', `The SQL worker failed: ${error.message}`, { cause: error });
}
