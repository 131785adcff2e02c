import { stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import { isSqliteFile } from '../../adapters/sqlite/file-header.ts';

export interface FoundDatabase {
  readonly path: string;
  /** Relative to its workspace folder, with the folder's name when there are several. */
  readonly label: string;
  readonly bytes: number;
}

/** The SQLite files of every workspace folder, told by their first 16 bytes, by name. */
export async function findDatabases(token?: vscode.CancellationToken): Promise<FoundDatabase[]> {
  const uris = await vscode.workspace.findFiles(
    '**/*.{sqlite,sqlite3,db,db3}',
    '**/{node_modules,.git}/**',
    500,
    token,
  );
  const found = await Promise.all(
    uris
      .filter(uri => uri.scheme === 'file')
      .map(async uri => {
        if (!(await isSqliteFile(uri.fsPath))) return [];
        const { size } = await stat(uri.fsPath);
        return [{ path: uri.fsPath, label: vscode.workspace.asRelativePath(uri), bytes: size }];
      }),
  );
  return found.flat().sort((a, b) => a.label.localeCompare(b.label));
}
