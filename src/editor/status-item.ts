import * as vscode from 'vscode';
import { choiceLabel } from './database/choice.ts';
import type { ChosenDatabase } from './database/chosen-database.ts';
import type { RunningSearches } from './running.ts';

/** The one status item: the database, a spinner while statements are measured, a click to choose another. */
export class StatusItem implements vscode.Disposable {
  readonly #chosen: ChosenDatabase;
  readonly #running: RunningSearches;
  readonly #item = vscode.window.createStatusBarItem('quill.database', vscode.StatusBarAlignment.Right, 90);
  readonly #listeners: vscode.Disposable;

  constructor(chosen: ChosenDatabase, running: RunningSearches) {
    this.#chosen = chosen;
    this.#running = running;
    this.#item.name = 'Quill: Database';
    this.#item.command = 'quill.chooseDatabase';
    this.#listeners = vscode.Disposable.from(
      chosen.onDidChange(() => this.#render()),
      running.onDidChange(() => this.#render()),
    );
    this.#render();
    this.#item.show();
  }

  #render(): void {
    const { current } = this.#chosen;
    const icon = this.#running.any ? '$(loading~spin)' : '$(database)';
    const label = current ? choiceLabel(current) : 'no database';
    this.#item.text = `${icon} Quill: ${label}`;
    const where = current?.kind === 'file' ? `\n\n\`${current.path}\`` : '';
    this.#item.tooltip = new vscode.MarkdownString(
      current
        ? `Quill measures on **${label}**: a copy in memory, the data itself is never written to.${where}\n\nClick to choose another.`
        : 'Click to choose the database that Quill measures on.',
    );
  }

  dispose(): void {
    this.#listeners.dispose();
    this.#item.dispose();
  }
}
