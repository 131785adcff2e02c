import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { scenario } from '../scenario.ts';

/** The states of the runs in a workspace, the latest first. */
function runStates(workspace: string): { run: string; state: string; accepted: number; pid: number }[] {
  const runs = path.join(workspace, '.quill', 'runs');
  if (!existsSync(runs)) return [];
  return readdirSync(runs)
    .sort()
    .reverse()
    .map(id => path.join(runs, id, 'state.json'))
    .filter(existsSync)
    .map(file => JSON.parse(readFileSync(file, 'utf8')));
}

/** The row of a run that goes on: the figures stand there without a word before them. */
const running = /(?<!· )\b[\d,]+ of 1,000/;

scenario('Generate', {}, step => {
  step('invites to generate in the Runs view', async ({ page, workbench, shot }) => {
    await workbench.activity('Quill').click();
    await page.locator('.pane-body .welcome-view-content', { hasText: 'Generate Dataset' }).last().waitFor();
    await shot('1-welcome');
  });

  step('asks two questions with defaults', async ({ page, workbench, shot }) => {
    await workbench.runCommand('Quill: Generate Dataset');
    await workbench.quickPickRow('All schemas that come with Quill').waitFor();
    await shot('2-schemas');
    await page.keyboard.press('Enter');
    await workbench.quickInput().locator('.quick-input-message', { hasText: 'How many' }).waitFor();
    assert.equal(await workbench.quickInput().locator('input').last().inputValue(), '1,000');
    await shot('3-count');
    await page.keyboard.press('Enter');
  });

  step('shows count and rate in the status bar while the task runs', async ({ page, workbench, shot }) => {
    await workbench.treeRow(running).waitFor({ timeout: 40_000 });
    await page
      .locator('.statusbar-item', { hasText: /[1-9]\d* pairs? · / })
      .first()
      .waitFor({ timeout: 40_000 });
    await shot('4-running');
  });

  step('has the figures of a run in the Runs view', async ({ page, workbench, shot }) => {
    await workbench.runCommand('View: Toggle Panel Visibility');
    await page
      .locator('.statusbar-item', { hasText: /\d pairs?( · |$)/ })
      .first()
      .click();
    await workbench.treeRow(running).click();
    await workbench.treeRow('Success').waitFor();
    await workbench.treeRow('Time left').waitFor();
    await shot('5-runs');
    await page
      .locator('.statusbar-item', { hasText: /\d pairs?( · |$)/ })
      .first()
      .hover();
    await page.locator('.monaco-hover', { hasText: 'Success' }).first().waitFor();
    await shot('6-hover');
  });

  step('refuses a second run of the same dataset', async ({ page, workbench, workspace, shot }) => {
    await workbench.runCommand('Quill: Generate Dataset');
    await workbench.toast("writes to this workspace's dataset").waitFor();
    await workbench.toastButton('writes to this', 'Show Runs').waitFor();
    await shot('7-second');
    assert.equal(runStates(workspace).length, 1);
    await page.keyboard.press('Escape');
    await workbench.runCommand('Notifications: Clear All Notifications');
  });

  step('finds the run again when the window is reloaded', async ({ page, workbench, workspace, shot }) => {
    const [before] = runStates(workspace);
    await page.reload();
    await workbench.treeRow(running).waitFor({ timeout: 30_000 });
    await page.locator('.terminal-tab, .tabs-list, .terminal-wrapper').first().waitFor();
    await shot('8-reloaded');
    const [after] = runStates(workspace);
    assert.equal(after?.pid, before?.pid, 'the same process');
  });

  step(
    'finds it in a window that knows nothing of its task',
    async ({ page, workbench, workspace, shot }) => {
      const [before] = runStates(workspace);
      const url = page.url();
      await page.goto('about:blank');
      const browser = await page.context().newCDPSession(page);
      const { origin } = new URL(url);
      await browser.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
      await page.goto(url);
      await workbench.started();
      await page
        .locator('.statusbar-item', { hasText: /\d pairs?( · |$)/ })
        .first()
        .waitFor({ timeout: 30_000 });
      await shot('9-found');
      const [after] = runStates(workspace);
      assert.equal(after?.pid, before?.pid, 'the same process');
      assert.equal(after?.state, 'running');
      await workbench.runCommand('Quill: Show Runs');
      await workbench.treeRow(running).waitFor();
    },
  );

  step('stops from the row', async ({ workbench, shot }) => {
    await workbench.treeRow(running).hover();
    await workbench.treeRow(running).locator('.action-label[aria-label^="Stop Run"]').click();
    await workbench.treeRow(/stopped · [\d,]+ of 1,000/).waitFor();
    await workbench.treeRow(/stopped · /).hover();
    await shot('10-stopped');
  });

  step('resumes from the row', async ({ page, workbench, workspace, shot }) => {
    const [stopped] = runStates(workspace);
    await workbench.treeRow(/stopped · /).hover();
    await workbench
      .treeRow(/stopped · /)
      .locator('.action-label[aria-label^="Resume Run"]')
      .click();
    await workbench.treeRow(running).waitFor();
    await shot('11-resumed');
    const [resumed] = runStates(workspace);
    assert.equal(resumed?.run, stopped?.run);
    assert.ok((resumed?.accepted ?? 0) >= (stopped?.accepted ?? 1));
    await workbench.treeRow(running).click({ button: 'right' });
    await page.locator('.monaco-menu', { hasText: 'Copy Run Path' }).first().waitFor();
    await shot('12-menu');
    await page.keyboard.press('Escape');
  });

  step('marks a run that was killed', async ({ workbench, workspace, shot }) => {
    const [state] = runStates(workspace);
    process.kill(state?.pid ?? assert.fail('a run'), 'SIGKILL');
    await workbench.treeRow(/killed · [\d,]+ of 1,000/).waitFor();
    await shot('13-killed');
  });

  step("writes over the workspace's own tables, to the end", async ({ page, workbench, workspace, shot }) => {
    await workbench.runCommand('Quill: Generate Dataset');
    await workbench.pick('CREATE TABLE statements');
    const input = workbench.quickInput().locator('input').last();
    await workbench.quickInput().locator('.quick-input-message', { hasText: 'How many' }).waitFor();
    await input.fill('none');
    await workbench.quickInput().locator('.quick-input-message', { hasText: 'A whole number' }).waitFor();
    await input.fill('3');
    await page.keyboard.press('Enter');
    await workbench.treeRow(/finished · \d of 3/).waitFor({ timeout: 40_000 });
    await shot('14-finished');
    const [state] = runStates(workspace);
    assert.equal(state?.state, 'finished');
    assert.equal(readdirSync(path.join(workspace, '.quill', 'schemas')).length, 1);
    await workbench.treeRow(/finished · /).hover();
    await workbench
      .treeRow(/finished · /)
      .locator('.action-label[aria-label^="Open Dataset"]')
      .click();
    await workbench.tab('pairs.jsonl').waitFor();
    await shot('15-dataset');
  });
});

scenario('Generate before trust', { untrusted: true }, step => {
  step('is refused with one sentence', async ({ page, workbench, workspace, shot }) => {
    await workbench.trustBanner().waitFor();
    await workbench.activity('Quill').click();
    await page.locator('.welcome-view-content', { hasText: 'Quill generates nothing' }).waitFor();
    await workbench.runCommand('Quill: Generate Dataset');
    await workbench.toast('only in a trusted workspace').waitFor();
    await shot('1-refused');
    assert.ok(!existsSync(path.join(workspace, '.quill')));
  });
});
