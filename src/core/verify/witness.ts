/** A witness as INSERT statements, and its check in a database of its own. */
import { literal, quoteName } from '../dialect/sqlite/quote.ts';
import { QuillError } from '../errors.ts';
import type { Cell, Database, Engine, ResultSet } from '../ports.ts';
import type { Schema } from '../schema/model.ts';
import { createTables } from '../schema/scratch.ts';
import type { Binding } from './bindings.ts';
import { diffBags } from './compare/bags.ts';
import type { Difference } from './compare/compare.ts';
import type { FillTable, Instance } from './instances/instance.ts';
import { judgeAnswers } from './judge-answers.ts';
import type { Original } from './original.ts';
import { Runner } from './runner.ts';
import type { Witness } from './verdict.ts';

/** The INSERT statements that put the instance into an empty database, table by table. */
export function insertsOf(tables: readonly FillTable[], instance: Instance): string[] {
  return tables.flatMap(table =>
    (instance.rows[table.index] ?? []).map(row => {
      const values = [...row.map(literal), ...table.rest.map(rest => rest.value)].join(', ');
      const names = [
        ...table.columns.map(column => column.column.name),
        ...table.rest.map(rest => rest.name),
      ];
      return `INSERT INTO ${quoteName(table.table.name)} (${names.map(quoteName).join(', ')}) VALUES (${values});`;
    }),
  );
}

export interface Reproduced {
  readonly witness: Witness;
  readonly difference: Difference | { readonly reason: 'error'; readonly detail: string };
}

/**
 * Rebuilds the instance from its INSERTs in a new database, checks every foreign key and runs both queries as they
 * are written. Undefined when the difference does not show there.
 */
export function reproduce(
  engine: Engine,
  schema: Schema,
  tables: readonly FillTable[],
  instance: Instance,
  binding: Binding,
  original: Original,
  rewrite: string,
  limitMs: number,
): Reproduced | undefined {
  const db = engine.open();
  try {
    createTables(db, schema);
    const inserts = insertsOf(tables, instance);
    for (const insert of inserts) db.exec(insert);
    if (!referencesHold(db, tables)) return undefined;
    const answer = (sql: string): ReturnType<Runner['run']> => {
      const runner = new Runner(db, sql, limitMs);
      try {
        return runner.run(binding);
      } finally {
        runner.free();
      }
    };
    const full = answer(original.form.sql);
    const a = answer(original.bound.source);
    const b = answer(rewrite);
    const how = original.comparison(binding);
    const outcome = judgeAnswers(full, b, how);
    // The original's own answer must be one that its full form allows; otherwise the full form is to blame.
    if (judgeAnswers(full, a, how).kind !== 'same') return undefined;
    if (outcome.kind !== 'different' || a.kind !== 'rows') return undefined;
    const rewriteRows = b.kind === 'rows' ? b.result : undefined;
    return {
      difference: outcome.difference,
      witness: {
        inserts,
        tables: shownTables(tables, instance),
        parameters: binding,
        original: a.result,
        ...(rewriteRows && { rewrite: rewriteRows }),
        ...onlyIn(a.result, rewriteRows, how.width),
      },
    };
  } catch (error) {
    if (error instanceof QuillError) return undefined;
    throw error;
  } finally {
    db.close();
  }
}

function onlyIn(
  a: ResultSet,
  b: ResultSet | undefined,
  width: number,
): { onlyOriginal: (readonly Cell[])[]; onlyRewrite: (readonly Cell[])[] } {
  if (!b) return { onlyOriginal: [...a.rows], onlyRewrite: [] };
  const { onlyA, onlyB } = diffBags(a.rows, b.rows, width);
  return { onlyOriginal: [...onlyA], onlyRewrite: [...onlyB] };
}

function referencesHold(db: Database, tables: readonly FillTable[]): boolean {
  return tables.every(table => {
    if (!table.table.foreignKeys.some(fk => fk.valid)) return true;
    // A table with one malformed declaration cannot be checked as a whole; its valid ones hold by construction.
    if (table.table.foreignKeys.some(fk => !fk.valid)) return true;
    return db.query(`PRAGMA foreign_key_check(${quoteName(table.table.name)})`).rows.length === 0;
  });
}

function shownTables(tables: readonly FillTable[], instance: Instance): Witness['tables'] {
  return tables
    .filter(table => (instance.rows[table.index]?.length ?? 0) > 0)
    .map(table => ({
      name: table.table.name,
      columns: table.columns.map(column => column.column.name),
      rows: (instance.rows[table.index] ?? []).map(row => [...row]),
    }));
}
