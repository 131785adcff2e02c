import * as vscode from 'vscode';
import { rewriteAlonePays } from '../../core/evidence/gains.ts';
import type { Suggestion } from '../../core/optimize/contract.ts';
import type { Answer } from '../answers/answer.ts';
import type { Answers } from '../answers/answers.ts';
import type { FileSummaries } from '../answers/file-summaries.ts';
import { pageParts, scheme } from '../documents.ts';

/** After this time an editor has taken in a refreshed page, in milliseconds. */
const settled = 700;

/** The actions on top of an evidence page, and beside each faster statement of a summary. */
export class PageLenses implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #answers: Answers;
  readonly #summaries: FileSummaries;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#changed.event;
  readonly #listeners: vscode.Disposable;
  #timer: NodeJS.Timeout | undefined;

  constructor(answers: Answers, summaries: FileSummaries) {
    this.#answers = answers;
    this.#summaries = summaries;
    this.#listeners = vscode.Disposable.from(
      answers.onDidChange(() => this.#refresh()),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document.uri.scheme === scheme) this.#refresh();
      }),
    );
  }

  /** Now, and once more when the page's new text has arrived: lenses asked for in between are dropped by the editor. */
  #refresh(): void {
    this.#changed.fire();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#changed.fire(), settled);
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const [kind, , part] = pageParts(document.uri);
    if (kind === 'summary') return this.#summaryLenses(document);
    const answer = this.#answers.find(document.uri);
    return answer && part === 'evidence' ? actionsOf(answer).map(action => at(0, action)) : [];
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#listeners.dispose();
    this.#changed.dispose();
  }

  #summaryLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    return this.#summaries.answersOf(document.uri).flatMap(({ heading, answer }) => {
      const line = document.getText().split('\n').indexOf(heading);
      const suggestion = this.#answers.find(answer)?.result.suggestion;
      if (line < 0 || !suggestion) return [];
      return [
        at(line, { title: 'Show', command: 'quill.showAnswer', arguments: [answer] }),
        at(line, { title: applyTitle(suggestion), command: 'quill.apply', arguments: [answer] }),
      ];
    });
  }
}

function actionsOf(answer: Answer): vscode.Command[] {
  const { suggestion, rejected } = answer.result;
  const action = (title: string, command: string): vscode.Command => ({
    title,
    command,
    arguments: [answer.id],
  });
  const withIndexes = (suggestion?.indexes.length ?? 0) > 0;
  return [
    ...(suggestion ? [action(applyTitle(suggestion), 'quill.apply')] : []),
    ...(suggestion && withIndexes && rewriteAlonePays(suggestion)
      ? [action('Apply without Indexes', 'quill.applyWithoutIndexes')]
      : []),
    ...(withIndexes ? [action('Copy Indexes', 'quill.copyIndexes')] : []),
    action('Copy Evidence', 'quill.copyEvidence'),
    ...(rejected.length > 0 ? [action('Show Rejected', 'quill.showRejected')] : []),
    { title: 'Open Preview', command: 'markdown.showPreview', arguments: [answer.pages.evidence] },
    action('Dismiss', 'quill.dismiss'),
  ];
}

const applyTitle = ({ rewritten }: Suggestion): string => (rewritten ? 'Apply' : 'Open Migration');

function at(line: number, command: vscode.Command): vscode.CodeLens {
  return new vscode.CodeLens(new vscode.Range(line, 0, line, 0), command);
}
