import type { Clock } from '../ports.ts';
import type { OptimizeResult, SearchEvent } from './contract.ts';

/** A result as far as the events of a search tell, for showing the first gain before the search ends. */
export class ResultSoFar {
  readonly #sql: string;
  readonly #clock: Clock;
  readonly #started: number;
  #original: Extract<SearchEvent, { type: 'original' }> | undefined;
  #result: OptimizeResult | undefined;

  /** `sql`: the statement as its writer knows it. The search begins now. */
  constructor(sql: string, clock: Clock) {
    this.#sql = sql;
    this.#clock = clock;
    this.#started = clock.now();
  }

  /** Undefined until there is a verified gain. */
  get result(): OptimizeResult | undefined {
    return this.#result;
  }

  take(event: SearchEvent): void {
    if (event.type === 'original') this.#original = event;
    if (event.type !== 'suggestion') return;
    const { suggestion } = event;
    const { before } = suggestion.timing;
    this.#result = {
      original: {
        sql: this.#sql,
        ms: this.#original?.ms ?? before.ms,
        timedOut: before.timedOut,
        rows: this.#original?.rows ?? 0,
        spread: before.spread,
        plan: suggestion.plan.before,
      },
      suggestion,
      reason: 'A verified gain; the search goes on.',
      alternatives: [],
      rejected: [],
      slower: [],
      tried: { rewrites: 0, indexes: 0, judged: 0 },
      ms: this.#clock.now() - this.#started,
    };
  }
}
