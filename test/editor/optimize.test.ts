import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import {
  activated,
  closeEverything,
  lensTitles,
  type Outcome,
  open,
  openPages,
  openText,
  pageText,
  placeCursor,
  run,
  select,
} from './editing.ts';

const slow = `SELECT c.name, (SELECT SUM(o.total) FROM orders o WHERE o.customer_id = c.id) AS spent
FROM customers c
ORDER BY spent DESC, c.id`;
const fine = 'SELECT name FROM customers WHERE id = 7';
const file = `-- first\n${fine};\n\n-- second\n${slow};\n\n-- third\nSELECT 1;\n`;

async function optimizeSlow(
  content = file,
): Promise<{ editor: vscode.TextEditor; outcome: Outcome; id: string }> {
  const editor = await openText(content);
  placeCursor(editor, 'SELECT c.name');
  const outcome = await run('optimize');
  assert.equal(outcome.kind, 'suggestion', JSON.stringify(outcome));
  return { editor, outcome, id: outcome.answer ?? '' };
}

describe('optimizing', function () {
  this.timeout(60_000);
  before(async () => {
    await activated();
    await run('chooseDatabase', { kind: 'synthetic', rows: 2000 });
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('notifications.clearAll');
    await closeEverything();
  });

  it('shows a diff and its evidence', async () => {
    const { outcome, id } = await optimizeSlow();
    assert.ok((outcome.speedup ?? 0) >= 1.1);
    const pages = openPages();
    const evidence = pages.find(page => page.startsWith(`/answer/${id}/evidence/`));
    assert.ok(evidence, pages.join());
    const text = await pageText(evidence);
    assert.match(text, /^# .*× faster/);
    assert.match(text, /survived \d+ databases|proved/i);
    assert.match(text, /copy in memory/);
    assert.match(text, /made-up rows/);
    assert.match(text, /## Plan before\n\n {4}[├└]─ /);
  });

  it('answers from the cache while nothing changes', async () => {
    const { editor } = await optimizeSlow();
    // The diff may have taken the place of the editor: this is another one on the same document.
    placeCursor(await vscode.window.showTextDocument(editor.document), 'FROM customers c');
    const again = await run('optimize');
    assert.equal(again.cached, true);
    const settings = vscode.workspace.getConfiguration('quill');
    await settings.update('databases', 120, vscode.ConfigurationTarget.Global);
    try {
      await vscode.window.showTextDocument(editor.document);
      assert.equal((await run('optimize')).cached, false, 'other options, another question');
    } finally {
      await settings.update('databases', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it('marks the statement with its answer', async () => {
    const { editor } = await optimizeSlow();
    const titles = await lensTitles(editor.document);
    assert.match(titles[1] ?? '', /^5: (at least )?[\d.,]+× faster: show$/);
    assert.deepEqual([titles[0], titles[2]], ['2: Optimize', '10: Optimize']);
  });

  it('says that there is nothing to improve, and what was tried', async () => {
    const editor = await openText(file);
    placeCursor(editor, 'SELECT name');
    const outcome = await run('optimize');
    assert.equal(outcome.kind, 'nothing', JSON.stringify(outcome));
    assert.ok((outcome.reason ?? '').length > 10);
    assert.deepEqual(openPages(), [], 'nothing opens unasked');
    await run('showAnswer', outcome.answer);
    assert.match(await pageText(openPages()[0] ?? ''), /^# Nothing to improve/);
  });

  it('takes a selection in a document of any language', async () => {
    const editor = await openText(`const sql = \`${slow}\`;\n`, 'plaintext');
    select(editor, slow);
    const outcome = await run('optimize');
    assert.equal(outcome.kind, 'suggestion', JSON.stringify(outcome));
  });

  it('ends all statements of a file in one summary', async () => {
    await openText(file);
    const outcome = await run('optimizeFile');
    assert.equal(outcome.kind, 'summary', JSON.stringify(outcome));
    assert.equal(outcome.statements, 3);
    const page = vscode.Uri.parse(outcome.page ?? '');
    const text = await pageText(page.path);
    assert.match(text, /^# .*: 1 of 3 statements can be faster/);
    const document = await vscode.workspace.openTextDocument(page);
    const titles = await lensTitles(document);
    assert.equal(titles.length, 2, titles.join());
  });

  it('copies the evidence with both texts', async () => {
    const { id } = await optimizeSlow();
    await vscode.env.clipboard.writeText('');
    await run('copyEvidence', id);
    const copied = await vscode.env.clipboard.readText();
    assert.ok(copied.includes(slow), 'the original is in it');
  });

  it('closes its pages when dismissed', async () => {
    const { id } = await optimizeSlow();
    assert.ok(openPages().length > 0);
    await run('dismiss', id);
    assert.deepEqual(openPages(), []);
    assert.equal((await run('apply', id)).kind, 'failed');
  });
});

describe('applying', function () {
  this.timeout(60_000);
  before(async () => {
    await activated();
    await run('chooseDatabase', { kind: 'synthetic', rows: 2000 });
    await vscode.workspace
      .getConfiguration('quill')
      .update('indexes', false, vscode.ConfigurationTarget.Global);
  });
  after(async () => {
    await vscode.workspace
      .getConfiguration('quill')
      .update('indexes', undefined, vscode.ConfigurationTarget.Global);
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('notifications.clearAll');
    await closeEverything();
  });

  it('replaces exactly the statement, as one undo step', async () => {
    const { editor, id } = await optimizeSlow();
    const { document } = editor;
    assert.equal((await run('apply', id)).kind, 'applied');
    const [before, after] = file.split(slow);
    const text = document.getText();
    assert.ok(text.startsWith(before ?? '?') && text.endsWith(after ?? '?'), text);
    assert.notEqual(text, file);
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), file);
  });

  it('follows the statement when text above it changes', async () => {
    const { editor, id } = await optimizeSlow();
    const { document } = editor;
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), `${slow};\n-- a copy above\n`);
    edit.replace(document.uri, new vscode.Range(0, 3, 0, 8), 'the very first');
    await vscode.workspace.applyEdit(edit);
    assert.equal((await run('apply', id)).kind, 'applied');
    const text = document.getText();
    assert.ok(
      text.startsWith(`${slow};\n-- a copy above\n-- the very first\n`),
      'the copy above is untouched',
    );
    assert.equal(text.split(slow).length, 2, 'the statement itself is replaced');
  });

  it('refuses when the statement changed, and says so', async () => {
    const { editor, id } = await optimizeSlow();
    const { document } = editor;
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, document.positionAt(file.indexOf(' DESC')), ' COLLATE NOCASE');
    await vscode.workspace.applyEdit(edit);
    const changed = document.getText();
    const outcome = await run('apply', id);
    assert.equal(outcome.kind, 'failed');
    assert.match(outcome.message ?? '', /has changed since it was measured/);
    assert.equal(document.getText(), changed);
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('undo');
    assert.equal((await run('apply', id)).kind, 'applied', 'taken back, it may be applied');
  });

  it('refuses when something was appended to the statement', async () => {
    const { editor, id } = await optimizeSlow();
    const edit = new vscode.WorkspaceEdit();
    const end = editor.document.positionAt(file.indexOf(slow) + slow.length);
    edit.insert(editor.document.uri, end, '\nLIMIT 5');
    await vscode.workspace.applyEdit(edit);
    assert.match((await run('apply', id)).message ?? '', /has changed/);
  });

  it('says so when the suggestion is already there', async () => {
    const { id } = await optimizeSlow();
    await run('apply', id);
    assert.match((await run('apply', id)).message ?? '', /already applied/);
  });

  it('keeps the line ends of the file', async () => {
    const { editor, id } = await optimizeSlow();
    const edit = new vscode.WorkspaceEdit();
    edit.set(editor.document.uri, [vscode.TextEdit.setEndOfLine(vscode.EndOfLine.CRLF)]);
    await vscode.workspace.applyEdit(edit);
    assert.match(editor.document.getText(), /\r\n/);
    const outcome = await run('apply', id);
    if (outcome.kind === 'applied') assert.doesNotMatch(editor.document.getText(), /[^\r]\n/);
    else assert.match(outcome.message ?? '', /has changed/);
  });

  it('opens the indexes as a migration in the style of those that are there', async () => {
    const settings = vscode.workspace.getConfiguration('quill');
    await settings.update('indexes', true, vscode.ConfigurationTarget.Global);
    try {
      const editor = await openText('SELECT total FROM orders WHERE customer_id = 17;\n');
      editor.selection = new vscode.Selection(0, 0, 0, 0);
      const outcome = await run('optimize');
      assert.equal((await run('apply', outcome.answer)).kind, 'applied', JSON.stringify(outcome));
      const migration = vscode.window.activeTextEditor?.document;
      assert.ok(migration?.isUntitled);
      assert.match(migration.uri.path, /\/migrations\/003_add_orders_\w*index\.sql$/);
      assert.match(migration.getText(), /^-- Index for [\s\S]*CREATE INDEX/);
      assert.equal(migration.languageId, 'sql');
    } finally {
      await settings.update('indexes', false, vscode.ConfigurationTarget.Global);
    }
  });

  it('keeps a statement apart from the words around a selection', async () => {
    const editor = await openText(`const sql = \`${slow}\`;\nrun(sql);\n`, 'plaintext');
    select(editor, slow);
    const outcome = await run('optimize');
    assert.equal((await run('apply', outcome.answer)).kind, 'applied', JSON.stringify(outcome));
    assert.match(editor.document.getText(), /^const sql = `[^`]+`;\nrun\(sql\);\n$/);
  });
});

describe('what cannot be optimized', function () {
  this.timeout(60_000);
  before(async () => {
    await activated();
    await run('chooseDatabase', { kind: 'synthetic', rows: 500 });
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('notifications.clearAll');
    await closeEverything();
  });

  const cases: [title: string, sql: string, reason: string, message: RegExp][] = [
    ['an empty file', '', 'not-a-query', /no SQL statement/],
    ['a statement that is no query', 'DELETE FROM orders', 'not-a-query', /this statement is a DELETE/],
    ['broken SQL', 'SELECT FROM orders WHERE (', 'syntax', /./],
    ['a table that does not exist', 'SELECT * FROM order_s', 'unknown-name', /orders/],
    ['a column that does not exist', 'SELECT nam FROM customers', 'unknown-name', /name/],
    ['another dialect', 'SELECT id::int FROM orders', 'other-dialect', /PostgreSQL/],
    [
      'a template that decides',
      'SELECT * FROM orders {% if x %} LIMIT 1 {% endif %}',
      'template',
      /template/,
    ],
    ['deep nesting', `SELECT ${'('.repeat(20_000)}1${')'.repeat(20_000)}`, 'too-complex', /./],
  ];
  for (const [title, sql, reason, message] of cases)
    it(`is said in one sentence: ${title}`, async () => {
      const editor = await openText(sql);
      editor.selection = new vscode.Selection(0, 0, 0, 0);
      const outcome = await run('optimize');
      assert.equal(outcome.kind, 'failed', JSON.stringify(outcome));
      assert.equal(outcome.reason, reason, outcome.message);
      assert.match(outcome.message ?? '', message);
      assert.equal(
        (await run('chooseDatabase', { kind: 'synthetic', rows: 500 })).kind,
        'synthetic',
        'still alive',
      );
    });

  it('is said with the line of the file', async () => {
    const editor = await openText('-- one\nSELECT 1;\n\nSELECT id,\n  nam\nFROM customers;\n');
    placeCursor(editor, 'SELECT id');
    assert.match((await run('optimize')).message ?? '', /^Line 5: There is no column "nam"/);
    const { page } = await run('optimizeFile');
    assert.match(await pageText(vscode.Uri.parse(page ?? '').path), /- Line 5: There is no column "nam"/);
  });

  it('is said for two selected statements', async () => {
    const editor = await open('orders.sql');
    editor.selection = new vscode.Selection(0, 0, editor.document.lineCount, 0);
    assert.equal((await run('optimize')).reason, 'several-statements');
  });

  it('is said for a file that is not there and one that is no database', async () => {
    const { document } = await open('orders.sql');
    const editor = await vscode.window.showTextDocument(document);
    placeCursor(editor, 'SELECT');
    for (const path of ['/nowhere/at/all.sqlite', document.uri.fsPath]) {
      await run('chooseDatabase', { kind: 'file', path });
      const outcome = await run('optimize');
      assert.equal(outcome.reason, 'file', outcome.message);
      if (path.startsWith('/nowhere')) assert.match(outcome.message ?? '', /was it moved\?/);
    }
    await run('chooseDatabase', { kind: 'synthetic', rows: 500 });
  });
});

describe('a database file', function () {
  this.timeout(60_000);
  const path = join(tmpdir(), `quill-${process.pid}.sqlite`);
  const build = (seed: number): void => {
    const cli = join(
      vscode.extensions.getExtension('quill-sql.quill-sql')?.extensionPath ?? '',
      'dist/cli.cjs',
    );
    const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
    rmSync(path, { force: true });
    execFileSync(process.execPath, [cli, 'sample-db', path, '--seed', String(seed)], {
      env,
      stdio: 'ignore',
    });
  };
  before(activated);
  after(async () => {
    rmSync(path, { force: true });
    await closeEverything();
  });

  it('is measured anew when it was replaced on disk, and is never written to', async () => {
    build(1);
    const bytes = readFileSync(path);
    await run('chooseDatabase', { kind: 'file', path });
    const editor = await openText('SELECT name FROM users WHERE id = 7;');
    editor.selection = new vscode.Selection(0, 0, 0, 0);
    assert.equal((await run('optimize')).cached, false);
    assert.equal((await run('optimize')).cached, true);
    assert.ok(bytes.equals(readFileSync(path)), 'not a byte has changed');
    build(2);
    assert.equal((await run('optimize')).cached, false);
  });
});

describe('cancelling', function () {
  this.timeout(60_000);
  before(async () => {
    await activated();
    await run('chooseDatabase', { kind: 'synthetic', rows: 500 });
  });
  afterEach(closeEverything);

  const endless = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) FROM n';

  it('says that a query without end was stopped, not that it is fine', async () => {
    const settings = vscode.workspace.getConfiguration('quill');
    await settings.update('queryLimit', 0.5, vscode.ConfigurationTarget.Global);
    try {
      const editor = await openText(`${endless};\n`);
      editor.selection = new vscode.Selection(0, 0, 0, 0);
      const outcome = await run('optimize');
      assert.equal(outcome.kind, 'nothing', JSON.stringify(outcome));
      assert.match(
        (await lensTitles(editor.document))[0] ?? '',
        /^1: Stopped after 5\d\d ms, nothing faster found$/,
      );
    } finally {
      await settings.update('queryLimit', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it('stops a query that never ends within 250 ms, and the next one runs', async () => {
    const editor = await openText(`${endless};\n${fine};\n`);
    editor.selection = new vscode.Selection(0, 0, 0, 0);
    const search = run('optimize');
    await new Promise(resolve => setTimeout(resolve, 1500));
    const start = performance.now();
    await run('cancel');
    const outcome = await search;
    const took = performance.now() - start;
    assert.equal(outcome.reason, 'cancelled');
    assert.ok(took < 250, `it took ${took} ms`);
    placeCursor(editor, fine);
    assert.equal((await run('optimize')).kind, 'nothing');
  });
});
