import * as vscode from 'vscode';
import { dialectSentence } from '../../core/dialect/other-dialect.ts';
import { gainText, nothingTitle } from '../../core/evidence/gains.ts';
import { tableTest, whyNotRunnable } from '../../core/optimize/with-holes.ts';
import type { Answers } from '../answers/answers.ts';
import type { ChosenDatabase } from '../database/chosen-database.ts';
import { type DatabaseOverviews, tableNames } from '../database/overviews.ts';
import { readSettings } from '../settings.ts';
import { dialectOf, statementsOf } from '../statements/document-statements.ts';
import type { Statement } from '../statements/statements.ts';

/** A lens over each query of a SQL document. It reads text only: no database, no worker. */
export class StatementLenses implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #answers: Answers;
  readonly #chosen: ChosenDatabase;
  readonly #overviews: DatabaseOverviews;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#changed.event;

  constructor(answers: Answers, chosen: ChosenDatabase, overviews: DatabaseOverviews) {
    this.#overviews = overviews;
    this.#answers = answers;
    this.#chosen = chosen;
  }

  /** Asks the editors to read the lenses again. */
  refresh(): void {
    this.#changed.fire();
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    if (!readSettings(document.uri).lens) return [];
    const other = dialectOf(document);
    if (other) {
      const line = Math.max(0, Math.min(document.lineCount, other.line) - 1);
      return [message(new vscode.Range(line, 0, line, 0), `Quill: ${dialectSentence(other)}`)];
    }
    return statementsOf(document)
      .filter(statement => statement.kind === 'query' && !statement.ignored)
      .map(statement => this.#lensOver(document, statement));
  }

  dispose(): void {
    this.#changed.dispose();
  }

  #lensOver(document: vscode.TextDocument, statement: Statement): vscode.CodeLens {
    const start = document.positionAt(statement.span.start);
    const range = new vscode.Range(start, document.positionAt(statement.span.end));
    const known = tableTest(tableNames(this.#overviews.lastOf(this.#chosen.current)));
    const why = whyNotRunnable(statement.text, known);
    if (why) return message(range, 'Quill: cannot be run: template', why);
    const answer = this.#answers.latest(document.uri, statement.text, this.#chosen.current);
    if (!answer) return lens(range, '$(zap)\u00a0Optimize', 'quill.optimize', [document.uri, start], hint);
    const { suggestion } = answer.result;
    return suggestion
      ? lens(
          range,
          `$(zap)\u00a0${gainText(suggestion)} faster: show`,
          'quill.optimize',
          [document.uri, start],
          hint,
        )
      : lens(
          range,
          `${answer.result.original.timedOut ? '$(clock)' : '$(check)'}\u00a0${nothingTitle(answer.result)}`,
          'quill.showAnswer',
          [answer.id],
          'Show what was tried',
        );
  }
}

const hint = 'Quill looks for a faster statement with the same rows and shows it with its evidence';

function lens(
  range: vscode.Range,
  title: string,
  command: string,
  args: unknown[],
  tooltip: string,
): vscode.CodeLens {
  return new vscode.CodeLens(range, { title, command, arguments: args, tooltip });
}

function message(range: vscode.Range, title: string, tooltip = title): vscode.CodeLens {
  return new vscode.CodeLens(range, { title, command: '', tooltip });
}
