import * as vscode from 'vscode';
import { isSqliteVersion } from '../core/dialect/sqlite/versions.ts';
import { defaultOptions, type OptimizeOptions } from '../core/optimize/contract.ts';
import { isSampleSize, type SampleSize } from '../core/sample/size.ts';

/** Everything a user can set, read in one place. Times are in milliseconds here, in seconds in the settings. */
export interface Settings {
  readonly lens: boolean;
  readonly indexes: boolean;
  readonly oldestSqliteVersion: string | undefined;
  /** One sentence for each value that is no valid one and is passed over. */
  readonly ignored: readonly string[];
  readonly queryLimitMs: number;
  readonly searchBudgetMs: number;
  readonly databases: number;
  readonly sampleSize: SampleSize;
}

/** True when a change of configuration concerns Quill. */
export const concernsQuill = (event: vscode.ConfigurationChangeEvent): boolean =>
  event.affectsConfiguration('quill');

/** The settings in force for a document. A value of a wrong type or out of range counts as not set. */
export function readSettings(scope?: vscode.ConfigurationScope): Settings {
  const values = vscode.workspace.getConfiguration('quill', scope);
  const number = (key: string, fallback: number, least: number, most = Number.MAX_VALUE): number => {
    const value = values.get<unknown>(key);
    return typeof value === 'number' && value >= least && value <= most ? value : fallback;
  };
  const flag = (key: string): boolean => values.get<unknown>(key) !== false;
  const oldest = String(values.get<unknown>('oldestSqliteVersion') ?? '').trim();
  const size = values.get<unknown>('sampleSize');
  return {
    lens: flag('lens'),
    indexes: flag('indexes'),
    oldestSqliteVersion: oldest !== '' && isSqliteVersion(oldest) ? oldest : undefined,
    ignored:
      oldest === '' || isSqliteVersion(oldest)
        ? []
        : [
            `The setting quill.oldestSqliteVersion is passed over: "${oldest}" is no version of SQLite such as 3.31.`,
          ],
    queryLimitMs: number('queryLimit', defaultOptions.queryLimitMs / 1000, 0.1) * 1000,
    searchBudgetMs: number('searchBudget', defaultOptions.budgetMs / 1000, 0.1) * 1000,
    databases: Math.round(number('databases', defaultOptions.databases, 10, 5000)),
    sampleSize: isSampleSize(size) ? size : 'small',
  };
}

/** The options of a search that follow from the settings. */
export function searchOptions(settings: Settings, params: OptimizeOptions['params']): OptimizeOptions {
  return {
    ...defaultOptions,
    budgetMs: settings.searchBudgetMs,
    queryLimitMs: settings.queryLimitMs,
    databases: settings.databases,
    indexes: settings.indexes,
    params,
    ...(settings.oldestSqliteVersion ? { oldestSqlite: settings.oldestSqliteVersion } : {}),
  };
}
