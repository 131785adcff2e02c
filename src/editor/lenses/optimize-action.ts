import * as vscode from 'vscode';
import { looksLike } from '../../core/dialect/detect.ts';
import { scheme } from '../documents.ts';
import { dialectOf, targetIn } from '../statements/document-statements.ts';

const kind = vscode.CodeActionKind.RefactorRewrite.append('quill');
const begins = /^\s*(--.*\n\s*)*\(?\s*(select|with|values)\b/i;

/** The lightbulb: on a query of a SQL document, or on a selection elsewhere that reads like one. */
export class OptimizeAction implements vscode.CodeActionProvider {
  static readonly metadata: vscode.CodeActionProviderMetadata = { providedCodeActionKinds: [kind] };

  provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range | vscode.Selection,
  ): vscode.CodeAction[] {
    if (document.uri.scheme === scheme || !offers(document, range)) return [];
    const action = new vscode.CodeAction('Optimize this query with Quill', kind);
    action.command = {
      title: action.title,
      command: 'quill.optimize',
      arguments: [document.uri, range.isEmpty ? range.start : range],
    };
    return [action];
  }
}

function offers(document: vscode.TextDocument, range: vscode.Range): boolean {
  if (range.isEmpty && document.languageId !== 'sql') return false;
  if (document.languageId === 'sql' && dialectOf(document)) return false;
  if (!range.isEmpty && !begins.test(document.getText(range))) return false;
  try {
    const { span, sql } = targetIn(document, range);
    if (document.languageId !== 'sql' && looksLike(sql)) return false;
    const own = new vscode.Range(document.positionAt(span.start), document.positionAt(span.end));
    return own.intersection(range) !== undefined;
  } catch {
    return false;
  }
}
