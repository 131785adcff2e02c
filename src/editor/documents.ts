import * as vscode from 'vscode';

export const scheme = 'quill';

const gone = 'This page belongs to an earlier session of Quill. Optimize the statement again to see it.\n';

/** The read-only documents that Quill shows: both sides of a diff, evidence, summaries. */
export class VirtualDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #texts = new Map<string, string>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#changed.event;
  /** Last of the fields: the editor subscribes to `onDidChange` while it registers. */
  readonly #registration = vscode.workspace.registerTextDocumentContentProvider(scheme, this);

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.toString()) ?? gone;
  }

  /** Sets the text of a page; an open one is refreshed. */
  set(uri: vscode.Uri, text: string): void {
    const key = uri.toString();
    if (this.#texts.get(key) === text) return;
    const known = this.#texts.has(key);
    this.#texts.set(key, text);
    if (known) this.#changed.fire(uri);
  }

  /** Deletes the pages whose addresses begin with these parts. */
  deleteUnder(...parts: readonly string[]): void {
    const folder = `${pageUri(...parts)}/`;
    for (const key of this.#texts.keys()) if (key.startsWith(folder)) this.#texts.delete(key);
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
    this.#texts.clear();
  }
}

/** `quill:/answer/3/suggestion.sql` from `answer`, `3`, `suggestion.sql`. A tab shows the last part. */
export function pageUri(...parts: readonly string[]): vscode.Uri {
  return vscode.Uri.from({ scheme, path: `/${parts.map(part => part.replaceAll('/', '∕')).join('/')}` });
}

/** The parts of a page's address; empty for other documents. */
export function pageParts(uri: vscode.Uri | undefined): string[] {
  return uri?.scheme === scheme ? uri.path.split('/').slice(1) : [];
}

/** Closes every tab, diff or not, that shows one of the pages. */
export async function closePages(uris: readonly vscode.Uri[]): Promise<void> {
  const keys = new Set(uris.map(uri => uri.toString()));
  const shows = (input: unknown): boolean =>
    (input instanceof vscode.TabInputText && keys.has(input.uri.toString())) ||
    (input instanceof vscode.TabInputTextDiff && keys.has(input.modified.toString()));
  const tabs = vscode.window.tabGroups.all.flatMap(group => group.tabs.filter(tab => shows(tab.input)));
  if (tabs.length > 0) await vscode.window.tabGroups.close(tabs, true);
}
