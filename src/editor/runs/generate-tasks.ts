import * as vscode from 'vscode';
import { QuillError } from '../../core/errors.ts';
import { ErrorWithStep } from '../report-error.ts';
import { argumentsOf, type GenerateDefinition, readDefinition, taskName, taskType } from './definition.ts';
import { isOurs, outOf, type RunsMonitor, runPlaces } from './monitor.ts';

/** Ends that need no message: done, and stopped by the user. */
const quietEnds: readonly (number | undefined)[] = [0, 130, undefined];

/** Generation as a background task: the command line in a terminal, which outlives this window's extension host. */
export class GenerateTasks implements vscode.TaskProvider, vscode.Disposable {
  readonly #cli: string;
  readonly #monitor: RunsMonitor;
  readonly #log: vscode.LogOutputChannel;
  readonly #listener: vscode.Disposable;

  constructor(extension: vscode.Uri, monitor: RunsMonitor, log: vscode.LogOutputChannel) {
    this.#cli = vscode.Uri.joinPath(extension, 'dist', 'cli.cjs').fsPath;
    this.#monitor = monitor;
    this.#log = log;
    this.#listener = vscode.tasks.onDidEndTaskProcess(event => {
      if (isOurs(event.execution)) void this.#tellEnd(event);
    });
  }

  provideTasks(): vscode.Task[] {
    return vscode.workspace.isTrusted ? runPlaces().map(place => this.#task(place, {})) : [];
  }

  /** A task of tasks.json: its definition must stay the object that VS Code gave. */
  resolveTask(task: vscode.Task): vscode.Task | undefined {
    const [first] = runPlaces();
    const place = typeof task.scope === 'object' ? task.scope : first;
    if (!place || !vscode.workspace.isTrusted) return undefined;
    try {
      return this.#task(place, readDefinition(task.definition), task.definition, task.name);
    } catch (error) {
      this.#log.error(error instanceof Error ? error.message : String(error));
      void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
      return undefined;
    }
  }

  /** Starts the task. Throws QuillError `locked` while a run of that folder goes on. */
  async start(place: vscode.WorkspaceFolder, definition: GenerateDefinition): Promise<vscode.TaskExecution> {
    await this.requireNone(place);
    this.#log.info(`${taskName(definition)} in ${place.uri.fsPath}`);
    return vscode.tasks.executeTask(this.#task(place, definition));
  }

  /** Throws QuillError `locked`, with a step to it, while a run of that folder goes on: a dataset has one writer. */
  async requireNone(place: vscode.WorkspaceFolder): Promise<void> {
    await this.#monitor.refresh();
    const run = this.#monitor.alive.find(({ out }) => out === outOf(place));
    const task = vscode.tasks.taskExecutions.some(
      execution => isOurs(execution) && execution.task.scope === place,
    );
    if (!run && !task) return;
    throw new ErrorWithStep(
      'locked',
      `${run ? `The run ${run.id}` : 'A run'} writes to this workspace's dataset; stop it or wait for its end.`,
      { label: 'Show Runs', command: 'quill.showRuns' },
    );
  }

  #task(
    place: vscode.WorkspaceFolder,
    definition: GenerateDefinition,
    given: vscode.TaskDefinition = { type: taskType, ...definition },
    name = taskName(definition),
  ): vscode.Task {
    const execution = new vscode.ProcessExecution(
      process.execPath,
      [this.#cli, ...argumentsOf(definition, outOf(place))],
      { cwd: place.uri.fsPath, env: { ELECTRON_RUN_AS_NODE: '1' } },
    );
    const task = new vscode.Task(given, place, name, taskType, execution, '$quill');
    task.isBackground = true;
    task.detail = 'Writes slow queries, finds faster ones and keeps what was verified in .quill/dataset';
    task.presentationOptions = {
      reveal: vscode.TaskRevealKind.Always,
      panel: vscode.TaskPanelKind.Dedicated,
      showReuseMessage: false,
      clear: true,
    };
    return task;
  }

  async #tellEnd({ execution, exitCode }: vscode.TaskProcessEndEvent): Promise<void> {
    this.#log.info(`${execution.task.name} ended with exit code ${exitCode ?? 'none'}`);
    if (quietEnds.includes(exitCode)) return;
    const step = 'Show Terminal';
    const message = `${execution.task.name}: ended with exit code ${exitCode}; the terminal says why.`;
    if ((await vscode.window.showWarningMessage(message, step)) === step)
      await vscode.commands.executeCommand('workbench.action.terminal.focus');
  }

  dispose(): void {
    this.#listener.dispose();
  }
}

/**
 * The workspace folder to generate in: that of the active editor, else the first. Throws QuillError `untrusted`, or
 * `usage` without a folder.
 */
export function requirePlace(): vscode.WorkspaceFolder {
  if (!vscode.workspace.isTrusted)
    throw new QuillError(
      'untrusted',
      'Quill generates datasets only in a trusted workspace: trust this one first.',
    );
  const places = runPlaces();
  const active = vscode.window.activeTextEditor?.document.uri;
  const current = active && vscode.workspace.getWorkspaceFolder(active);
  const place = places.find(one => one === current) ?? places[0];
  if (place) return place;
  throw new ErrorWithStep(
    'usage',
    'Quill keeps a dataset in the folder .quill of a workspace: open a folder first.',
    {
      label: 'Open Folder',
      command: 'workbench.action.files.openFolder',
    },
  );
}
