/** Waiting for a model's server that is away, for more than an hour. */
import { QuillError } from '../errors.ts';
import type { Clock } from '../ports.ts';

/** The first wait and the longest one, in milliseconds. */
const FIRST = 1_000;
const LONGEST = 60_000;
/** After so long without an answer a server is given up, in milliseconds: more than an hour, which outages do last. */
const GIVEN_UP = 90 * 60_000;

/** An endpoint that is away for now: the work waits and goes on. */
export class OutageError extends QuillError {
  constructor(sentence: string, options?: ErrorOptions) {
    super('endpoint', sentence, options);
    this.name = 'OutageError';
  }
}

export interface Waiting {
  /** False before the server has ever answered: what is away from the start is more likely a wrong address. */
  isWorthWaiting(): boolean;
  /** `reason`: a sentence, with when it is tried again; `seconds`: until then. */
  onWait(reason: string, seconds: number): void;
  /** The time of day. */
  now(): Date;
  /** Unaffected by setting the time of day. */
  readonly clock: Clock;
  /** Told when work went through that had waited. */
  onBack?(): void;
  /** Throws QuillError `cancelled` when the signal aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/**
 * Repeats the work while an OutageError ends it, with ever longer waits, for 90 minutes at most. Throws the last
 * OutageError then, and other errors at once.
 */
export async function withPatience<T>(
  work: () => Promise<T>,
  waiting: Waiting,
  signal: AbortSignal,
): Promise<T> {
  let awaySince: number | undefined;
  for (let wait = FIRST; ; wait = Math.min(LONGEST, wait * 2)) {
    try {
      const done = await work();
      if (wait > FIRST) waiting.onBack?.();
      return done;
    } catch (error) {
      if (!(error instanceof OutageError) || !waiting.isWorthWaiting()) throw error;
      const now = waiting.clock.now();
      awaySince ??= now;
      const left = awaySince + GIVEN_UP - now;
      if (left < wait) {
        const minutes = Math.round((now - awaySince) / 60_000);
        throw new OutageError(`${error.message} It was tried for ${minutes} min; resume the run to go on.`, {
          cause: error,
        });
      }
      waiting.onWait(`${error.message} ${triedAgain(waiting.now(), wait, left)}`, wait / 1000);
      await waiting.sleep(wait, signal);
    }
  }
}

/** `Tried again at 14:03:22, for 89 min more at most.` */
function triedAgain(now: Date, wait: number, left: number): string {
  const at = new Date(now.getTime() + wait).toTimeString().slice(0, 8);
  return `Tried again at ${at}, for ${Math.round(left / 60_000)} min more at most.`;
}
