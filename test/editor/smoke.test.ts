import assert from 'node:assert/strict';
import * as vscode from 'vscode';

const EXTENSION = 'quill-sql.quill-sql';

describe('the extension in the editor', () => {
  it('is activated by a SQL file', async () => {
    const folder = vscode.workspace.workspaceFolders?.[0];
    assert.ok(folder, 'the test workspace is open');
    const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder.uri, 'orders.sql'));
    await vscode.window.showTextDocument(document);
    assert.equal(document.languageId, 'sql');
    const extension = vscode.extensions.getExtension(EXTENSION);
    assert.ok(extension, `${EXTENSION} is installed`);
    const deadline = Date.now() + 10_000;
    while (!extension.isActive && Date.now() < deadline)
      await new Promise(resolve => setTimeout(resolve, 50));
    assert.ok(extension.isActive, 'active after the file opened, without a call to activate()');
  });

  it('runs in a trusted workspace', () => {
    assert.equal(vscode.workspace.isTrusted, true);
  });
});
