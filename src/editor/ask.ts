import * as vscode from 'vscode';
import { progressLine } from '../core/evidence/progress.ts';
import type { OptimizeResult } from '../core/optimize/contract.ts';
import { ResultSoFar } from '../core/optimize/result-so-far.ts';
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
      const soFar = new ResultSoFar(question.target.sql, performance);
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
