import { scenario } from '../scenario.ts';

scenario('Rejected', { workspace: 'test/workspace-letter-case' }, step => {
  step('optimizes a query whose rewrite is refuted', async ({ page, workbench }) => {
    await workbench.openFile('largest.sql');
    await workbench.codeLens('Optimize').click();
    await workbench.pick('Synthetic data');
    await workbench.quickInput().getByText('Rows in the largest table').waitFor();
    await page.keyboard.type('2000');
    await page.keyboard.press('Enter');
    await workbench.codeLens('Show Rejected').waitFor({ timeout: 40_000 });
  });

  step('shows why it was rejected', async ({ page, workbench, shot }) => {
    await workbench.runCommand('View: Toggle Maximize Editor Group');
    await shot('1-evidence');
    await workbench.codeLens('Show Rejected').click();
    await workbench.quickPickRow('correlated-aggregate-to-join').waitFor();
    await shot('2-choose');
    await workbench.pick('correlated-aggregate-to-join');
    await workbench.tab('Rejected: correlated-aggregate-to-join').waitFor();
    await workbench.line('On this database the two differ').waitFor();
    await shot('3-witness');
    await page.keyboard.press('Control+End');
    await shot('4-witness-end');
  });
});
