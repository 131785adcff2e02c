import { scenario } from '../scenario.ts';

scenario('First look', {}, step => {
  step('opens a SQL file from the explorer', async ({ workbench, shot }) => {
    await workbench.openFile('orders.sql');
    await workbench.line('FROM customers').waitFor();
    await workbench.statusItem('SQL').waitFor();
    await shot('file');
  });

  step('finds the extension among the installed ones', async ({ page, workbench, shot }) => {
    await workbench.activity('Extensions').click();
    await page.locator('.extensions-viewlet .monaco-list-row', { hasText: 'Quill' }).first().waitFor();
    await shot('installed');
  });
});
