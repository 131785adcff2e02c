import * as vscode from 'vscode';
import { migrationFileName } from '../../core/evidence/migration.ts';
import type { IndexAdvice } from '../../core/optimize/contract.ts';

/**
 * Where a migration for the statement's document would be saved: an untitled address in the folder that holds most
 * of the workspace's migrations, else in the workspace folder itself.
 */
export async function migrationUri(
  statement: vscode.Uri,
  indexes: readonly IndexAdvice[],
): Promise<vscode.Uri> {
  const workspace = vscode.workspace.getWorkspaceFolder(statement) ?? vscode.workspace.workspaceFolders?.[0];
  const found = workspace ? await migrationsOf(workspace) : [];
  const folder = largestFolder(found) ?? workspace?.uri;
  const open = vscode.workspace.textDocuments.map(document => document.uri);
  const existing = [...found, ...open]
    .filter(uri => folder === undefined || folderOf(uri) === folder.path)
    .map(nameOf);
  const name = migrationFileName(indexes, existing, new Date());
  return vscode.Uri.from({ scheme: 'untitled', path: folder ? `${folder.path}/${name}` : name });
}

async function migrationsOf(workspace: vscode.WorkspaceFolder): Promise<vscode.Uri[]> {
  return vscode.workspace.findFiles(
    new vscode.RelativePattern(workspace, '**/{migrations,migration,migrate}/*.sql'),
    '**/{node_modules,.git}/**',
    2000,
  );
}

function largestFolder(files: readonly vscode.Uri[]): vscode.Uri | undefined {
  const sizes = new Map<string, number>();
  for (const file of files) sizes.set(folderOf(file), (sizes.get(folderOf(file)) ?? 0) + 1);
  const [largest] = [...sizes].sort(([a, n], [b, m]) => m - n || a.length - b.length);
  return largest && files[0]?.with({ path: largest[0] });
}

const folderOf = ({ path }: vscode.Uri): string => path.slice(0, path.lastIndexOf('/'));
const nameOf = ({ path }: vscode.Uri): string => path.slice(path.lastIndexOf('/') + 1);
