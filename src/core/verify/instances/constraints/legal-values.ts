/**
 * Which values the CHECKs of columns allow. A condition on one column narrows what the column and all that refer to it
 * draw from; conditions on several become lists of combinations. SQLite itself evaluates them.
 */

import type { Cell } from '../../../ports.ts';
import type { Schema } from '../../../schema/model.ts';
import { coerce } from '../../../schema/value-kind.ts';
import type { BoundQuery } from '../../../sql/bound.ts';
import type { ColumnRef } from '../../../sql/model.ts';
import { stripParens } from '../../../sql/walk.ts';
import { cellKey, isTrue } from '../../compare/cell.ts';
import { type Evaluator, storedColumn } from '../../query/evaluate.ts';
import type { FillColumn, FillTable } from '../instance.ts';
import { firstThenSpread } from '../values/spread.ts';
import { lengthsIn, variantsOf } from '../values/value-variants.ts';
import { type CheckCondition, checkConditions, noParameters } from './check-conditions.ts';
import { type CheckSearch, checkSearchOf, placedTexts } from './check-search.ts';
import { equationsIn, type IndexOf, valuesByEquation } from './equations.ts';

/** Columns of one table that conditions tie together. */
export interface TiedColumns {
  /** Positions in the table's columns. */
  readonly positions: readonly number[];
  readonly conditions: readonly CheckCondition[];
}

/** Values tried for each column, by the number of columns. */
const SIDE = [0, 36, 18, 10, 6, 5, 4, 3] as const;
const MOST_TIED = 11;
const MOST_COMBINATIONS = 400;
/** With fewer legal values than this, others are sought. */
const ENOUGH = 12;
const MOST = 48;

/** The values, and combinations of values, that the CHECKs on a table's columns let through. */
export class LegalValues {
  readonly #evaluator: Evaluator;
  readonly #search: CheckSearch;
  readonly #schema: Schema;
  /** The conditions on one column, by the column and all that refer to it. */
  readonly #single = new Map<FillColumn, readonly CheckCondition[]>();
  readonly #known = new Map<readonly CheckCondition[], Map<string, boolean>>();
  readonly #more = new Map<FillColumn, readonly Cell[]>();
  readonly #tied = new Map<FillTable, readonly TiedColumns[]>();
  readonly #combinations = new Map<TiedColumns, readonly (readonly Cell[])[]>();

  constructor(schema: Schema, tables: readonly FillTable[], evaluator: Evaluator) {
    this.#schema = schema;
    this.#evaluator = evaluator;
    this.#search = checkSearchOf(evaluator);
    for (const group of referenceGroups(tables)) {
      const conditions = group.flatMap(({ table, column }) =>
        checkConditions(schema, table.table).filter(
          ({ columns }) => columns.length === 1 && columns[0] === column.column,
        ),
      );
      if (conditions.length > 0) for (const { column } of group) this.#single.set(column, conditions);
    }
  }

  /** Columns of the table whose values are narrowed, as positions. */
  narrowed(table: FillTable): number[] {
    return table.columns.flatMap((column, i) => (this.#single.has(column) ? [i] : []));
  }

  /** The same for columns that refer to each other. */
  groupOf(column: FillColumn): object {
    return this.#single.get(column) ?? column;
  }

  /** The conditions on the column alone. */
  conditionsOn(column: FillColumn): readonly CheckCondition[] {
    return this.#single.get(column) ?? [];
  }

  allows(column: FillColumn, value: Cell): boolean {
    const conditions = this.#single.get(column);
    if (!conditions) return true;
    return this.#judged(conditions, [value]).get(cellKey(value)) ?? true;
  }

  /** The values that are allowed, with others like them when they are few; all of them when none is. */
  narrow(column: FillColumn, values: readonly Cell[]): readonly Cell[] {
    const conditions = this.#single.get(column);
    if (!conditions) return values;
    const judged = this.#judged(conditions, values);
    const legal = values.filter(value => judged.get(cellKey(value)));
    const more = legal.length < ENOUGH ? this.#moreLike(column, conditions, legal, values) : [];
    const all = [...legal, ...more];
    return all.length > 0 ? all : values;
  }

  #moreLike(
    column: FillColumn,
    conditions: readonly CheckCondition[],
    legal: readonly Cell[],
    values: readonly Cell[],
  ): readonly Cell[] {
    const known = this.#more.get(column);
    if (known) return known;
    const seen = new Set(legal.map(cellKey));
    const found: Cell[] = [];
    const lengths = conditions.flatMap(({ expr }) => lengthsIn(expr));
    // First from all values, legal or not; then from those found, until there are enough.
    for (const from of [values, undefined, undefined]) {
      const candidates = variantsOf(
        from ?? [...legal, ...found].slice(0, 6),
        column.kind,
        from ? lengths : [],
      );
      const judged = this.#judged(conditions, candidates);
      for (const value of candidates) {
        if (!judged.get(cellKey(value)) || seen.has(cellKey(value)) || found.length >= MOST) continue;
        seen.add(cellKey(value));
        found.push(value);
      }
      if (legal.length + found.length >= ENOUGH) break;
    }
    if (legal.length + found.length < ENOUGH)
      for (const value of this.#sought(column, conditions)) {
        if (seen.has(cellKey(value)) || found.length >= MOST) continue;
        seen.add(cellKey(value));
        found.push(value);
      }
    this.#more.set(column, found);
    return found;
  }

  /** Legal values that no other leads to. */
  #sought({ kind }: FillColumn, conditions: readonly CheckCondition[]): readonly Cell[] {
    if (kind === 'text') {
      const texts = placedTexts(conditions);
      const judged = this.#judged(conditions, texts);
      return texts.filter(text => judged.get(cellKey(text)));
    }
    if (kind !== 'integer' && kind !== 'real' && kind !== 'numeric') return [];
    const integers = firstThenSpread(this.#search.integers(conditions), ENOUGH);
    return integers.flatMap(value => coerce(value, kind) ?? []);
  }

  #judged(conditions: readonly CheckCondition[], values: readonly Cell[]): ReadonlyMap<string, boolean> {
    const known = this.#known.get(conditions) ?? new Map<string, boolean>();
    this.#known.set(conditions, known);
    const fresh = values.filter(value => !known.has(cellKey(value)));
    if (fresh.length === 0) return known;
    for (const value of fresh) known.set(cellKey(value), true);
    for (const { bound, expr } of conditions)
      for (const [value = null, result = null] of this.#evaluator.onGrid(
        bound,
        [expr],
        [fresh],
        noParameters,
        () => 0,
      ) ?? [])
        if (!passes(result)) known.set(cellKey(value), false);
    return known;
  }

  /** The sets of columns that conditions on several tie together. */
  tied(table: FillTable): readonly TiedColumns[] {
    const known = this.#tied.get(table);
    if (known) return known;
    const sets: { readonly positions: Set<number>; readonly conditions: CheckCondition[] }[] = [];
    for (const condition of checkConditions(this.#schema, table.table)) {
      const positions = condition.columns.map(column =>
        table.columns.findIndex(each => each.column === column),
      );
      if (positions.length < 2 || positions.includes(-1)) continue;
      const touching = sets.filter(set => positions.some(position => set.positions.has(position)));
      for (const set of touching) sets.splice(sets.indexOf(set), 1);
      sets.push({
        positions: new Set([...touching.flatMap(set => [...set.positions]), ...positions]),
        conditions: [...touching.flatMap(set => set.conditions), condition],
      });
    }
    const result = sets.map(({ positions, conditions }) => ({ positions: [...positions], conditions }));
    this.#tied.set(table, result);
    return result;
  }

  /** Whether the row meets the conditions on several of its columns. */
  fits(table: FillTable, tied: TiedColumns, row: readonly Cell[]): boolean {
    const lists = tied.positions.map(position => [row[position] ?? null]);
    return (this.#grid(table, tied, lists)?.length ?? 1) > 0;
  }

  /** Combinations of values that meet the conditions; `poolOf` gives the values of a column. */
  combinations(
    table: FillTable,
    tied: TiedColumns,
    poolOf: (column: FillColumn) => readonly Cell[],
  ): readonly (readonly Cell[])[] {
    const known = this.#combinations.get(tied);
    if (known) return known;
    const side = SIDE[tied.positions.length] ?? (tied.positions.length <= MOST_TIED ? 2 : 0);
    const lists = tied.positions.flatMap(position => {
      const column = table.columns[position];
      if (!column || side === 0) return [];
      const pool = firstThenSpread(poolOf(column), side);
      return [column.nullable && this.allows(column, null) ? [...pool.slice(0, side - 1), null] : pool];
    });
    if (lists.length < tied.positions.length) return [];
    for (const condition of tied.conditions) this.#addCalculated(table, tied, condition, lists, side);
    const all = this.#grid(table, tied, lists) ?? [];
    const whole = all.filter(row => !row.includes(null));
    const more = whole.length < ENOUGH ? this.#searched(table, tied) : [];
    const result = [...firstThenSpread(all, MOST_COMBINATIONS), ...firstThenSpread(more, MOST_COMBINATIONS)];
    this.#combinations.set(tied, result);
    return result;
  }

  #searched(table: FillTable, { positions, conditions }: TiedColumns): readonly (readonly Cell[])[] {
    const columns = positions.flatMap(position => table.columns[position] ?? []);
    return this.#search.rows(conditions, columns, this);
  }

  /** For `total = price * quantity`: what the products are, as values of the total. */
  #addCalculated(
    table: FillTable,
    tied: TiedColumns,
    { bound, expr }: CheckCondition,
    lists: (readonly Cell[])[],
    most: number,
  ): void {
    const indexOf: IndexOf = ref => indexIn(table, tied, bound, ref);
    for (const equation of equationsIn(expr, indexOf)) {
      const { at, other } = equation;
      const column = table.columns[tied.positions[at] ?? -1];
      if (column === undefined || stripParens(other).kind === 'column-ref') continue;
      const all = valuesByEquation(this.#evaluator, bound, equation, column.kind, lists, indexOf);
      const values = [...new Set(all.filter(value => this.allows(column, value)))];
      lists[at] = [...(lists[at] ?? []), ...firstThenSpread(values, 2 * most)];
    }
  }

  #grid(
    table: FillTable,
    tied: TiedColumns,
    lists: readonly (readonly Cell[])[],
  ): (readonly Cell[])[] | undefined {
    const width = tied.positions.length;
    let rows: (readonly Cell[])[] | undefined;
    // All conditions of a table have the same columns, but each of them its own references.
    for (const { bound, expr } of tied.conditions) {
      const found = this.#evaluator.onGrid(bound, [expr], lists, noParameters, ref =>
        indexIn(table, tied, bound, ref),
      );
      if (!found) return undefined;
      const passing = found.filter(row => passes(row[width] ?? null)).map(row => row.slice(0, width));
      const keys = new Set(passing.map(rowKey));
      rows = rows === undefined ? passing : rows.filter(row => keys.has(rowKey(row)));
    }
    return rows;
  }
}

/** Which of the tied columns a reference means. */
function indexIn(table: FillTable, tied: TiedColumns, bound: BoundQuery, ref: ColumnRef): number | undefined {
  const column = storedColumn(bound, ref);
  const at = tied.positions.findIndex(position => table.columns[position]?.column === column);
  return at < 0 ? undefined : at;
}

/** A CHECK that is NULL is met. */
function passes(result: Cell): boolean {
  return result === null || isTrue(result);
}

function rowKey(row: readonly Cell[]): string {
  return row.map(cellKey).join('\u0001');
}

interface Place {
  readonly table: FillTable;
  readonly column: FillColumn;
}

/** Columns that refer to each other, directly or through others. */
function referenceGroups(tables: readonly FillTable[]): Place[][] {
  const groups = new Map<FillColumn, Place[]>();
  for (const table of tables) for (const column of table.columns) groups.set(column, [{ table, column }]);
  for (const table of tables)
    for (const fk of table.foreignKeys)
      for (const [i, position] of fk.columns.entries()) {
        const child = table.columns[position];
        const parent = tables[fk.parent]?.columns[fk.references[i] ?? -1];
        const [one, other] = [child && groups.get(child), parent && groups.get(parent)];
        if (!one || !other || one === other) continue;
        one.push(...other);
        for (const place of other) groups.set(place.column, one);
      }
  return [...new Set(groups.values())];
}
