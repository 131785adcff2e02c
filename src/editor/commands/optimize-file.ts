import * as vscode from 'vscode';
import { QuillError } from '../../core/errors.ts';
import type { AnsweredEntry, FileSummaries } from '../answers/file-summaries.ts';
import type { DatabaseChoice } from '../database/choice.ts';
import type { OptimizeTargetServices } from '../optimize-target.ts';
import type { Command } from '../register-commands.ts';
import { statementsOf, statementTarget } from '../statements/document-statements.ts';
import type { Statement } from '../statements/statements.ts';
import { requireTrust } from '../trust.ts';

export interface OptimizeFileServices extends OptimizeTargetServices {
  readonly summaries: FileSummaries;
}

/** Goes through all queries of the file and ends in one summary; a cancelled run summarises what it has. */
export function optimizeFileCommand(services: OptimizeFileServices): Command {
  return async uri => {
    requireTrust();
    const document = await documentOf(uri);
    const statements = statementsOf(document).filter(({ kind, ignored }) => kind === 'query' && !ignored);
    const name = document.uri.path.split('/').at(-1) ?? 'this file';
    if (statements.length === 0) throw new QuillError('not-a-query', `${name} has no query to optimize.`);
    const database = await services.database();
    if (!database) return { kind: 'no-database' };
    const entries = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: `Quill: ${name}`, cancellable: true },
      (progress, token) => goThrough(services, document, statements, database, progress, token),
    );
    if (entries.length === 0) throw new QuillError('cancelled', 'Cancelled.');
    const page = await services.summaries.show(name, entries, database);
    return { kind: 'summary', page: page.toString(), statements: entries.length };
  };
}

async function goThrough(
  services: OptimizeFileServices,
  document: vscode.TextDocument,
  statements: readonly Statement[],
  database: DatabaseChoice,
  progress: vscode.Progress<{ message: string; increment: number }>,
  token: vscode.CancellationToken,
): Promise<AnsweredEntry[]> {
  const entries: AnsweredEntry[] = [];
  const targets = statements.map(statement => statementTarget(document, statement));
  for (const [i, target] of targets.entries()) {
    const increment = i === 0 ? 0 : 100 / targets.length;
    progress.report({ message: `${i + 1} of ${targets.length}, line ${target.line}`, increment });
    const entry = { line: target.line, sql: target.sql };
    try {
      const question = { target, database, params: {} };
      const ask = (signal: AbortSignal) =>
        services.optimizer.ask(question, { signal, onEvent: () => undefined });
      const { result } = await services.running.run(token, ask, { database });
      const answer = services.answers.add(target, database, result);
      entries.push({ ...entry, outcome: { result }, ...(result.suggestion ? { answer: answer.id } : {}) });
    } catch (error) {
      if (QuillError.is(error, 'cancelled')) break;
      if (!QuillError.is(error)) throw error;
      entries.push({ ...entry, outcome: { message: error.sentence, line: error.line } });
    }
  }
  return entries;
}

async function documentOf(uri: unknown): Promise<vscode.TextDocument> {
  if (uri instanceof vscode.Uri) return vscode.workspace.openTextDocument(uri);
  const document = vscode.window.activeTextEditor?.document;
  if (document?.languageId !== 'sql')
    throw new QuillError('usage', 'Open a SQL file to optimize its statements.');
  return document;
}
