import * as vscode from 'vscode';
import { rewriteAlonePays } from '../../core/evidence/gains.ts';
import type { Answer } from '../answers/answer.ts';
import type { Answers } from '../answers/answers.ts';
import type { FileSummaries } from '../answers/file-summaries.ts';
import { pageParts } from '../documents.ts';

/** The actions on top of an evidence page, and beside each faster statement of a summary. */
export class PageLenses implements vscode.CodeLensProvider {
  private readonly answers: Answers;
  private readonly summaries: FileSummaries;
  readonly onDidChangeCodeLenses: vscode.Event<void>;

  constructor(answers: Answers, summaries: FileSummaries) {
    this.answers = answers;
    this.summaries = summaries;
    this.onDidChangeCodeLenses = answers.onDidChange;
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const [kind, , part] = pageParts(document.uri);
    if (kind === 'summary') return this.summaryLenses(document);
    const answer = this.answers.find(document.uri);
    return answer && part === 'evidence' ? actionsOf(answer).map(action => at(0, action)) : [];
  }

  private summaryLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    return this.summaries.answersOf(document.uri).flatMap(({ heading, answer }) => {
      const line = document.getText().split('\n').indexOf(heading);
      if (line < 0) return [];
      return [
        at(line, { title: 'Show', command: 'quill.showAnswer', arguments: [answer] }),
        at(line, { title: 'Apply', command: 'quill.apply', arguments: [answer] }),
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
    ...(suggestion ? [action(suggestion.rewritten ? 'Apply' : 'Open Migration', 'quill.apply')] : []),
    ...(suggestion && withIndexes && rewriteAlonePays(suggestion)
      ? [action('Apply without Indexes', 'quill.applyWithoutIndexes')]
      : []),
    ...(withIndexes ? [action('Copy Indexes', 'quill.copyIndexes')] : []),
    action('Copy Evidence', 'quill.copyEvidence'),
    ...(rejected.length > 0 ? [action('Show Rejected', 'quill.showRejected')] : []),
    action('Dismiss', 'quill.dismiss'),
  ];
}

function at(line: number, command: vscode.Command): vscode.CodeLens {
  return new vscode.CodeLens(new vscode.Range(line, 0, line, 0), command);
}
