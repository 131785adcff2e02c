import path from 'node:path';
import * as vscode from 'vscode';
import { latestFirst } from '../../adapters/pipeline/run-folder.ts';
import { taskType } from './definition.ts';
import { goesOn, type RunEntry } from './run-entry.ts';
import { RunList } from './run-list.ts';

/** How often the runs are looked at while somebody looks or one goes on, in milliseconds. */
const interval = 2000;

/** The folders of the workspace that can hold runs. */
export function runPlaces(): vscode.WorkspaceFolder[] {
  return (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
}

/** Where the runs and the dataset of a workspace folder are. */
export const outOf = (folder: vscode.WorkspaceFolder): string => path.join(folder.uri.fsPath, '.quill');

/**
 * Knows the runs of the workspace from their files, so that those begun in another window or a terminal, and those of a
 * window that was reloaded, are found as well. Sees nothing before trust.
 */
export class RunsMonitor implements vscode.Disposable {
  readonly #list = new RunList();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #listeners: vscode.Disposable;
  #watchers: vscode.Disposable | undefined;
  #timer: NodeJS.Timeout | undefined;
  #reading: Promise<void> | undefined;
  #visible = false;
  #disposed = false;
  #entries: readonly RunEntry[] = [];
  #fingerprint = '';

  constructor() {
    const refresh = (): void => void this.refresh();
    this.#listeners = vscode.Disposable.from(
      vscode.workspace.onDidGrantWorkspaceTrust(refresh),
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.#watch()),
      vscode.tasks.onDidStartTaskProcess(({ execution }) => isOurs(execution) && refresh()),
      vscode.tasks.onDidEndTaskProcess(({ execution }) => isOurs(execution) && refresh()),
    );
    this.#watch();
  }

  /** The runs of all folders, the latest first. */
  get entries(): readonly RunEntry[] {
    return this.#entries;
  }

  get alive(): readonly RunEntry[] {
    return this.#entries.filter(goesOn);
  }

  /** While a view shows them they are looked at again and again. */
  setVisible(visible: boolean): void {
    this.#visible = visible;
    if (visible) void this.refresh();
  }

  /** Looks at the files once more. */
  refresh(): Promise<void> {
    this.#reading ??= this.#read().finally(() => {
      this.#reading = undefined;
      this.#schedule();
    });
    return this.#reading;
  }

  async #read(): Promise<void> {
    const places = vscode.workspace.isTrusted ? runPlaces() : [];
    const read = await Promise.all(places.map(place => this.#list.read(outOf(place))));
    const entries = read.flat().sort(latestFirst);
    const fingerprint = JSON.stringify(
      entries.map(({ folder, life, state, config }) => [folder, life, state, config?.count]),
    );
    if (this.#disposed || fingerprint === this.#fingerprint) return;
    this.#entries = entries;
    this.#fingerprint = fingerprint;
    void vscode.commands.executeCommand('setContext', 'quill.runAlive', this.alive.length > 0);
    void vscode.commands.executeCommand('setContext', 'quill.anyRun', entries.length > 0);
    this.#changed.fire();
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    const busy = this.#visible || this.alive.length > 0 || vscode.tasks.taskExecutions.some(isOurs);
    if (busy && !this.#disposed) this.#timer = setTimeout(() => void this.refresh(), interval);
  }

  /** A run that begins elsewhere is seen by its configuration. */
  #watch(): void {
    this.#watchers?.dispose();
    this.#watchers = vscode.Disposable.from(
      ...runPlaces().map(place => {
        const pattern = new vscode.RelativePattern(place, '.quill/runs/*/config.json');
        const watcher = vscode.workspace.createFileSystemWatcher(pattern, false, false, false);
        watcher.onDidCreate(() => void this.refresh());
        watcher.onDidChange(() => void this.refresh());
        watcher.onDidDelete(() => void this.refresh());
        return watcher;
      }),
    );
    void this.refresh();
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#timer);
    this.#watchers?.dispose();
    this.#listeners.dispose();
    this.#changed.dispose();
  }
}

/** True for a task of type `quill`. */
export function isOurs(execution: vscode.TaskExecution): boolean {
  return execution.task.definition.type === taskType;
}
