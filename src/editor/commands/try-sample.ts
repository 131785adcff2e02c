import * as vscode from 'vscode';
import type { ChosenDatabase } from '../database/chosen-database.ts';
import { type OptimizeTargetServices, optimizeTarget } from '../optimize-target.ts';
import type { Command } from '../register-commands.ts';
import { readSettings } from '../settings.ts';
import { targetIn } from '../statements/document-statements.ts';
import { requireTrust } from '../trust.ts';

const sampleSql = `-- Large orders beside the average order of the same status.
-- The subquery runs once for every order; there is a faster form with the same rows.
SELECT o.id, o.status, o.total,
       (SELECT AVG(x.total) FROM orders AS x WHERE x.status = o.status) AS average
FROM orders AS o
WHERE o.total > 100
ORDER BY o.id;
`;

/** Opens a slow query of the sample database and optimizes it: the first thing a newcomer sees. */
export function trySampleCommand(services: OptimizeTargetServices, chosen: ChosenDatabase): Command {
  return async () => {
    requireTrust();
    const document = await vscode.workspace.openTextDocument({ language: 'sql', content: sampleSql });
    await vscode.window.showTextDocument(document, { preview: false });
    const sample = { kind: 'sample', size: readSettings().sampleSize } as const;
    if (!chosen.current) await chosen.choose(sample);
    const place = document.positionAt(sampleSql.indexOf('SELECT o.id'));
    const target = targetIn(document, new vscode.Range(place, place));
    return optimizeTarget({ ...services, database: async () => sample }, target);
  };
}
