import { open, stat } from 'node:fs/promises';
import * as vscode from 'vscode';

const header = 'SQLite format 3\0';

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

/** True when the file begins as SQLite files do; false for one that cannot be read. */
async function isSqliteFile(path: string): Promise<boolean> {
  try {
    const file = await open(path, 'r');
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(header.length), 0, header.length, 0);
      return bytesRead === header.length && buffer.toString('latin1') === header;
    } finally {
      await file.close();
    }
  } catch {
    return false;
  }
}
