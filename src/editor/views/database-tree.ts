import * as vscode from 'vscode';
import { QuillError } from '../../core/errors.ts';
import { counted } from '../../core/format.ts';
import type { TableOverview } from '../../protocol/database-source.ts';
import type { ChosenDatabase } from '../database/chosen-database.ts';
import type { DatabaseOverviews } from '../database/overviews.ts';

type Entry =
  | { readonly kind: 'table'; readonly table: TableOverview }
  | { readonly kind: 'part'; readonly label: string; readonly about: string; readonly icon: string }
  | { readonly kind: 'message'; readonly text: string };

/** The tables, row counts, columns and indexes of the chosen database. Empty before trust: the view's welcome shows. */
export class DatabaseTree implements vscode.TreeDataProvider<Entry>, vscode.Disposable {
  readonly #overviews: DatabaseOverviews;
  readonly #chosen: ChosenDatabase;
  readonly #log: vscode.LogOutputChannel;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #listeners: vscode.Disposable;
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(overviews: DatabaseOverviews, chosen: ChosenDatabase, log: vscode.LogOutputChannel) {
    this.#overviews = overviews;
    this.#chosen = chosen;
    this.#log = log;
    this.#listeners = vscode.Disposable.from(
      chosen.onDidChange(() => this.refresh()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.refresh()),
    );
  }

  refresh(): void {
    this.#changed.fire();
  }

  getTreeItem(entry: Entry): vscode.TreeItem {
    if (entry.kind === 'message') {
      const item = withIcon(new vscode.TreeItem(entry.text), 'warning');
      item.tooltip = entry.text;
      return item;
    }
    if (entry.kind === 'part') {
      const item = withIcon(new vscode.TreeItem(entry.label), entry.icon);
      item.description = entry.about;
      return item;
    }
    const { name, rows } = entry.table;
    const item = withIcon(new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.Collapsed), 'table');
    item.description = rows === null ? 'cannot be read' : counted(rows, 'row');
    return item;
  }

  async getChildren(entry?: Entry): Promise<Entry[]> {
    if (entry) return entry.kind === 'table' ? partsOf(entry.table) : [];
    const choice = this.#chosen.current;
    if (!choice || !vscode.workspace.isTrusted) return [];
    try {
      const { tables, unsupported, notes } = await this.#overviews.of(choice, new AbortController().signal);
      const messages = [...unsupported, ...notes].map((text): Entry => ({ kind: 'message', text }));
      return [...tables.map((table): Entry => ({ kind: 'table', table })), ...messages];
    } catch (error) {
      if (!QuillError.is(error)) this.#log.error(error instanceof Error ? error : String(error));
      return [{ kind: 'message', text: error instanceof Error ? error.message : String(error) }];
    }
  }

  dispose(): void {
    this.#listeners.dispose();
    this.#changed.dispose();
  }
}

function partsOf({ columns, indexes }: TableOverview): Entry[] {
  return [
    ...columns.map(
      ({ name, type, notNull, primaryKey }): Entry => ({
        kind: 'part',
        label: name,
        about: [type.toLowerCase(), primaryKey ? 'primary key' : notNull ? 'not null' : '']
          .filter(Boolean)
          .join(', '),
        icon: primaryKey ? 'key' : 'symbol-field',
      }),
    ),
    ...indexes.map(
      ({ name, unique, columns: on }): Entry => ({
        kind: 'part',
        label: name,
        about: `${unique ? 'unique index' : 'index'} on ${on.join(', ')}`,
        icon: 'list-tree',
      }),
    ),
  ];
}

function withIcon(item: vscode.TreeItem, icon: string): vscode.TreeItem {
  item.iconPath = new vscode.ThemeIcon(icon);
  return item;
}
