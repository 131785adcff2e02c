import * as vscode from 'vscode';
import { QuillError } from '../core/errors.ts';
import type { DatabaseChoice } from './database/choice.ts';

/** The searches that run now, so that the status item can spin and one command can stop them all. */
export class RunningSearches implements vscode.Disposable {
  readonly #controllers = new Map<AbortController, DatabaseChoice | undefined>();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;

  get any(): boolean {
    return this.#controllers.size > 0;
  }

  /** The database that the latest of them measures on. */
  get database(): DatabaseChoice | undefined {
    return [...this.#controllers.values()].at(-1);
  }

  /**
   * Runs work under a signal that follows the token, `cancelAll` and, where given, `until`. Cancelled work settles at
   * once with QuillError `cancelled`, whatever is still going on behind it.
   */
  async run<T>(
    token: vscode.CancellationToken,
    work: (signal: AbortSignal) => Promise<T>,
    {
      until,
      database,
    }: { readonly until?: AbortSignal | undefined; readonly database?: DatabaseChoice } = {},
  ): Promise<T> {
    const controller = new AbortController();
    const { signal } = controller;
    const stopped = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
    const listener = token.onCancellationRequested(() => cancel(controller));
    until?.addEventListener('abort', () => cancel(controller), { once: true });
    if (token.isCancellationRequested || until?.aborted) cancel(controller);
    this.#controllers.set(controller, database);
    this.#announce();
    try {
      return await Promise.race([work(signal), stopped]);
    } finally {
      listener.dispose();
      this.#controllers.delete(controller);
      this.#announce();
    }
  }

  cancelAll(): void {
    for (const controller of this.#controllers.keys()) cancel(controller);
  }

  #announce(): void {
    void vscode.commands.executeCommand('setContext', 'quill.running', this.any);
    this.#changed.fire();
  }

  dispose(): void {
    this.cancelAll();
    this.#changed.dispose();
  }
}

const cancel = (controller: AbortController): void =>
  controller.abort(new QuillError('cancelled', 'Cancelled.'));
