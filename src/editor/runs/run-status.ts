import * as vscode from 'vscode';
import type { RunsMonitor } from './monitor.ts';
import { runHint, statusText } from './run-labels.ts';

/** The status item that is there while a run goes on: count and rate; a click opens the view. */
export class RunStatus implements vscode.Disposable {
  readonly #monitor: RunsMonitor;
  readonly #item = vscode.window.createStatusBarItem('quill.runs', vscode.StatusBarAlignment.Right, 89);
  readonly #listener: vscode.Disposable;

  constructor(monitor: RunsMonitor) {
    this.#monitor = monitor;
    this.#item.name = 'Quill: Runs';
    this.#item.command = 'quill.showRuns';
    this.#listener = monitor.onDidChange(() => this.#render());
    this.#render();
  }

  #render(): void {
    const { alive } = this.#monitor;
    if (alive.length === 0) {
      this.#item.hide();
      return;
    }
    this.#item.text = statusText(alive);
    this.#item.tooltip = new vscode.MarkdownString(
      [...alive.map(runHint), 'Click to show the runs.'].join('\n\n'),
    );
    this.#item.accessibilityInformation = {
      label: `Quill generates a dataset: ${statusText(alive).replace(/^\$\(.*?\) /, '')}`,
    };
    this.#item.show();
  }

  dispose(): void {
    this.#listener.dispose();
    this.#item.dispose();
  }
}
