/** Pairs as rows with flat columns, for Parquet. */
import type { Pair } from './pair.ts';

export interface ParquetColumn {
  readonly name: string;
  readonly type: 'STRING' | 'INT32' | 'INT64' | 'DOUBLE' | 'BOOLEAN';
  readonly nullable: boolean;
}

export type ParquetRow = Record<string, string | number | bigint | boolean | null>;

type Read = (pair: Pair, ddl: string) => ParquetRow[string];

/**
 * What a column holds. Lists are joined: statements by `;` and a line feed, techniques by commas, plans by line feeds.
 */
const columns: readonly (readonly [name: string, type: ParquetColumn['type'], read: Read])[] = [
  ['id', 'STRING', pair => pair.id],
  ['schema', 'STRING', pair => pair.schema],
  ['ddl', 'STRING', (_, ddl) => ddl],
  ['slow', 'STRING', pair => pair.slow],
  ['fast', 'STRING', pair => pair.fast],
  ['indexes', 'STRING', pair => pair.indexes.join(';\n')],
  ['techniques', 'STRING', pair => pair.techniques.join(',')],
  ['difficulty', 'STRING', pair => pair.difficulty],
  ['stage', 'INT32', pair => pair.stage],
  ['split', 'STRING', pair => pair.split],
  ['template', 'STRING', pair => pair.template],
  ['variant_of', 'STRING', pair => pair.variantOf],
  ['speedup', 'DOUBLE', pair => pair.speedup],
  ['rewrite_speedup', 'DOUBLE', pair => pair.rewriteSpeedup],
  ['is_lower_bound', 'BOOLEAN', pair => pair.timing.isLowerBound],
  ['reward', 'DOUBLE', pair => pair.reward],
  ['readability', 'DOUBLE', pair => pair.readability],
  ['verdict', 'STRING', pair => pair.verdict.verdict],
  ['databases', 'INT32', pair => pair.verdict.databases],
  ['mutants_killed', 'INT32', pair => pair.verdict.mutants.killed],
  ['mutants', 'INT32', pair => pair.verdict.mutants.total],
  ['table_rows', 'INT32', pair => pair.timing.rows],
  ['before_ms', 'DOUBLE', pair => pair.timing.before.ms],
  ['after_ms', 'DOUBLE', pair => pair.timing.after.ms],
  ['result_rows', 'INT32', pair => pair.timing.resultRows ?? null],
  ['before_timed_out', 'BOOLEAN', pair => pair.timing.before.timedOut],
  ['plan_before', 'STRING', pair => pair.plan.before.join('\n')],
  ['plan_after', 'STRING', pair => pair.plan.after.join('\n')],
  ['run', 'STRING', pair => pair.provenance.run],
  ['item', 'INT32', pair => pair.provenance.item],
  ['techniques_claimed', 'BOOLEAN', pair => pair.provenance.claimed === true],
  ['writer', 'STRING', pair => pair.provenance.writer],
  ['optimizer', 'STRING', pair => pair.provenance.optimizer],
  ['anti_pattern', 'STRING', pair => pair.provenance.antiPattern],
  ['model', 'STRING', pair => pair.provenance.model],
  ['prompt_version', 'STRING', pair => pair.provenance.promptVersion],
  ['seed', 'INT64', pair => BigInt(Math.trunc(pair.provenance.seed))],
  ['cost', 'DOUBLE', pair => pair.provenance.cost],
  ['created_at', 'STRING', pair => pair.createdAt],
];

const nullable = new Set(['variant_of', 'result_rows', 'anti_pattern', 'model', 'prompt_version']);

export const parquetColumns: readonly ParquetColumn[] = columns.map(([name, type]) => ({
  name,
  type,
  nullable: nullable.has(name),
}));

/** `ddl` is that of the pair's schema. */
export function parquetRow(pair: Pair, ddl: string): ParquetRow {
  return Object.fromEntries(columns.map(([name, , read]) => [name, read(pair, ddl)]));
}
