import assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('a workspace in Restricted Mode', () => {
  it('is reported as untrusted', () => {
    assert.equal(vscode.workspace.isTrusted, false);
  });

  it('still opens SQL files', async () => {
    const folder = vscode.workspace.workspaceFolders?.[0];
    assert.ok(folder, 'the test workspace is open');
    const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder.uri, 'orders.sql'));
    assert.equal(document.languageId, 'sql');
  });
});
