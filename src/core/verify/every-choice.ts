/** Goes through all choices that open cuts leave. */
import type { Binding } from './bindings.ts';
import { type CutChoice, noSuchChoice } from './compare/cut-choice.ts';
import type { Outcome } from './judge-answers.ts';
import type { Answer } from './runner.ts';

/** The most choices that are made on one database, where there are several places. */
const MOST_RUNS = 256;
/** The same on all databases together. */
const MOST_RUNS_IN_ALL = 10_000;

/** The choices of one query, on one database after the other. */
export class EveryChoice {
  readonly #choice: CutChoice;
  readonly #run: (choices: Binding, binding: Binding) => Answer;
  #left = MOST_RUNS_IN_ALL;

  /** `run` gives the query's answer with the choices that parameters say. */
  constructor(choice: CutChoice, run: (choices: Binding, binding: Binding) => Answer) {
    this.#choice = choice;
    this.#run = run;
  }

  /**
   * True where `judge` finds another answer different for each choice; false also where they are too many, or where
   * the query fails.
   */
  allDiffer(binding: Binding, judge: (answer: Answer) => Outcome): boolean {
    const { places } = this.#choice;
    const most = places.length > 1 ? Math.min(MOST_RUNS, this.#left) : MOST_RUNS;
    const at = places.map(() => 0);
    for (let runs = 0; runs < most; runs++) {
      if (places.length > 1) this.#left--;
      const chosen = places.map(({ parameter, bits }, i) => [parameter, bits[at[i] ?? 0] ?? 0n] as const);
      const answer = this.#run(Object.fromEntries(chosen), binding);
      let next = places.length - 1;
      if (answer.kind === 'error') {
        const { message } = answer;
        const beyond = places.findIndex(({ parameter }) => message.includes(noSuchChoice(parameter)));
        if (beyond < 0 || at[beyond] === 0) return false;
        // Fewer rows tie than there are bits: this place has had all its choices, whatever those after it.
        at.fill(0, beyond);
        next = beyond - 1;
      } else if (answer.kind !== 'rows' || judge(answer).kind !== 'different') return false;
      for (; next >= 0; next--) {
        const following = (at[next] ?? 0) + 1;
        at[next] = following < (places[next]?.bits.length ?? 0) ? following : 0;
        if (at[next] !== 0) break;
      }
      if (next < 0) return true;
    }
    return false;
  }
}
