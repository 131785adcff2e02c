import { existsSync } from 'node:fs';
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
    const current = this.#running.database ?? this.#chosen.current;
    const isGone = current?.kind === 'file' && !existsSync(current.path);
    const icon = this.#running.any ? '$(loading~spin)' : isGone ? '$(warning)' : '$(database)';
    const label = current ? choiceLabel(current) : 'no database';
    this.#item.text = `${icon} Quill: ${label}`;
    this.#item.backgroundColor = isGone
      ? new vscode.ThemeColor('statusBarItem.warningBackground')
      : undefined;
    if (isGone) {
      this.#item.tooltip = `${current.path} is not there any more: was it moved? Click to choose the database again.`;
      return;
    }
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
