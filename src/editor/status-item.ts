import * as vscode from 'vscode';
import { choiceLabel } from './database/choice.ts';
import type { ChosenDatabase } from './database/chosen-database.ts';

/** The one status item: the database, a spinner while statements are measured, a click to choose another. */
export class StatusItem implements vscode.Disposable {
  private readonly chosen: ChosenDatabase;
  private readonly item = vscode.window.createStatusBarItem(
    'quill.database',
    vscode.StatusBarAlignment.Right,
    90,
  );
  private readonly listeners: vscode.Disposable;
  private running = 0;

  constructor(chosen: ChosenDatabase) {
    this.chosen = chosen;
    this.item.name = 'Quill: Database';
    this.item.command = 'quill.chooseDatabase';
    this.listeners = vscode.Disposable.from(
      chosen.onDidChange(() => this.render()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.render()),
    );
    this.render();
    this.item.show();
  }

  /** Spins until the work settles. */
  async during<T>(work: Promise<T>): Promise<T> {
    this.running += 1;
    this.render();
    try {
      return await work;
    } finally {
      this.running -= 1;
      this.render();
    }
  }

  private render(): void {
    const { current } = this.chosen;
    const icon = this.running > 0 ? '$(loading~spin)' : '$(database)';
    const label = current ? choiceLabel(current) : 'no database';
    this.item.text = `${icon} Quill: ${label}`;
    const where = current?.kind === 'file' ? `\n\n\`${current.path}\`` : '';
    this.item.tooltip = new vscode.MarkdownString(
      current
        ? `Quill measures on **${label}**: a copy in memory, the data itself is never written to.${where}\n\nClick to choose another.`
        : 'Click to choose the database that Quill measures on.',
    );
  }

  dispose(): void {
    this.listeners.dispose();
    this.item.dispose();
  }
}
