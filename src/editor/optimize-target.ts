import * as vscode from 'vscode';
import { QuillError } from '../core/errors.ts';
import { nothingTitle } from '../core/evidence/gains.ts';
import type { OptimizeOptions, OptimizeResult } from '../core/optimize/contract.ts';
import type { Answer } from './answers/answer.ts';
import type { Answers } from './answers/answers.ts';
import type { Outcome } from './answers/outcome.ts';
import { showAnswer } from './answers/show.ts';
import { askWithProgress } from './ask.ts';
import type { DatabaseChoice } from './database/choice.ts';
import type { Optimizer } from './optimizer.ts';
import type { RunningSearches } from './running.ts';
import type { Target } from './statements/target.ts';
import { requireTrust } from './trust.ts';

/** A gain is shown before the search ends when the search takes longer than this, in milliseconds. */
const patience = 1500;

export interface OptimizeTargetServices {
  readonly optimizer: Optimizer;
  readonly running: RunningSearches;
  readonly answers: Answers;
  /** The database in force, asked for when none was chosen; undefined when the user declined. */
  database(): Promise<DatabaseChoice | undefined>;
}

/** Optimizes one statement and shows the answer. */
export async function optimizeTarget(
  services: OptimizeTargetServices,
  target: Target,
  params: OptimizeOptions['params'] = {},
): Promise<Outcome> {
  requireTrust();
  const database = await services.database();
  if (!database) return { kind: 'no-database' };
  const early = new EarlyAnswer(services.answers, target, database);
  try {
    const { optimizer, running } = services;
    const { result, cached } = await askWithProgress(optimizer, running, { target, database, params }, early);
    const { suggestion } = result;
    const answer = await early.settle(result);
    if (!suggestion) {
      tellNothing(answer);
      return { kind: 'nothing', answer: answer.id, reason: result.reason, cached };
    }
    return { kind: 'suggestion', answer: answer.id, speedup: suggestion.speedup, cached };
  } catch (error) {
    if (!QuillError.is(error, 'cancelled')) throw error;
    if (early.decided) return early.decided;
    early.tellOfGain();
    throw error;
  } finally {
    early.close();
  }
}

/** Puts the first verified gain on the screen when the search goes on for long, and improves it from there. */
class EarlyAnswer {
  readonly #answers: Answers;
  readonly #target: Target;
  readonly #database: DatabaseChoice;
  readonly #listener: vscode.Disposable;
  readonly #enough = new AbortController();
  #answer: Answer | undefined;
  /** Set once the early answer was applied or dismissed, which ends the search. */
  decided: Outcome | undefined;
  readonly until = this.#enough.signal;
  #shown: Promise<void> | undefined;
  #shownAs: 'diff' | 'evidence' | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(answers: Answers, target: Target, database: DatabaseChoice) {
    this.#answers = answers;
    this.#target = target;
    this.#database = database;
    this.#listener = answers.onDidDecide(decided => {
      if (decided !== this.#answer) return;
      const speedup = decided.result.suggestion?.speedup ?? 1;
      this.decided = { kind: 'suggestion', answer: decided.id, speedup, cached: false };
      this.#enough.abort();
    });
  }

  onGain(result: OptimizeResult): void {
    const answer = this.#take(result);
    if (this.#shown) void this.#show(answer);
    else this.#timer ??= setTimeout(() => void this.#show(answer), patience);
  }

  async settle(result: OptimizeResult): Promise<Answer> {
    clearTimeout(this.#timer);
    const answer = this.#take(result);
    if (result.suggestion) await this.#show(answer);
    return answer;
  }

  /** After a cancelled search: what was already verified is not lost. */
  tellOfGain(): void {
    const answer = this.#answer;
    if (!answer || this.#shown) return;
    void vscode.window
      .showInformationMessage(
        `Cancelled. A faster statement was already verified for ${answer.target.place}.`,
        'Show It',
      )
      .then(chosen => (chosen ? showAnswer(answer) : undefined));
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#listener.dispose();
  }

  /** Pages that are open show the better result by themselves; only a diff where there was none has to be opened. */
  #show(answer: Answer): Promise<void> {
    const rewritten = answer.result.suggestion?.rewritten === true;
    const kind = rewritten ? 'diff' : 'evidence';
    if (this.#shownAs !== kind) {
      this.#shownAs = kind;
      this.#shown = (this.#shown ?? Promise.resolve()).then(() => showAnswer(answer));
    }
    return this.#shown ?? Promise.resolve();
  }

  #take(result: OptimizeResult): Answer {
    if (this.#answer) this.#answers.improve(this.#answer, result);
    else {
      const known = this.#answers.latest(this.#target.uri, this.#target.sql, this.#database);
      const same = known?.result === result;
      this.#answer = same ? known : this.#answers.add(this.#target, this.#database, result);
    }
    return this.#answer;
  }
}

function tellNothing(answer: Answer): void {
  const { reason, rejected } = answer.result;
  const actions = rejected.length > 0 ? ['Show Evidence', 'Show Rejected'] : ['Show Evidence'];
  void vscode.window
    .showInformationMessage(`${answer.target.place}: ${nothingTitle(answer.result)}. ${reason}`, ...actions)
    .then(chosen => {
      if (chosen === 'Show Evidence') void vscode.commands.executeCommand('quill.showAnswer', answer.id);
      if (chosen === 'Show Rejected') void vscode.commands.executeCommand('quill.showRejected', answer.id);
    });
}
