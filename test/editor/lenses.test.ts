import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { activated, closeEverything, lensTitles, open, openText } from './editing.ts';

describe('lenses', () => {
  before(activated);
  afterEach(closeEverything);

  it('stand over each query, and only there, while another statement is broken', async () => {
    const { document } = await open('mixed.sql');
    assert.deepEqual(await lensTitles(document), ['2: Optimize', '11: Optimize', '16: Optimize']);
  });

  it('say which templates cannot be run', async () => {
    const { document } = await open('template.sql');
    assert.deepEqual(await lensTitles(document), ['1: Optimize', '3: Quill: cannot be run: template']);
  });

  it('meet a file of another engine with one sentence', async () => {
    const { document } = await open('postgres.sql');
    const lenses = await lensTitles(document);
    assert.equal(lenses.length, 1);
    assert.match(
      lenses[0] ?? '',
      /^3: Quill: this looks like PostgreSQL \(`.*::int`, line 3\); Quill reads SQLite so far$/,
    );
  });

  it('are none in an empty file, and none in other languages', async () => {
    assert.deepEqual(await lensTitles((await openText('')).document), []);
    assert.deepEqual(await lensTitles((await openText('SELECT 1;', 'plaintext')).document), []);
  });

  it('can be turned off', async () => {
    const settings = vscode.workspace.getConfiguration('quill');
    const { document } = await open('mixed.sql');
    await settings.update('lens', false, vscode.ConfigurationTarget.Global);
    try {
      assert.deepEqual(await lensTitles(document), []);
    } finally {
      await settings.update('lens', undefined, vscode.ConfigurationTarget.Global);
    }
    assert.equal((await lensTitles(document)).length, 3);
  });
});

describe('the lightbulb', () => {
  before(activated);
  afterEach(closeEverything);

  const actions = async (document: vscode.TextDocument, range: vscode.Range): Promise<string[]> => {
    const found = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      range,
    );
    return found.map(({ title }) => title).filter(title => title.includes('Quill'));
  };

  it('offers to optimize the query at the cursor, and nothing else', async () => {
    const { document } = await open('mixed.sql');
    const at = (line: number) => new vscode.Range(line, 4, line, 4);
    assert.deepEqual(await actions(document, at(1)), ['Optimize this query with Quill']);
    assert.deepEqual(await actions(document, at(3)), []);
    assert.deepEqual(await actions(document, at(17)), []);
  });

  it('offers nothing in a file of another engine', async () => {
    const { document } = await open('postgres.sql');
    assert.deepEqual(await actions(document, new vscode.Range(0, 4, 0, 4)), []);
    assert.deepEqual(await actions(document, new vscode.Range(5, 4, 5, 4)), []);
  });

  it('offers it for a selected query in another language', async () => {
    const { document } = await openText('const sql = "SELECT id FROM orders";', 'plaintext');
    assert.deepEqual(await actions(document, new vscode.Range(0, 13, 0, 34)), [
      'Optimize this query with Quill',
    ]);
    assert.deepEqual(await actions(document, new vscode.Range(0, 0, 0, 11)), []);
    assert.deepEqual(await actions(document, new vscode.Range(0, 15, 0, 15)), []);
  });
});
