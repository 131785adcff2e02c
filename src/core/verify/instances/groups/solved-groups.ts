/** Instances of the groups that a search has found: each of their rows is a chain of the pattern of its own. */
import type { Cell } from '../../../ports.ts';
import type { Random } from '../../../random.ts';
import { numbered } from '../../../schema/value-kind.ts';
import type { BoundQuery } from '../../../sql/bound.ts';
import { cellKey } from '../../compare/cell.ts';
import type { Evaluator, ParameterValues } from '../../query/evaluate.ts';
import type { Domains } from '../constraints/domains.ts';
import type { LegalValues } from '../constraints/legal-values.ts';
import { emptyInstance, type FillColumn, type FillRow, type FillTable, type Instance } from '../instance.ts';
import { cellsOf, chainValues } from '../patterns/chain.ts';
import { decidedBy } from '../patterns/decided-classes.ts';
import type { PatternRow, RowPattern } from '../patterns/row-pattern.ts';
import { type GroupConditions, groupConditions } from './group-conditions.ts';
import { type Measured, type SolvedGroup, searchGroups } from './group-search.ts';

export interface SolvedGroups {
  readonly conditions: GroupConditions;
  readonly groups: readonly SolvedGroup[];
  /** A query groups in more than one place. */
  readonly nested: boolean;
  readonly tables: readonly FillTable[];
  readonly allows: (column: FillColumn, value: Cell) => boolean;
}

/** Chains of one instance; a larger group has one to itself. */
const CHAINS = 48;
/** Instances for one way in which rows belong together. */
const MOST = 7;
const MOST_ALONE = 14;

/** Undefined where the queries compare no aggregate. */
export function solveGroups(
  queries: readonly BoundQuery[],
  tables: readonly FillTable[],
  counts: readonly number[],
  domains: Domains,
  legal: LegalValues,
  evaluator: Evaluator,
  parametersOf: (bound: BoundQuery) => ParameterValues,
): SolvedGroups | undefined {
  const conditions = groupConditions(queries, evaluator, parametersOf);
  if (!conditions) return undefined;
  const filled = tables.flatMap(table => table.columns);
  const measured = conditions.columns.flatMap((stored): Measured[] => {
    const column = filled.find(each => each.column === stored);
    if (!column) return [];
    const allows = (value: Cell): boolean => legal.allows(column, value);
    const [counted, uniform] = [conditions.counted.has(stored), conditions.uniform.has(stored)];
    return [{ column, pool: domains.pool(column), allows, counted, uniform }];
  });
  if (measured.length < conditions.columns.length) return undefined;
  const groups = searchGroups(conditions, measured, counts, evaluator);
  const nested = queries.some(
    bound => bound.scopes.filter(({ select }) => select.groupBy.length > 0).length > 1,
  );
  return { conditions, groups, nested, tables, allows: (column, value) => legal.allows(column, value) };
}

/** Instances of groups on each side of what the queries compare aggregates with, small groups first. */
export function* solvedGroups(
  solved: SolvedGroups,
  pattern: RowPattern,
  random: Random,
): Generator<Instance> {
  if (solved.groups.length === 0) return;
  for (const shared of basesOf(solved, pattern))
    for (const extremes of contrastsOf(solved, pattern)) {
      const most = shared.size > 0 ? CHAINS : 1;
      const packed: SolvedGroup[][] = [];
      let chains = most;
      for (const group of solved.groups) {
        if (chains + group.size > most) packed.push([]);
        chains = (packed.at(-1)?.length ? chains : 0) + group.size;
        packed.at(-1)?.push(group);
      }
      for (const groups of packed.slice(0, shared.size > 0 ? MOST : MOST_ALONE)) {
        const world = new World(solved, pattern, random, shared, extremes);
        for (const group of groups) world.add(group);
        yield world.instance;
      }
    }
}

const TESTED = 6;
const VALUES = 6;

/**
 * Groups that just meet what is asked of them, one of whose rows has a value that a condition on rows turns at: with and
 * without it the group is another. A row that should be missing is there with such a value.
 */
export function* testedGroups(
  solved: SolvedGroups,
  pattern: RowPattern,
  random: Random,
): Generator<Instance> {
  const group = bestOf(solved);
  if (!group || group.size > CHAINS / 2) return;
  const tested = pattern.classes.flatMap((cls, i) => (cls.constrained && !cls.unique ? [i] : []));
  for (const shared of basesOf(solved, pattern).slice(0, 2))
    for (const cls of tested.slice(0, TESTED)) {
      if (shared.size === 0) continue;
      const world = new World(solved, pattern, random, shared, new Map());
      for (const value of pattern.classes[cls]?.pool.slice(0, Math.min(VALUES, CHAINS / group.size)) ?? [])
        world.add(group, { last: new Map([[cls, value]]) });
      yield world.instance;
    }
}

/** The smallest group that meets most of what is asked. */
function bestOf({ groups }: SolvedGroups): SolvedGroup | undefined {
  const most = Math.max(...groups.map(({ met }) => met));
  return groups.find(({ met }) => met === most);
}

const MOST_HALVES = 3;

/**
 * Groups that just meet what is asked of them and differ in one of the columns they are grouped by: one row each where
 * the query shows the others alone.
 */
export function* halfAlikeGroups(
  solved: SolvedGroups,
  pattern: RowPattern,
  random: Random,
): Generator<Instance> {
  const group = bestOf(solved);
  const grouped = pattern.classes.flatMap((cls, i) => (cls.grouped ? [i] : []));
  if (!group || group.size > CHAINS / 4 || grouped.length < 2) return;
  const [shared] = basesOf(solved, pattern);
  for (const cls of grouped.slice(-MOST_HALVES)) {
    const world = new World(solved, pattern, random, shared ?? new Set(), new Map());
    world.add(group);
    world.add(group, { unlike: decidedBy(pattern, [cls]) });
    world.add(group);
    yield world.instance;
  }
}

/** Classes that the rows of a group share. */
function basesOf({ conditions, nested }: SolvedGroups, pattern: RowPattern): ReadonlySet<number>[] {
  const grouped = pattern.classes.flatMap((cls, i) => (cls.grouped ? [i] : []));
  const bases = [decidedBy(pattern, grouped)];
  if (conditions.correlated)
    for (const row of pattern.rows.filter(each => !each.anti).slice(0, 3))
      bases.push(decidedBy(pattern, [...grouped, ...row.classes]));
  // Groups of groups: the outer ones share less.
  if (nested) for (const cls of grouped.slice(0, 4)) bases.push(decidedBy(pattern, [cls]));
  const seen = new Set<string>();
  return bases.filter(base => {
    const key = [...base].sort((a, b) => a - b).join(' ');
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Values for columns that are compared with an aggregate of other rows: high against low, and the other way round. */
function contrastsOf({ conditions }: SolvedGroups, pattern: RowPattern): ReadonlyMap<number, Cell>[] {
  const result: Map<number, Cell>[] = [];
  for (const [own, other] of conditions.contrasts.slice(0, 2)) {
    const first = classesOf(pattern, own)[0];
    const second = classesOf(pattern, other).find(cls => cls !== first);
    if (first === undefined || second === undefined) continue;
    const numbers = (pattern.classes[first]?.pool ?? []).filter(value => typeof value === 'bigint');
    const sorted = [...numbers].sort((a, b) => Number(a - b)).filter(value => value >= 0n);
    const [low, high] = [sorted[0], sorted.at(-1)];
    if (low === undefined || high === undefined || low === high) continue;
    result.push(
      new Map([
        [first, high],
        [second, low],
      ]),
      new Map([
        [first, low],
        [second, high],
      ]),
    );
  }
  return result.length > 0 ? result : [new Map()];
}

function classesOf(pattern: RowPattern, column: FillColumn['column']): number[] {
  const found = pattern.rows.flatMap(row =>
    row.table.columns.flatMap((each, i) =>
      each.column === column && !row.anti ? [row.classes[i] ?? -1] : [],
    ),
  );
  return [...new Set(found)];
}

/** How a group is to differ from others of its world. */
interface GroupChanges {
  /** Values of its last row; rows that should be missing are added to it. */
  readonly last?: ReadonlyMap<number, Cell>;
  /** The classes in which it differs from the group before; without: in all. */
  readonly unlike?: ReadonlySet<number>;
}

class World {
  readonly instance: Instance;
  readonly #solved: SolvedGroups;
  readonly #pattern: RowPattern;
  readonly #random: Random;
  readonly #shared: ReadonlySet<number>;
  readonly #extremes: ReadonlyMap<number, Cell>;
  readonly #measured: readonly (number | undefined)[];
  /** Keys of the rows that are there, by table. */
  readonly #keys = new Map<FillTable, Set<string>>();
  /** What the rows of the group added last share. */
  #own: readonly Cell[] = [];
  #groups = 0;
  #chains = 0;
  #fresh = 0;

  constructor(
    solved: SolvedGroups,
    pattern: RowPattern,
    random: Random,
    shared: ReadonlySet<number>,
    extremes: ReadonlyMap<number, Cell>,
  ) {
    this.instance = emptyInstance(
      solved.tables.length,
      'groups that just meet and just miss what is asked of them',
    );
    this.#solved = solved;
    this.#pattern = pattern;
    this.#random = random;
    this.#shared = shared;
    this.#extremes = extremes;
    this.#measured = solved.conditions.columns.map(column =>
      classesOf(pattern, column).find((cls, _, all) => !shared.has(cls) || all.length === 1),
    );
  }

  add(group: SolvedGroup, { last, unlike }: GroupChanges = {}): void {
    const pattern = this.#pattern;
    const fresh = chainValues(pattern, this.#random, { spread: 'distinct', n: this.#groups++ });
    const own = unlike
      ? fresh.map((value, cls) => (unlike.has(cls) ? value : (this.#own[cls] ?? null)))
      : fresh;
    this.#own = own;
    const members: Cell[][] = [];
    for (let n = 0; n < group.size; n++) {
      const values = chainValues(pattern, this.#random, {
        spread: 'same',
        n: 11 + this.#chains++,
        fixed: this.#extremes,
      });
      for (const cls of this.#shared) values[cls] = own[cls] ?? null;
      // Groups inside the group have one row each.
      for (const [cls, { grouped, unique }] of pattern.classes.entries())
        if (grouped && !unique && !this.#shared.has(cls) && !this.#measured.includes(cls))
          values[cls] = this.#freshValue(cls) ?? values[cls] ?? null;
      const alike = this.#setMeasured(group, n, values, members);
      const isLast = last !== undefined && n === group.size - 1;
      if (isLast) for (const [cls, value] of last) values[cls] = value;
      this.#tellApart(values, alike);
      members.push(values);
      for (const [i, row] of pattern.rows.entries()) {
        if ((row.anti && !isLast) || (n > 0 && !row.anti && this.#isRepeated(row, i))) continue;
        const cells = cellsOf(row, values);
        if (this.#isNew(row.table, cells)) this.instance.rows[row.table.index]?.push(cells);
      }
    }
  }

  /** Returns the classes that are alike on purpose. */
  #setMeasured(
    group: SolvedGroup,
    n: number,
    values: Cell[],
    members: readonly Cell[][],
  ): ReadonlySet<number> {
    const alike = new Set(this.#shared);
    for (const [i, column] of this.#solved.conditions.columns.entries()) {
      const cls = this.#measured[i];
      const value = group.values[i]?.[n];
      const isUniform = this.#solved.conditions.uniform.has(column);
      if (cls === undefined || value === undefined || (this.#shared.has(cls) && !isUniform)) continue;
      if (value === null || !this.#solved.conditions.counted.has(column)) {
        values[cls] = value;
        continue;
      }
      // Rows that are alike in what is counted are alike in all that it decides.
      const like = group.values[i]?.indexOf(value) ?? n;
      const from = like < n ? members[like] : undefined;
      if (from)
        for (const each of decidedBy(this.#pattern, [...this.#shared, cls])) {
          values[each] = from[each] ?? null;
          alike.add(each);
        }
      else if (!this.#pattern.classes[cls]?.unique)
        values[cls] = this.#freshValue(cls) ?? values[cls] ?? null;
    }
    return alike;
  }

  /** Gives rows whose key another row has, without being the same row, another value in a part of the key. */
  #tellApart(values: Cell[], alike: ReadonlySet<number>): void {
    for (const row of this.#pattern.rows) {
      if (row.anti) continue;
      for (const key of row.table.keys) {
        const cells = cellsOf(row, values);
        if (!this.#keys.get(row.table)?.has(keyText(key.columns, cells))) continue;
        const open = key.columns.filter(i => {
          const cls = row.classes[i] ?? -1;
          return !alike.has(cls) && !this.#measured.includes(cls);
        });
        const position =
          open.find(i => !row.table.foreignKeys.some(fk => fk.columns.includes(i))) ?? open.at(-1);
        const cls = position === undefined ? undefined : row.classes[position];
        if (cls === undefined) continue;
        for (let attempt = 0; attempt < 40; attempt++) {
          const fresh = this.#freshValue(cls, attempt);
          if (fresh === undefined) break;
          values[cls] = fresh;
          if (!this.#keys.get(row.table)?.has(keyText(key.columns, cellsOf(row, values)))) break;
        }
      }
    }
  }

  /** A value that was not given before, as far as the column's constraints have one; then one that was. */
  #freshValue(cls: number, attempt = 0): Cell | undefined {
    const info = this.#pattern.classes[cls];
    if (!info) return undefined;
    if (info.good) return info.good[attempt % info.good.length];
    const column = this.#columnOf(cls);
    const value = numbered(info.kind, 200 + this.#fresh++);
    if (!column || value === undefined) return value;
    if (this.#solved.allows(column, value)) return value;
    if (info.kind !== 'integer') return info.pool[attempt % info.pool.length];
    // A range of whole numbers, from the least that is allowed on.
    const numbers = info.pool.filter(each => typeof each === 'bigint');
    const least = numbers.reduce((a, b) => (a < b ? a : b), numbers[0] ?? 0n);
    const next = least + BigInt(attempt);
    return this.#solved.allows(column, next) ? next : info.pool[attempt % info.pool.length];
  }

  #columnOf(cls: number): FillColumn | undefined {
    for (const row of this.#pattern.rows) {
      const position = row.classes.indexOf(cls);
      if (position >= 0) return row.table.columns[position];
    }
    return undefined;
  }

  /** A row without a key that all of a group share is added once, unless it is what the group consists of. */
  #isRepeated(row: PatternRow, index: number): boolean {
    if (row.table.keys.length > 0) return false;
    const rows = [...this.#pattern.rows.entries()].filter(([, each]) => !each.anti);
    const counts = ([, each]: [number, PatternRow]): boolean =>
      each.classes.some(cls => this.#measured.includes(cls) && !this.#shared.has(cls));
    const several = rows.find(counts) ?? rows.find(([, each]) => each.table.keys.length > 0) ?? rows.at(-1);
    if (several?.[0] === index) return false;
    return row.classes.every(cls => (this.#pattern.classes[cls]?.cells ?? 1) < 2 || this.#shared.has(cls));
  }

  #isNew(table: FillTable, cells: FillRow): boolean {
    const keys = this.#keys.get(table) ?? new Set<string>();
    this.#keys.set(table, keys);
    const taken = table.keys.some(key => keys.has(keyText(key.columns, cells)));
    for (const key of table.keys) keys.add(keyText(key.columns, cells));
    return !taken;
  }
}

/** Not the same for keys of other columns. */
function keyText(columns: readonly number[], cells: FillRow): string {
  return columns.map(i => `${i} ${cellKey(cells[i] ?? null)}`).join('\u0001');
}
