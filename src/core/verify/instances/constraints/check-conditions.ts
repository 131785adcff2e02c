/** CHECK constraints as conditions on columns, and the values that they name. */

import { analyze } from '../../../dialect/sqlite/analyze.ts';
import { quoteName } from '../../../dialect/sqlite/quote.ts';
import { QuillError } from '../../../errors.ts';
import type { Cell } from '../../../ports.ts';
import type { Column, Schema, Table } from '../../../schema/model.ts';
import type { BoundQuery } from '../../../sql/bound.ts';
import type { Expr } from '../../../sql/model.ts';
import { conjuncts } from '../../../sql/walk.ts';
import { type Evaluator, mentions, storedColumn } from '../../query/evaluate.ts';
import { collectValues, type InterestingValues, noValues } from '../values/interesting-values.ts';
import { jsonPart, mergeParts } from '../values/json-parts.ts';

/** One term of the conjunctions in a table's CHECKs. */
export interface CheckCondition {
  readonly bound: BoundQuery;
  readonly expr: Expr;
  /** The stored columns it mentions. */
  readonly columns: readonly Column[];
}

/** A CHECK has no parameters. */
export const noParameters = (): Cell => null;

const known = new WeakMap<Schema, Map<Table, readonly CheckCondition[]>>();

/** The conditions of a table's CHECKs; what cannot be read, or rests on calculated columns, is left out. */
export function checkConditions(schema: Schema, table: Table): readonly CheckCondition[] {
  const ofSchema = known.get(schema) ?? new Map<Table, readonly CheckCondition[]>();
  known.set(schema, ofSchema);
  const found = ofSchema.get(table);
  if (found) return found;
  const conditions = table.checks.flatMap(check => {
    const bound = bindCheck(schema, table, check);
    const where = bound?.scopes[0]?.select.where;
    if (!bound || !where) return [];
    return conjuncts(where).flatMap((expr): CheckCondition[] => {
      const { columns, plain } = mentions(bound, expr);
      const stored = columns.map(ref => storedColumn(bound, ref));
      if (!plain || stored.length === 0) return [];
      const all = [...new Set(stored)].filter(column => column !== undefined);
      const usable = !stored.includes(undefined) && all.every(column => column.generated === undefined);
      return usable ? [{ bound, expr, columns: all }] : [];
    });
  });
  ofSchema.set(table, conditions);
  return conditions;
}

function bindCheck(schema: Schema, table: Table, check: string): BoundQuery | undefined {
  try {
    return analyze(`SELECT 1 FROM ${quoteName(table.name)} WHERE (${check})`, schema);
  } catch (error) {
    if (error instanceof QuillError) return undefined;
    throw error;
  }
}

/** Adds the values that the CHECKs of the tables name, behind those of the queries. */
export function addCheckValues(
  schema: Schema,
  tables: Iterable<Table>,
  evaluator: Evaluator,
  into: InterestingValues,
): void {
  const own = noValues();
  for (const table of tables) {
    const seen = new Set<BoundQuery>();
    for (const { bound } of checkConditions(schema, table)) {
      if (seen.has(bound)) continue;
      seen.add(bound);
      collectValues(bound, evaluator, noParameters, own);
    }
  }
  const tied = [...tables].flatMap(table => tiedValues(checkConditions(schema, table), into));
  for (const list of ['constants', 'exact'] as const)
    for (const [column, values] of own[list])
      into[list].set(column, [...(into[list].get(column) ?? []), ...values]);
  for (const [column, values] of tied)
    into.constants.set(column, [...(into.constants.get(column) ?? []), ...values]);
  into.dates.merge(own.dates);
  for (const [column, parts] of own.parts)
    into.parts.set(column, [...(into.parts.get(column) ?? []), ...parts]);
  for (const [column, part] of own.json) {
    const known = into.json.get(column) ?? jsonPart();
    into.json.set(column, known);
    mergeParts(known, part);
  }
  for (const column of [...own.maybeJson, ...own.json.keys()]) into.checkedJson.add(column);
}

/** Constants of one column that are of use in another. */
const MOST_TIED = 4;

/**
 * For columns that a condition compares with each other, such as `ends >= starts`, what the queries compare the other one
 * with: where `starts` is a moment, no small number can be its end.
 */
function tiedValues(
  conditions: readonly CheckCondition[],
  { constants, exact }: InterestingValues,
): [Column, Cell[]][] {
  const isText = ({ affinity }: Column): boolean => affinity === 'text';
  return conditions.flatMap(({ columns }) =>
    columns.map((column): [Column, Cell[]] => {
      const others = columns.filter(other => other !== column && isText(other) === isText(column));
      const values = others.flatMap(other => [
        ...(constants.get(other) ?? []).slice(0, MOST_TIED),
        ...(exact.get(other) ?? []).slice(0, MOST_TIED),
      ]);
      return [column, values];
    }),
  );
}
