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
    await run('chooseDatabase', { kind: 'synthetic', rows: 2000 });
  });
  after(closeEverything);

  it('is shown with the tables, both results, the rows that differ, and why', async () => {
    const editor = await open('largest.sql');
    placeCursor(editor, 'FROM customers');
    const outcome = await run('optimize');
    assert.ok(outcome.answer, JSON.stringify(outcome));
    await run('showAnswer', outcome.answer);
    const evidence = openPages().find(page => page.includes('/evidence/'));
    assert.ok(evidence, openPages().join());
    assert.match(
      await pageText(evidence),
      /## Tried and turned down\n\n- correlated-aggregate-to-join: On a database of/,
    );

    await run('showRejected', outcome.answer, 0);
    const page = openPages().find(path => path.startsWith('/rejected/'));
    assert.ok(page, openPages().join());
    const text = await pageText(page);
    const why = /^# Refuted: correlated-aggregate-to-join\n\nOn a database of \d+ rows, .*\.\n/;
    assert.match(text, why);
    assert.match(text, /\ncustomers \(1 row\):\n\n\| id +\| email +\|\n/);
    assert.match(text, /\npayments \(\d rows\):\n\n\| id +\| email +\| amount +\|\n/);
    for (const who of ['original', 'candidate'])
      assert.match(text, new RegExp(`\n### The ${who} returns\n\n\\| +\\| id +\\| largest +\\|\n.*\n\\| ≠ `));
    assert.match(text, /\n≠ marks the rows in which they differ\.\n/);
    assert.match(text, /\nINSERT INTO customers .*;\nINSERT INTO payments .*;\n/);
    assert.match(text, /\n## Candidate \(do not use\)\n\n```sql\n[^`]*GROUP BY/);
    const lenses = await lensTitles(
      await vscode.workspace.openTextDocument(vscode.Uri.from({ scheme: 'quill', path: evidence })),
    );
    assert.ok(
      lenses.some(title => title.endsWith('Show Rejected')),
      lenses.join(),
    );
  });

  it('is never what is applied', async () => {
    const editor = await open('largest.sql');
    const before = editor.document.getText();
    placeCursor(editor, 'FROM customers');
    const { answer } = await run('optimize');
    assert.match((await run('showRejected', answer, 99)).kind, /done/);
    await run('apply', answer);
    assert.equal((await open('largest.sql')).document.getText(), before);
  });
});
