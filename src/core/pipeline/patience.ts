/** Waiting for a model's server that is away, for as long as it takes. */
import { QuillError } from '../errors.ts';

/** The first wait and the longest one, in milliseconds. */
const FIRST = 1_000;
const LONGEST = 60_000;

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
  onWait(reason: string, seconds: number): void;
  /** Told when work went through that had waited. */
  onBack?(): void;
  /** Throws QuillError `cancelled` when the signal aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** Repeats the work while an OutageError ends it, with ever longer waits. Throws its other errors. */
export async function withPatience<T>(
  work: () => Promise<T>,
  waiting: Waiting,
  signal: AbortSignal,
): Promise<T> {
  for (let wait = FIRST; ; wait = Math.min(LONGEST, wait * 2)) {
    try {
      const done = await work();
      if (wait > FIRST) waiting.onBack?.();
      return done;
    } catch (error) {
      if (!(error instanceof OutageError) || !waiting.isWorthWaiting()) throw error;
      waiting.onWait(error.message, wait / 1000);
      await waiting.sleep(wait, signal);
    }
  }
}
