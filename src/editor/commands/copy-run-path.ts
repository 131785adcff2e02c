import * as vscode from 'vscode';
import type { Command } from '../register-commands.ts';
import { anyRun, chosenRun } from '../runs/chosen-run.ts';
import type { RunsMonitor } from '../runs/monitor.ts';

/** Copies the path of a run's folder. */
export function copyRunPathCommand(monitor: RunsMonitor): Command {
  return async given => {
    const { folder } = await chosenRun(monitor, given, ...anyRun);
    await vscode.env.clipboard.writeText(folder);
    vscode.window.setStatusBarMessage('$(copy) Quill: path copied', 3000);
    return { kind: 'copied', folder };
  };
}
