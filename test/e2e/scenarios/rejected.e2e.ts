import { scenario } from '../scenario.ts';

const settings = { 'quill.indexes': false };

scenario('Rejected', { workspace: 'test/workspace-months', settings }, step => {
  step('tells that the rewrite of a query was rejected', async ({ page, workbench, shot }) => {
    await workbench.openFile('march.sql');
    await workbench.codeLens('Optimize').click();
    await workbench.pick('Synthetic data');
    await workbench.quickInput().getByText('Rows in the largest table').waitFor();
    await page.keyboard.type('20000');
    await page.keyboard.press('Enter');
    await workbench.toast('Nothing to improve').waitFor({ timeout: 40_000 });
    await shot('1-nothing');
  });

  step('shows why', async ({ page, workbench, shot }) => {
    await workbench.toastButton('Nothing to improve', 'Show Rejected').click();
    await workbench.quickPickRow('date-function-to-range').waitFor();
    await shot('2-choose');
    await workbench.pick('date-function-to-range');
    await workbench.tab('Rejected: date-function-to-range').waitFor();
    await workbench.line('On this database the two differ').waitFor();
    await shot('3-witness');
    await page.keyboard.press('Control+End');
    await workbench.line('Candidate (do not use)').waitFor();
    await shot('4-candidate');
  });
});
