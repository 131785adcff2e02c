import { existsSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { QuillError } from '../../core/errors.ts';
import type { Command } from '../register-commands.ts';
import { anyRun, chosenRun } from '../runs/chosen-run.ts';
import type { RunsMonitor } from '../runs/monitor.ts';

/** Opens the pairs of the dataset that a run writes to. */
export function openDatasetCommand(monitor: RunsMonitor): Command {
  return async given => {
    const { out } = await chosenRun(monitor, given, ...anyRun);
    const file = path.join(out, 'dataset', 'pairs.jsonl');
    if (!existsSync(file)) throw new QuillError('usage', 'There is no pair in the dataset yet.');
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(file));
    return { kind: 'opened', file };
  };
}
