import * as vscode from 'vscode';
import { schemaFromFiles } from '../../core/schema/workspace.ts';

/** The CREATE TABLE and ALTER TABLE statements of the workspace's SQL files, in the order of their names. */
export async function workspaceSchema(): Promise<ReturnType<typeof schemaFromFiles>> {
  const uris = await vscode.workspace.findFiles('**/*.{sql,ddl}', '**/{node_modules,.git}/**', 2000);
  const open = new Map(vscode.workspace.textDocuments.map(document => [document.uri.toString(), document]));
  const files = await Promise.all(
    uris.map(async uri => ({
      name: vscode.workspace.asRelativePath(uri),
      text:
        open.get(uri.toString())?.getText() ??
        new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)),
    })),
  );
  return schemaFromFiles(files.sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true })));
}
