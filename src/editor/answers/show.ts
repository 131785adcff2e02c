import * as vscode from 'vscode';
import type { Answer } from './answer.ts';

/** Shows an answer: the diff of a rewrite with its evidence below; without a rewrite the evidence alone. */
export async function showAnswer(answer: Answer): Promise<void> {
  const { suggestion } = answer.result;
  if (!suggestion?.rewritten) {
    await showBelow(answer.pages.evidence, 'follow');
    return;
  }
  await vscode.commands.executeCommand(
    'vscode.diff',
    answer.pages.original,
    answer.pages.suggestion,
    `${answer.target.place}: original ↔ faster`,
    { preview: true, viewColumn: columnOfSource(answer) } satisfies vscode.TextDocumentShowOptions,
  );
  await showBelow(answer.pages.evidence, 'stay');
}

/**
 * Opens a document in the group that shows evidence, or in a new group below. `stay` leaves the focus where it is,
 * `follow` takes it along.
 */
export async function showBelow(
  page: vscode.Uri,
  then: 'stay' | 'follow',
  options: vscode.TextDocumentShowOptions = { preview: true },
): Promise<void> {
  // Loaded first, so that the new group never stands empty.
  await vscode.workspace.openTextDocument(page);
  const from = vscode.window.tabGroups.activeTabGroup.viewColumn;
  let column = columnBelow();
  openedBelow.add(page.toString());
  if (column === undefined) {
    await vscode.commands.executeCommand('workbench.action.newGroupBelow');
    column = vscode.ViewColumn.Active;
  }
  await vscode.window.showTextDocument(page, { ...options, viewColumn: column });
  if (then === 'stay') await focus(from);
}

/** What was opened below, evidence and migrations: the next page takes its place instead of another group. */
const openedBelow = new Set<string>();

function columnBelow(): vscode.ViewColumn | undefined {
  return vscode.window.tabGroups.all.find(({ activeTab }) => {
    const input = activeTab?.input;
    return input instanceof vscode.TabInputText && openedBelow.has(input.uri.toString());
  })?.viewColumn;
}

function columnOfSource(answer: Answer): vscode.ViewColumn {
  const key = answer.target.uri.toString();
  const editor = vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === key);
  return editor?.viewColumn ?? vscode.ViewColumn.Active;
}

const groups = ['First', 'Second', 'Third', 'Fourth', 'Fifth', 'Sixth', 'Seventh', 'Eighth'];

async function focus(column: vscode.ViewColumn): Promise<void> {
  const name = groups[column - 1];
  if (name) await vscode.commands.executeCommand(`workbench.action.focus${name}EditorGroup`);
}
