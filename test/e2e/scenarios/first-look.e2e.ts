import { scenario } from '../scenario.ts';

scenario('First look', {}, step => {
  step('opens a SQL file from the explorer', async ({ workbench, shot }) => {
    await workbench.openFile('orders.sql');
    await workbench.line('FROM customers').waitFor();
    await workbench.statusItem('SQL').waitFor();
    await shot('file');
  });

  step('finds the installed extension among the running ones', async ({ page, workbench, shot }) => {
    await workbench.runCommand('Developer: Show Running Extensions');
    await page.locator('.runtime-extensions-editor .monaco-list-row', { hasText: 'Quill' }).waitFor();
    await shot('running');
  });
});
