import * as vscode from 'vscode';

/** Called by the editor when the first SQL file opens. */
export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('Quill', { log: true });
  context.subscriptions.push(log);
  log.info('Quill is ready.');
}
