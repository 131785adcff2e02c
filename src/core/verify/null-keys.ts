/**
 * Where a verdict rests on primary keys holding no NULL.
 *
 * SQLite lets NULLs, and several of them, into a PRIMARY KEY that is not the rowid, unless it is declared NOT NULL or its
 * table is STRICT or WITHOUT ROWID. The judge's databases hold none: hardly anybody means it.
 */
import { copyInstance, type FillTable, type Instance } from './instances/instance.ts';
import type { InstanceSource } from './instances/instance-source.ts';
import { judgeAnswers } from './judge-answers.ts';
import { freshLearnt } from './learnt.ts';
import type { OriginalSide, RewriteSide } from './run-instances.ts';

/** Databases that get NULLs in their keys. */
const DATABASES = 16;

/** The columns, as `bike.serial`, with whose NULLs the two queries differ; none where no such NULL is known to matter. */
export function nullKeysThatMatter(
  { loader, original }: OriginalSide,
  rewrite: RewriteSide,
  source: InstanceSource,
): string[] {
  const open = source.tables.filter(mayHoldNullKeys);
  if (open.length === 0) return [];
  const found = new Set<string>();
  let tried = 0;
  for (const { instance, binding } of source.testCases(DATABASES, freshLearnt())) {
    if (tried++ === DATABASES) break;
    for (const table of open) {
      if (found.has(table.table.name)) continue;
      const changed = withNullKeys(table, instance);
      if (!changed || !loader.load(source.tables, changed)) continue;
      const how = original.comparison(binding);
      const outcome = judgeAnswers(original.run(binding), rewrite.runner.run(binding), how);
      if (outcome.kind === 'different' && original.determined(binding)) found.add(table.table.name);
    }
  }
  return open
    .filter(({ table }) => found.has(table.name))
    .flatMap(({ table }) => table.primaryKey.map(column => `${table.name}.${column}`));
}

function mayHoldNullKeys({ table, keys }: FillTable): boolean {
  if (table.strict || table.withoutRowid || table.rowidAlias !== undefined) return false;
  return keys.some(key => key.primary);
}

/** With two rows more, alike but for unique values, whose key is NULL. Undefined where the table has no row. */
function withNullKeys(table: FillTable, instance: Instance): Instance | undefined {
  const [row] = instance.rows[table.index] ?? [];
  const primary = table.keys.find(key => key.primary);
  if (!row || !primary) return undefined;
  const changed = copyInstance(instance);
  const unique = table.keys.filter(key => !key.primary).flatMap(key => key.columns);
  const added = row.map((cell, i) => (primary.columns.includes(i) || unique.includes(i) ? null : cell));
  changed.rows[table.index]?.push([...added], [...added]);
  return changed;
}
