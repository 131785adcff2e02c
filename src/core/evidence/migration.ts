import { formatBytes, formatMs } from '../format.ts';
import type { IndexAdvice } from '../optimize/contract.ts';

/** The CREATE INDEX statements as a migration to save, each with what it costs. `from` names the statement served. */
export function migrationSql(indexes: readonly IndexAdvice[], from: string): string {
  const head = `-- ${indexes.length === 1 ? 'Index' : 'Indexes'} for ${from}. An index takes space and slows down writes to its table.`;
  const statements = indexes.map(
    index => `-- ${formatBytes(index.bytes)}, built in ${formatMs(index.buildMs)}\n${index.sql};`,
  );
  return `${[head, ...statements].join('\n\n')}\n`;
}
