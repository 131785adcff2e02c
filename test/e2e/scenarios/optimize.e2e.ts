import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { scenario } from '../scenario.ts';

scenario('Optimize', {}, step => {
  step('shows a lens over each query', async ({ workbench, shot }) => {
    await workbench.openFile('reports.sql');
    await workbench.codeLens('Optimize').waitFor();
    await workbench.statusItem('Quill: no database').waitFor();
    await shot('1-lens');
  });

  step('asks once on which database to measure', async ({ workbench, shot }) => {
    await workbench.codeLens('Optimize').click();
    await workbench.quickPickRow('Sample database').waitFor();
    await shot('2-choose-database');
    await workbench.pick('Sample database');
    await workbench.statusItem('sample database').waitFor();
  });

  step('shows progress that can be cancelled', async ({ workbench, shot }) => {
    await workbench.toast('Quill: reports.sql, line 2').waitFor();
    await workbench.toastButton('Quill: reports.sql, line 2', 'Cancel').waitFor();
    await shot('3-progress');
  });

  step('shows the suggestion beside the original, with its evidence', async ({ workbench, shot }) => {
    await workbench.tab('faster').waitFor({ timeout: 40_000 });
    await workbench.tab('Evidence').waitFor();
    await workbench.editorAction('Apply').waitFor();
    await workbench.diffLine('LEFT JOIN').waitFor();
    await workbench.codeLens(/^Apply$/).waitFor();
    await shot('4-diff');
  });

  step('shows the evidence in full', async ({ page, workbench, shot }) => {
    await workbench.tab('Evidence').dblclick();
    await page.keyboard.press('Control+Home');
    await workbench.codeLens('Copy Evidence').waitFor();
    await workbench.runCommand('View: Toggle Maximize Editor Group');
    await shot('5-evidence');
    await page.keyboard.press('Control+End');
    await shot('6-evidence-end');
    await page.keyboard.press('Control+Home');
    // A lens that is drawn anew under the pointer takes no click: one clicks again.
    for (let clicks = 0; clicks < 4 && !(await workbench.tab('Preview').isVisible()); clicks++) {
      await workbench.codeLens('Open Preview').click();
      await workbench
        .tab('Preview')
        .waitFor({ timeout: 5000 })
        .catch(() => {});
    }
    await workbench.tab('Preview').waitFor({ timeout: 1000 });
    await workbench.webview().getByText('Same rows?').first().waitFor();
    await shot('18-preview');
    await page.keyboard.press('Control+w');
    await workbench.tab('Preview').waitFor({ state: 'detached' });
    await workbench.runCommand('View: Toggle Maximize Editor Group');
  });

  step('applies it to that statement alone', async ({ page, workbench, workspace, shot }) => {
    await workbench.tab('faster').click();
    await workbench.editorAction('Apply').click();
    await workbench.tab('faster').waitFor({ state: 'detached' });
    await workbench.tab('reports.sql').waitFor();
    await shot('7-applied');
    await workbench.tab('reports.sql').click();
    await page.keyboard.press('Control+s');
    const file = path.join(workspace, 'reports.sql');
    const original = readFileSync(path.resolve('test/workspace/reports.sql'), 'utf8');
    const until = Date.now() + 5000;
    while (readFileSync(file, 'utf8') === original && Date.now() < until) await page.waitForTimeout(100);
    const text = readFileSync(file, 'utf8');
    assert.ok(
      text.startsWith('-- Large orders beside the average order of the same status.\n'),
      'what stands above is untouched',
    );
    assert.ok(
      text.endsWith(original.slice(original.indexOf(';\n\n-- One user.'))),
      'what stands below is untouched',
    );
    assert.notEqual(text, original);
  });

  step('takes it back with one undo', async ({ page, workbench, workspace, shot }) => {
    await workbench.tab('reports.sql').click();
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Control+s');
    const file = path.join(workspace, 'reports.sql');
    const original = readFileSync(path.resolve('test/workspace/reports.sql'), 'utf8');
    const until = Date.now() + 5000;
    while (readFileSync(file, 'utf8') !== original && Date.now() < until) await page.waitForTimeout(100);
    assert.equal(readFileSync(file, 'utf8'), original);
    await shot('8-undone');
  });

  step('says when there is nothing to improve', async ({ page, workbench, shot }) => {
    await page.keyboard.press('Control+Home');
    await workbench.placeCursor('SELECT name, email');
    await workbench.runCommand('Quill: Optimize Statement');
    await workbench.toast('Nothing to improve').waitFor({ timeout: 40_000 });
    await shot('9-nothing');
    await workbench.toastButton('Nothing to improve', 'Show Evidence').click();
    await workbench.tab('Evidence').waitFor();
    await shot('10-nothing-evidence');
  });

  step('stops a query that never ends', async ({ page, workbench, shot }) => {
    await workbench.tab('reports.sql').click();
    await page.keyboard.press('Control+End');
    await workbench.placeCursor('SELECT COUNT(*) FROM n');
    await workbench.runCommand('Quill: Optimize Statement');
    await workbench.toastButton('Quill: reports.sql', 'Cancel').click();
    await workbench.toast('Quill: reports.sql').waitFor({ state: 'detached', timeout: 2000 });
    await shot('11-cancelled');
  });

  step('lists the tables of the database', async ({ workbench, shot }) => {
    await workbench.activity('Quill').click();
    await workbench.treeRow('article_tags').waitFor();
    await workbench.treeRow('orders').click();
    await workbench.treeRow('ordered_at').waitFor();
    await shot('12-database');
  });

  step('takes values for parameters', async ({ page, workbench, shot }) => {
    await workbench.tab('reports.sql').click();
    await page.keyboard.press('Control+Home');
    await workbench.placeCursor(':country');
    await workbench.runCommand('Quill: Optimize Statement with Parameter Values');
    await workbench.quickInput().getByText('Value of :country').waitFor();
    await shot('13-parameters');
    await page.keyboard.type("'DE'");
    await page.keyboard.press('Enter');
    await workbench
      .tab('line 12')
      .or(workbench.toast('line 12: Nothing'))
      .first()
      .waitFor({ timeout: 40_000 });
    await shot('14-with-parameters');
  });

  step('opens advised indexes as a migration', async ({ page, workbench, workspace, shot }) => {
    await workbench.tab('reports.sql').click();
    await page.keyboard.press('Control+End');
    await workbench.placeCursor('user_id = 7');
    await workbench.runCommand('Quill: Optimize Statement');
    await workbench.tab('line 22').waitFor({ timeout: 40_000 });
    await workbench.codeLens('Open Migration').click();
    await workbench.tab('003_add_').waitFor();
    await shot('17-migration');
    assert.deepEqual(readdirSync(path.join(workspace, 'migrations')).length, 2, 'nothing is on disk yet');
    await workbench.tab('reports.sql').click();
  });

  step('finds the SQLite files of the workspace', async ({ page, workbench, workspace, shot }) => {
    const cli = path.resolve('dist/cli.cjs');
    execFileSync(process.execPath, [cli, 'sample-db', path.join(workspace, 'shop.sqlite')], {
      stdio: 'ignore',
    });
    await workbench.statusItem('sample database').click();
    await workbench.quickPickRow('shop.sqlite').waitFor();
    await shot('15-files');
    await workbench.pick('shop.sqlite');
    await workbench.statusItem('Quill: shop.sqlite').waitFor();
    await page.keyboard.press('Escape');
  });

  step('goes through a whole file', async ({ page, workbench, shot }) => {
    await workbench.tab('reports.sql').click();
    await page.keyboard.press('Control+End');
    for (let i = 0; i < 3; i += 1) await page.keyboard.press('Control+Shift+k'); // the query that never ends
    await workbench.runCommand('Quill: Optimize Every Query in This File');
    await workbench.tab('Summary').waitFor({ timeout: 50_000 });
    await shot('16-summary');
  });
});

scenario('Newcomer', {}, step => {
  step('opens the walkthrough', async ({ page, workbench, shot }) => {
    await workbench.runCommand('Welcome: Open Walkthrough');
    await workbench.pick('Make a Query Faster');
    await page.locator('.getting-started-step', { hasText: 'See a verified suggestion' }).first().waitFor();
    await page.keyboard.press('Control+b');
    await page.waitForTimeout(2000); // the picture is drawn in a frame of its own
    await shot('1-walkthrough');
    await page.keyboard.press('Control+b');
  });

  step('sees a verified suggestion by its first action', async ({ page, workbench, shot }) => {
    await page
      .locator('.getting-started-step .monaco-button, .getting-started-step button', { hasText: 'Try It' })
      .first()
      .click();
    await workbench.tab('faster').waitFor({ timeout: 40_000 });
    await workbench.codeLens(/^Apply$/).waitFor();
    await shot('2-suggestion');
  });

  step('is met kindly with a file of another engine', async ({ workbench, shot }) => {
    await workbench.openFile('postgres.sql');
    await workbench.lensNote('this looks like PostgreSQL').waitFor();
    await shot('3-postgres');
  });

  step('sees which templates cannot be run', async ({ workbench, shot }) => {
    await workbench.openFile('template.sql');
    await workbench.lensNote('cannot be run: template').waitFor();
    await shot('4-template');
  });
});

scenario('Before trust', { untrusted: true }, step => {
  step('marks queries and opens nothing', async ({ workbench, shot }) => {
    await workbench.trustBanner().waitFor();
    await workbench.openFile('reports.sql');
    await workbench.codeLens('Optimize').click();
    await workbench.toast('trusted workspace').waitFor();
    await shot('1-refused');
  });
});
