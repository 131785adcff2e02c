/** What the suites in this folder do with documents, lenses and pages. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';

/** What a Quill command returns, as far as the suites look at it. */
export interface Outcome {
  readonly kind: string;
  readonly answer?: string;
  readonly speedup?: number;
  readonly cached?: boolean;
  readonly reason?: string;
  readonly message?: string;
  readonly page?: string;
  readonly statements?: number;
}

export async function activated(): Promise<void> {
  const extension = vscode.extensions.getExtension('quill-sql.quill-sql');
  assert.ok(extension, 'the extension is there');
  await extension.activate();
}

export function fileUri(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, 'the test workspace is open');
  return vscode.Uri.joinPath(folder.uri, name);
}

export async function open(name: string): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument(fileUri(name)));
}

let opened = 0;

/** A new untitled document of its own name: a closed one's name may still be in use for a moment. */
export async function openText(
  content: string,
  language: 'sql' | 'plaintext' = 'sql',
): Promise<vscode.TextEditor> {
  opened += 1;
  const uri = vscode.Uri.from({
    scheme: 'untitled',
    path: `text-${opened}.${language === 'sql' ? 'sql' : 'txt'}`,
  });
  const editor = await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
  const edit = new vscode.WorkspaceEdit();
  edit.insert(uri, new vscode.Position(0, 0), content);
  await vscode.workspace.applyEdit(edit);
  assert.equal(editor.document.getText(), content);
  return editor;
}

export function placeCursor(editor: vscode.TextEditor, text: string): vscode.Position {
  const offset = editor.document.getText().indexOf(text);
  assert.ok(offset >= 0, `${text} is in the document`);
  const position = editor.document.positionAt(offset);
  editor.selection = new vscode.Selection(position, position);
  return position;
}

export function select(editor: vscode.TextEditor, text: string): void {
  const offset = editor.document.getText().indexOf(text);
  assert.ok(offset >= 0, `${text} is in the document`);
  const { document } = editor;
  editor.selection = new vscode.Selection(
    document.positionAt(offset),
    document.positionAt(offset + text.length),
  );
}

export async function run(command: string, ...args: unknown[]): Promise<Outcome> {
  const outcome = await vscode.commands.executeCommand<Outcome | undefined>(`quill.${command}`, ...args);
  return outcome ?? { kind: 'done' };
}

/** Quill's lenses of a document as `line: title`, lines counted from 1. */
export async function lensTitles(document: vscode.TextDocument): Promise<string[]> {
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
    'vscode.executeCodeLensProvider',
    document.uri,
    1000,
  );
  return lenses
    .filter(lens => lens.command?.command.startsWith('quill.') || lens.command?.title.startsWith('Quill'))
    .map(lens => `${lens.range.start.line + 1}: ${lens.command?.title.replace(/^\$\([\w~-]+\)\s/, '')}`);
}

/** The addresses of Quill's pages in all tabs; a diff counts as its right side. */
export function openPages(): string[] {
  return vscode.window.tabGroups.all
    .flatMap(group => group.tabs)
    .flatMap(({ input }) => {
      if (input instanceof vscode.TabInputTextDiff) return [input.modified];
      return input instanceof vscode.TabInputText ? [input.uri] : [];
    })
    .filter(uri => uri.scheme === 'quill')
    .map(uri => uri.path);
}

export async function pageText(path: string): Promise<string> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.from({ scheme: 'quill', path }));
  return document.getText();
}

export async function closeEverything(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  for (const tab of vscode.window.tabGroups.all.flatMap(group => group.tabs)) {
    const { input } = tab;
    if (tab.isDirty && input instanceof vscode.TabInputText) {
      await vscode.window.showTextDocument(input.uri);
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    }
  }
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}
