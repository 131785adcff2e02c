import * as vscode from 'vscode';
import type { RunsMonitor } from './monitor.ts';
import type { RunEntry } from './run-entry.ts';
import {
  lookOf,
  type RunDetail,
  runContext,
  runDescription,
  runDetails,
  runHint,
  runLabel,
  stateText,
} from './run-labels.ts';

/** A row of the view. A run keeps its row, so that it stays open and selected while its figures change. */
export class RunRow {
  entry: RunEntry;

  constructor(entry: RunEntry) {
    this.entry = entry;
  }
}

interface DetailRow {
  readonly run: RunRow;
  readonly detail: RunDetail;
}

type Row = RunRow | DetailRow;

/** The runs of the workspace with their figures. Empty before trust and before the first run: the welcome shows. */
export class RunsTree implements vscode.TreeDataProvider<Row>, vscode.Disposable {
  readonly #monitor: RunsMonitor;
  readonly #changed = new vscode.EventEmitter<Row | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #view: vscode.TreeView<Row>;
  readonly #listeners: vscode.Disposable;
  #rows: readonly RunRow[] = [];

  constructor(monitor: RunsMonitor) {
    this.#monitor = monitor;
    this.#view = vscode.window.createTreeView('quill.runs', { treeDataProvider: this });
    this.#listeners = vscode.Disposable.from(
      this.#view,
      this.#view.onDidChangeVisibility(({ visible }) => monitor.setVisible(visible)),
      monitor.onDidChange(() => this.#update()),
    );
    this.#update();
    monitor.setVisible(this.#view.visible);
  }

  getTreeItem(row: Row): vscode.TreeItem {
    return row instanceof RunRow ? runItem(row) : detailItem(row);
  }

  getChildren(row?: Row): Row[] {
    if (!row) return [...this.#rows];
    return row instanceof RunRow ? runDetails(row.entry).map(detail => ({ run: row, detail })) : [];
  }

  /** Tells the view of the rows that changed, or of all when there are others. */
  #update(): void {
    const before = this.#rows;
    this.#rows = this.#monitor.entries.map(entry => {
      return before.find(row => row.entry.folder === entry.folder) ?? new RunRow(entry);
    });
    const same = before.length === this.#rows.length && before.every((row, at) => row === this.#rows[at]);
    for (const [at, row] of this.#rows.entries()) {
      const entry = this.#monitor.entries[at];
      if (!entry || entry === row.entry) continue;
      const changed = JSON.stringify(entry) !== JSON.stringify(row.entry);
      row.entry = entry;
      if (same && changed) this.#changed.fire(row);
    }
    if (!same) this.#changed.fire(undefined);
  }

  dispose(): void {
    this.#listeners.dispose();
    this.#changed.dispose();
  }
}

function runItem({ entry }: RunRow): vscode.TreeItem {
  const { icon, color } = lookOf(entry.life);
  const item = new vscode.TreeItem(runLabel(entry), vscode.TreeItemCollapsibleState.Collapsed);
  item.id = entry.folder;
  item.description = runDescription(entry);
  item.iconPath = new vscode.ThemeIcon(icon, color === undefined ? undefined : new vscode.ThemeColor(color));
  item.tooltip = new vscode.MarkdownString(runHint(entry));
  item.contextValue = runContext(entry);
  item.accessibilityInformation = {
    label: `Run ${runLabel(entry)}, ${stateText(entry)}, ${item.description}`,
  };
  return item;
}

function detailItem({ run, detail: { label, text, icon } }: DetailRow): vscode.TreeItem {
  const item = new vscode.TreeItem(label);
  item.id = `${run.entry.folder} ${label}`;
  item.description = text;
  item.tooltip = `${label}: ${text}`;
  item.iconPath = new vscode.ThemeIcon(icon);
  item.contextValue = 'run.detail';
  return item;
}
