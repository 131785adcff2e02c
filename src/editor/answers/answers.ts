import * as vscode from 'vscode';
import { rewriteAlonePays } from '../../core/evidence/gains.ts';
import { evidenceMarkdown } from '../../core/evidence/report.ts';
import type { OptimizeResult } from '../../core/optimize/contract.ts';
import { setBounded } from '../bounded.ts';
import { type DatabaseChoice, sameChoice } from '../database/choice.ts';
import { pageParts, type VirtualDocuments } from '../documents.ts';
import type { Target } from '../statements/target.ts';
import type { StatementTracker } from '../statements/tracker.ts';
import { type Answer, allPages, evidenceContext, makeAnswer } from './answer.ts';

/** The answers of this window, by id, and their pages. */
export class Answers implements vscode.Disposable {
  readonly #documents: VirtualDocuments;
  readonly #tracker: StatementTracker;
  readonly #byId = new Map<string, Answer>();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #decided = new vscode.EventEmitter<Answer>();
  #last = 0;
  readonly onDidChange = this.#changed.event;
  /** An answer was applied or dismissed: nothing better is wanted. */
  readonly onDidDecide = this.#decided.event;

  constructor(documents: VirtualDocuments, tracker: StatementTracker) {
    this.#documents = documents;
    this.#tracker = tracker;
  }

  /** A new answer; an older one to the same statement keeps its pages until it is dismissed. */
  add(target: Target, database: DatabaseChoice, result: OptimizeResult): Answer {
    this.#last += 1;
    const answer = makeAnswer(String(this.#last), target, database, result);
    const oldest = setBounded(this.#byId, answer.id, answer);
    if (oldest) this.#forget(oldest);
    this.#tracker.track(target);
    this.#write(answer);
    return answer;
  }

  /** A better result of the same search: open pages are refreshed. */
  improve(answer: Answer, result: OptimizeResult): void {
    answer.result = result;
    this.#write(answer);
  }

  decide(answer: Answer): void {
    this.#decided.fire(answer);
  }

  remove(answer: Answer): void {
    this.decide(answer);
    this.#byId.delete(answer.id);
    this.#forget(answer);
    this.#announce();
  }

  /** The answer of an id, of one of its pages, or of the page in the active editor. */
  find(reference?: unknown): Answer | undefined {
    if (typeof reference === 'string') return this.#byId.get(reference);
    const uri = reference instanceof vscode.Uri ? reference : activePage();
    const [kind, id] = pageParts(uri);
    return kind === 'answer' && id !== undefined ? this.#byId.get(id) : undefined;
  }

  /** The latest answer to this very text in this document, on this database. */
  latest(uri: vscode.Uri, sql: string, database: DatabaseChoice | undefined): Answer | undefined {
    const key = uri.toString();
    let latest: Answer | undefined;
    for (const answer of this.#byId.values()) {
      const same = answer.target.sql === sql && answer.target.uri.toString() === key;
      if (same && sameChoice(answer.database, database)) latest = answer;
    }
    return latest;
  }

  #forget({ id, target }: Answer): void {
    const isAsked = [...this.#byId.values()].some(answer => answer.target === target);
    if (!isAsked) this.#tracker.forget(target);
    for (const kind of ['answer', 'rejected']) this.#documents.deleteUnder(kind, id);
  }

  #write(answer: Answer): void {
    const { result, pages } = answer;
    this.#documents.set(pages.original, `${result.original.sql}\n`);
    this.#documents.set(pages.suggestion, `${result.suggestion?.sql ?? result.original.sql}\n`);
    this.#documents.set(pages.evidence, evidenceMarkdown(result, evidenceContext(answer)));
    this.#announce();
  }

  /** Tells the menus which buttons a page has, and everyone else that something changed. */
  #announce(): void {
    const pagesWhere = (holds: (answer: Answer) => boolean): string[] =>
      [...this.#byId.values()].filter(holds).flatMap(answer => allPages(answer).map(uri => uri.toString()));
    const set = (name: string, holds: (answer: Answer) => boolean): void => {
      void vscode.commands.executeCommand('setContext', `quill.${name}`, pagesWhere(holds));
    };
    set('pagesWithSuggestion', ({ result }) => result.suggestion !== null);
    set('pagesWithRewriteAlone', ({ result: { suggestion } }) =>
      Boolean(suggestion && suggestion.indexes.length > 0 && rewriteAlonePays(suggestion)),
    );
    set('pagesWithIndexes', ({ result }) => (result.suggestion?.indexes.length ?? 0) > 0);
    set('pagesWithRejected', ({ result }) => result.rejected.length > 0);
    this.#changed.fire();
  }

  dispose(): void {
    this.#changed.dispose();
    this.#decided.dispose();
    this.#byId.clear();
  }
}

function activePage(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  if (input instanceof vscode.TabInputTextDiff) return input.modified;
  return input instanceof vscode.TabInputText ? input.uri : undefined;
}
