import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  activated,
  closeEverything,
  lensTitles,
  open,
  openPages,
  pageText,
  placeCursor,
  run,
} from './editing.ts';

describe('a refuted rewrite', function () {
  this.timeout(60_000);
  before(async () => {
    await activated();
    await run('chooseDatabase', { kind: 'synthetic', rows: 20_000 });
  });
  after(closeEverything);

  it('is shown with the tables, both results, the rows that differ, and why', async () => {
    const editor = await open('march.sql');
    placeCursor(editor, 'FROM payments');
    const outcome = await run('optimize');
    assert.ok(outcome.answer, JSON.stringify(outcome));
    await run('showAnswer', outcome.answer);
    const evidence = openPages().find(page => page.includes('/evidence/'));
    assert.ok(evidence, openPages().join());
    assert.match(
      await pageText(evidence),
      /## Tried and turned down\n\n- date-function-to-range: On a database of/,
    );

    await run('showRejected', outcome.answer, 0);
    const page = openPages().find(path => path.startsWith('/rejected/'));
    assert.ok(page, openPages().join());
    const text = await pageText(page);
    const why = /^# Refuted: date-function-to-range\n\nOn a database of \d+ rows?, .*\.\n/;
    assert.match(text, why);
    assert.match(text, /\npayments \(\d rows?\):\n\n\| id +\| email +\| paid_on +\| amount +\|\n/);
    assert.match(text, /\n### The original returns\n\n\| +\| id +\| email +\| amount +\|\n.*\n\| ≠ /);
    assert.match(text, /\n### The candidate returns\n/);
    assert.match(text, /\n≠ marks the rows in which they differ\.\n/);
    assert.match(text, /\nINSERT INTO payments .*;\n/);
    assert.match(text, /\n## Candidate \(do not use\)\n\n```sql\n[^`]*paid_on >= '2023-03-01'/);
    const lenses = await lensTitles(
      await vscode.workspace.openTextDocument(vscode.Uri.from({ scheme: 'quill', path: evidence })),
    );
    assert.ok(
      lenses.some(title => title.endsWith('Show Rejected')),
      lenses.join(),
    );
  });

  it('is never what is applied', async () => {
    const editor = await open('march.sql');
    const before = editor.document.getText();
    placeCursor(editor, 'FROM payments');
    const { answer } = await run('optimize');
    assert.match((await run('showRejected', answer, 99)).kind, /done/);
    await run('apply', answer);
    assert.equal((await open('march.sql')).document.getText(), before);
  });
});
