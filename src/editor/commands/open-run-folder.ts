import * as vscode from 'vscode';
import type { Command } from '../register-commands.ts';
import { anyRun, chosenRun } from '../runs/chosen-run.ts';
import type { RunsMonitor } from '../runs/monitor.ts';

/** Shows a run's folder: in the system's file manager, or in the Explorer where the workspace is on another machine. */
export function openRunFolderCommand(monitor: RunsMonitor): Command {
  return async given => {
    const { folder } = await chosenRun(monitor, given, ...anyRun);
    const reveal = vscode.env.remoteName === undefined ? 'revealFileInOS' : 'revealInExplorer';
    await vscode.commands.executeCommand(reveal, vscode.Uri.file(folder));
    return { kind: 'opened', folder };
  };
}
