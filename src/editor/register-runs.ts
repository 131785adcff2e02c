import * as vscode from 'vscode';
import { copyRunPathCommand } from './commands/copy-run-path.ts';
import { generateCommand } from './commands/generate.ts';
import { openDatasetCommand } from './commands/open-dataset.ts';
import { openRunFolderCommand } from './commands/open-run-folder.ts';
import { resumeRunCommand } from './commands/resume-run.ts';
import { stopRunCommand } from './commands/stop-run.ts';
import type { ChosenDatabase } from './database/chosen-database.ts';
import { registerCommands } from './register-commands.ts';
import { taskType } from './runs/definition.ts';
import { GenerateTasks } from './runs/generate-tasks.ts';
import { RunsMonitor } from './runs/monitor.ts';
import { RunStatus } from './runs/run-status.ts';
import { RunsTree } from './runs/runs-tree.ts';

/** Generation in the editor: its task, the Runs view, the status item and their commands. */
export function registerRuns(
  extension: vscode.Uri,
  chosen: ChosenDatabase,
  log: vscode.LogOutputChannel,
): vscode.Disposable[] {
  const monitor = new RunsMonitor();
  const tasks = new GenerateTasks(extension, monitor, log);
  return [
    monitor,
    tasks,
    new RunsTree(monitor),
    new RunStatus(monitor),
    vscode.tasks.registerTaskProvider(taskType, tasks),
    ...registerCommands(log, {
      'quill.generate': generateCommand(tasks, chosen),
      'quill.stopRun': stopRunCommand(monitor),
      'quill.resumeRun': resumeRunCommand(monitor, tasks),
      'quill.openRunFolder': openRunFolderCommand(monitor),
      'quill.openDataset': openDatasetCommand(monitor),
      'quill.copyRunPath': copyRunPathCommand(monitor),
      'quill.refreshRuns': () => monitor.refresh(),
      'quill.showRuns': () => vscode.commands.executeCommand('quill.runs.focus'),
    }),
  ];
}
