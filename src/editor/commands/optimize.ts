import * as vscode from 'vscode';
import { QuillError } from '../../core/errors.ts';
import type { Command } from '../command-table.ts';
import { type OptimizeTargetServices, optimizeTarget } from '../optimize-target.ts';
import { targetIn } from '../statements/document-statements.ts';
import type { Target } from '../statements/target.ts';
import { requireTrust } from '../trust.ts';

/** Optimizes the statement at the cursor, the selection, or the place that a lens names. */
export function optimizeCommand(services: OptimizeTargetServices): Command {
  return async (uri, place) => {
    requireTrust();
    return optimizeTarget(services, await namedTarget(uri, place));
  };
}

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
