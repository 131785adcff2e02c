import * as vscode from 'vscode';
import { schemaFromFiles, type WorkspaceSchema } from '../../core/schema/workspace.ts';

/** The schema that the workspace's SQL files describe, as they stand in open editors. */
export async function workspaceSchema(): Promise<WorkspaceSchema> {
  const uris = await vscode.workspace.findFiles('**/*.{sql,ddl}', '**/{node_modules,.git,.quill}/**', 2000);
  const open = new Map(vscode.workspace.textDocuments.map(document => [document.uri.toString(), document]));
  const files = await Promise.all(
    uris.map(async uri => ({
      name: vscode.workspace.asRelativePath(uri),
      text:
        open.get(uri.toString())?.getText() ??
        new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)),
    })),
  );
  return schemaFromFiles(files);
}
