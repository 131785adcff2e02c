import * as vscode from 'vscode';
import { QuillError } from '../../core/errors.ts';
import { migrationSql } from '../../core/evidence/migration.ts';
import type { Span } from '../../core/sql/span.ts';
import { closePages } from '../documents.ts';
import { ErrorWithStep } from '../report-error.ts';
import type { Target } from '../statements/target.ts';
import type { StatementTracker } from '../statements/tracker.ts';
import { type Answer, allPages } from './answer.ts';
import { migrationUri } from './migration-uri.ts';
import { showBelow } from './show.ts';

/**
 * Replaces the statement by the suggestion, as one undo step. Throws QuillError `usage` when the document has changed
 * there, or has the suggestion already.
 */
export async function applyRewrite(answer: Answer, tracker: StatementTracker): Promise<vscode.TextEditor> {
  const { target, result } = answer;
  const document = await vscode.workspace.openTextDocument(target.uri);
  const sql = inEndOfLinesOf(document, result.suggestion?.sql ?? target.sql);
  const span = tracker.find(document, target);
  if (!span) throw refusal(document, target, tracker, sql);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(target.uri, rangeOf(document, span), sql);
  if (!(await vscode.workspace.applyEdit(edit)))
    throw new QuillError('usage', `${target.place} could not be edited: is the file read-only?`);
  await closePages(allPages(answer));
  const range = rangeOf(document, { start: span.start, end: span.start + sql.length });
  return vscode.window.showTextDocument(document, {
    selection: new vscode.Range(range.start, range.start),
    preview: false,
  });
}

/** Short, so that the whole sentence stands on the message. */
function refusal(
  document: vscode.TextDocument,
  target: Target,
  tracker: StatementTracker,
  sql: string,
): QuillError {
  if (tracker.find(document, target, sql))
    return new QuillError('usage', `The suggestion for ${target.place} is already applied.`);
  const range = rangeOf(document, tracker.spanOf(target));
  return new ErrorWithStep('usage', `${target.place}: it has changed since it was measured.`, {
    label: 'Optimize Again',
    command: 'quill.optimize',
    args: [target.uri, target.anchor.around ? range : range.start],
  });
}

/**
 * Opens the CREATE INDEX statements below as an untitled document with a migration's name; nothing is on disk until it
 * is saved.
 */
export async function openMigration(answer: Answer, then: 'stay' | 'follow'): Promise<void> {
  const indexes = answer.result.suggestion?.indexes ?? [];
  if (indexes.length === 0) return;
  const content = migrationSql(indexes, answer.target.place);
  const document = await vscode.workspace.openTextDocument(await migrationUri(answer.target.uri, indexes));
  const edit = new vscode.WorkspaceEdit();
  edit.insert(document.uri, new vscode.Position(0, 0), content);
  await vscode.workspace.applyEdit(edit);
  await showBelow(document.uri, then, { preview: false });
}

function rangeOf(document: vscode.TextDocument, span: Span): vscode.Range {
  return new vscode.Range(document.positionAt(span.start), document.positionAt(span.end));
}

function inEndOfLinesOf(document: vscode.TextDocument, text: string): string {
  const unified = text.replaceAll('\r\n', '\n');
  return document.eol === vscode.EndOfLine.CRLF ? unified.replaceAll('\n', '\r\n') : unified;
}
