import * as vscode from 'vscode';
import { QuillError } from '../../core/errors.ts';
import { targetIn } from './document-statements.ts';
import type { Target } from './target.ts';

/** The target that arguments name; without them the one in the active editor. */
export async function namedTarget(uri: unknown, place: unknown): Promise<Target> {
  const editor = vscode.window.activeTextEditor;
  if (uri instanceof vscode.Uri && (place instanceof vscode.Position || place instanceof vscode.Range)) {
    const document = await vscode.workspace.openTextDocument(uri);
    return targetIn(document, place instanceof vscode.Range ? place : new vscode.Range(place, place));
  }
  if (!editor) throw new QuillError('usage', 'Open a SQL file and put the cursor into a query.');
  return targetIn(editor.document, editor.selection);
}
