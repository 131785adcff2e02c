import * as vscode from 'vscode';
import { progressLine } from '../core/evidence/progress.ts';
import type { OptimizeResult, SearchEvent } from '../core/optimize/contract.ts';
import type { Optimizer, Question } from './optimizer.ts';
import type { RunningSearches } from './running.ts';

export interface AskHooks {
  /** Ends the search. */
  readonly until?: AbortSignal;
  /** A verified gain while the search goes on, with what is known so far. */
  onGain?(result: OptimizeResult): void;
}

/** Asks the optimizer with progress that can be cancelled. Throws as `Optimizer.ask` does. */
export async function askWithProgress(
  optimizer: Optimizer,
  running: RunningSearches,
  question: Question,
  hooks: AskHooks = {},
): Promise<{ result: OptimizeResult; cached: boolean }> {
  return vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: `Quill: ${question.target.place}`,
      cancellable: true,
    },
    (progress, token) => {
      progress.report({ message: 'Measuring the original' });
      const soFar = new PartialResult(question.target.sql);
      const work = (signal: AbortSignal) =>
        optimizer.ask(question, {
          signal,
          onEvent: event => {
            soFar.take(event);
            progress.report({ message: progressLine(event) });
            if (event.type === 'suggestion' && soFar.result) hooks.onGain?.(soFar.result);
          },
        });
      return running.run(token, work, { until: hooks.until, database: question.database });
    },
  );
}

/** A result as far as the events tell, for showing the first gain before the search ends. */
class PartialResult {
  readonly #sql: string;
  readonly #started = Date.now();
  #original: { ms: number; timedOut: boolean; rows: number } | undefined;
  result: OptimizeResult | undefined;

  constructor(sql: string) {
    this.#sql = sql;
  }

  take(event: SearchEvent): void {
    if (event.type === 'original') this.#original = event;
    if (event.type !== 'suggestion') return;
    const { suggestion } = event;
    const { before } = suggestion.timing;
    this.result = {
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
      ms: Date.now() - this.#started,
    };
  }
}
