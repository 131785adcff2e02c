import * as vscode from 'vscode';
import type { Span } from '../../core/sql/span.ts';
import { locate } from './locate.ts';
import type { Target } from './target.ts';
import { moveThrough } from './tracked-span.ts';

/** Follows statements through the edits of their documents. */
export class StatementTracker implements vscode.Disposable {
  readonly #tracked = new Map<Target, Span>();
  readonly #listener = vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
    const key = document.uri.toString();
    const changes = contentChanges.map(change => ({
      offset: change.rangeOffset,
      length: change.rangeLength,
      inserted: change.text.length,
    }));
    for (const [target, span] of this.#tracked)
      if (target.uri.toString() === key) this.#tracked.set(target, moveThrough(span, changes));
  });

  track(target: Target): void {
    if (!this.#tracked.has(target)) this.#tracked.set(target, target.span);
  }

  forget(target: Target): void {
    this.#tracked.delete(target);
  }

  /** Where the target, or `sql` put in its place, stands now; undefined when the document changed there. */
  find(document: vscode.TextDocument, target: Target, sql = target.sql): Span | undefined {
    return locate(document.getText(), { ...target.anchor, sql }, this.spanOf(target).start);
  }

  /** Where the edits have moved the target, whatever has become of its text. */
  spanOf(target: Target): Span {
    return this.#tracked.get(target) ?? target.span;
  }

  dispose(): void {
    this.#listener.dispose();
    this.#tracked.clear();
  }
}
