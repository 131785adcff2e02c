import * as vscode from 'vscode';
import { Answers } from './editor/answers/answers.ts';
import { FileSummaries } from './editor/answers/file-summaries.ts';
import { applyCommand, applyWithoutIndexesCommand } from './editor/commands/apply.ts';
import { askForDatabase, chooseDatabaseCommand } from './editor/commands/choose-database.ts';
import { copyEvidenceCommand } from './editor/commands/copy-evidence.ts';
import { copyIndexesCommand } from './editor/commands/copy-indexes.ts';
import { dismissCommand } from './editor/commands/dismiss.ts';
import { optimizeCommand } from './editor/commands/optimize.ts';
import { optimizeFileCommand } from './editor/commands/optimize-file.ts';
import { optimizeWithParametersCommand } from './editor/commands/optimize-with-parameters.ts';
import { showAnswerCommand } from './editor/commands/show-answer.ts';
import { showRejectedCommand } from './editor/commands/show-rejected.ts';
import { trySampleCommand } from './editor/commands/try-sample.ts';
import { ChosenDatabase } from './editor/database/chosen-database.ts';
import { DatabaseOverviews } from './editor/database/overviews.ts';
import { scheme, VirtualDocuments } from './editor/documents.ts';
import { OptimizeAction } from './editor/lenses/optimize-action.ts';
import { PageLenses } from './editor/lenses/page-lenses.ts';
import { StatementLenses } from './editor/lenses/statement-lenses.ts';
import { Optimizer } from './editor/optimizer.ts';
import { registerCommands } from './editor/register-commands.ts';
import { registerRuns } from './editor/register-runs.ts';
import { RunningSearches } from './editor/running.ts';
import { concernsQuill } from './editor/settings.ts';
import { SqlWorkers } from './editor/sql-workers.ts';
import { StatementTracker } from './editor/statements/tracker.ts';
import { StatusItem } from './editor/status-item.ts';
import { DatabaseTree } from './editor/views/database-tree.ts';

/** Not the two sides of a diff, nor the pages that Quill shows. */
const sqlDocuments = ['file', 'untitled', 'vscode-notebook-cell'].map(on => ({
  language: 'sql',
  scheme: on,
}));

export function activate(context: vscode.ExtensionContext): void {
  // What is remembered and where it runs. Workers start with the first question, never before trust.
  const log = vscode.window.createOutputChannel('Quill', { log: true });
  const chosen = new ChosenDatabase(context.workspaceState);
  const workers = new SqlWorkers(context.extensionUri);
  const overviews = new DatabaseOverviews(workers);
  const optimizer = new Optimizer(workers, overviews, log);

  // What is shown.
  const documents = new VirtualDocuments();
  const tracker = new StatementTracker();
  const answers = new Answers(documents, tracker);
  const summaries = new FileSummaries(documents);
  const running = new RunningSearches();
  const status = new StatusItem(chosen, running);
  const lenses = new StatementLenses(answers, chosen, overviews);
  const pageLenses = new PageLenses(answers, summaries);
  const tree = new DatabaseTree(overviews, chosen, log);

  // What a command may ask for.
  const database = async () => {
    if (!chosen.current) await chosen.choose(await askForDatabase(undefined));
    return chosen.current;
  };
  const services = { optimizer, running, answers, summaries, database };

  context.subscriptions.push(
    ...[log, chosen, running, workers, documents, tracker, answers, status, lenses, pageLenses, tree],
    ...registerCommands(log, {
      'quill.optimize': optimizeCommand(services),
      'quill.optimizeWithParameters': optimizeWithParametersCommand(services),
      'quill.optimizeFile': optimizeFileCommand(services),
      'quill.trySample': trySampleCommand(services, chosen),
      'quill.chooseDatabase': chooseDatabaseCommand(chosen),
      'quill.refreshDatabase': () => tree.refresh(),
      'quill.showAnswer': showAnswerCommand(answers),
      'quill.showRejected': showRejectedCommand(answers, documents),
      'quill.apply': applyCommand(answers, tracker),
      'quill.applyWithoutIndexes': applyWithoutIndexesCommand(answers, tracker),
      'quill.copyIndexes': copyIndexesCommand(answers),
      'quill.copyEvidence': copyEvidenceCommand(answers),
      'quill.dismiss': dismissCommand(answers),
      'quill.cancel': () => running.cancelAll(),
      'quill.showLog': () => log.show(),
    }),
    ...registerRuns(context.extensionUri, chosen, log),
    vscode.languages.registerCodeLensProvider(sqlDocuments, lenses),
    vscode.languages.registerCodeLensProvider({ scheme }, pageLenses),
    vscode.languages.registerCodeActionsProvider('*', new OptimizeAction(), OptimizeAction.metadata),
    vscode.window.registerTreeDataProvider('quill.database', tree),
    vscode.workspace.onDidChangeConfiguration(event => concernsQuill(event) && lenses.refresh()),
    answers.onDidChange(() => lenses.refresh()),
    chosen.onDidChange(() => lenses.refresh()),
  );
}
