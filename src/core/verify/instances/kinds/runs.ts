/** Rows in a row: groups of some rows each, in a known order, whose values follow short words. */
import type { Cell } from '../../../ports.ts';
import type { Random } from '../../../random.ts';
import { numbered } from '../../../schema/value-kind.ts';
import { ascending, cellKey } from '../../compare/cell.ts';
import type { Ingredients } from '../ingredients.ts';
import { emptyInstance, type FillRow, type Instance } from '../instance.ts';
import { addChain, cellOf, chainValues, cloneRow } from '../patterns/chain.ts';
import type { RowPattern } from '../patterns/row-pattern.ts';
import { type RunColumn, type RunTable, runTables } from './run-table.ts';
import { ALL_DIFFERENT, letters, WORDS, wordAt } from './run-words.ts';

/** Two and two differ in one part of what they are grouped by. */
const PAIRS = 3;
/** Which column gets the words in each instance: the first has most turns. */
const columnTurns = [0, 1, 0, 2, 0, 3];
/** Without a group there is only one run in an instance. */
const UNGROUPED = 3;
/** The table the query asks less about has fewer. */
const OTHER_TABLES = 2;
/** Words are no longer than this where a query counts rows. */
const LONGEST = 12;

/**
 * For each column the query asks about: runs of rows that agree in what they are grouped by and ascend in what they are
 * sorted by, with satisfying, failing and missing values in many orders.
 */
export function* runs(all: Ingredients, pattern: RowPattern, random: Random): Generator<Instance> {
  const tables = runTables(pattern);
  const start = random.int(WORDS);
  for (let n = 0; n < columnTurns.length; n++)
    for (const [place, run] of tables.entries()) {
      if ((run.parts.length === 0 && n >= UNGROUPED) || (place > 0 && n >= OTHER_TABLES)) continue;
      yield build(all, pattern, random, run, n, start);
    }
}

/** How one run is filled. */
interface Run {
  /** One value for each class of the pattern. */
  readonly values: Cell[];
  readonly word: string;
  readonly column: RunColumn;
  /** Its number in the instance. */
  readonly number: number;
  /** The two rows in the middle are sorted alike. */
  readonly tied: boolean;
  /** The keys descend where the rows ascend. */
  readonly backwards: boolean;
  /** The other columns take another value in each row. */
  readonly varied: boolean;
}

function build(
  all: Ingredients,
  pattern: RowPattern,
  random: Random,
  run: RunTable,
  n: number,
  start: number,
): Instance {
  const instance = emptyInstance(all.tables.length, 'rows in a row');
  const column = run.values[(columnTurns[n] ?? 0) % run.values.length];
  if (!column) return instance;
  const counts = all.counts.filter(count => count <= LONGEST);
  const longer = counts.length > 0 ? Math.max(0, random.pick(counts) - 3) : 0;
  const pairs = run.parts.length > 0 ? PAIRS : 0.5;
  const nullable = run.parts.filter(cls => canBeNull(run, pattern, cls));
  let before: Cell[] = [];
  for (let number = 0; number < 2 * pairs; number++) {
    const second = number % 2 === 1;
    const values = partValues(pattern, random, run, number, second ? before : undefined, n);
    const none = number === 1 && nullable.length > 0 ? random.pick(nullable) : undefined;
    if (none !== undefined) values[none] = null;
    before = values;
    // Two groups that differ in one of several parts are alike in all else.
    const which = run.parts.length > 1 ? number >> 1 : number;
    const distinct = none !== undefined && !column.cls.constrained;
    const word = distinct
      ? ALL_DIFFERENT
      : wordAt(start + n * 2 * PAIRS + which, number % 3 === 0 ? longer : 0);
    addRun(instance, pattern, random, run, {
      values,
      word,
      column,
      number,
      // Where rows tie, a difference may be one that SQL leaves open.
      tied: n % 2 === 1 && number % 3 === 2,
      backwards: n % 2 === 1,
      varied: second,
    });
  }
  return instance;
}

function canBeNull({ table, index }: RunTable, pattern: RowPattern, cls: number): boolean {
  const { classes } = pattern.rows[index] ?? {};
  return (
    pattern.classes[cls]?.nullable === true &&
    table.columns.every((c, i) => classes?.[i] !== cls || c.nullable)
  );
}

/** Values of its own for each class; those of the run before except for one part, where it is given. */
function partValues(
  pattern: RowPattern,
  random: Random,
  { parts }: RunTable,
  number: number,
  before: readonly Cell[] | undefined,
  n: number,
): Cell[] {
  const own = chainValues(pattern, random, { spread: 'same', n: number });
  const apart = parts[(n + (number >> 1)) % Math.max(1, parts.length)];
  for (const cls of parts) {
    const info = pattern.classes[cls];
    if (!info) continue;
    if (before && cls !== apart && !info.unique) {
      own[cls] = before[cls] ?? null;
      continue;
    }
    const plain = (info.good ?? info.pool).filter(value => value !== null);
    const limited = info.good !== undefined || info.constrained || info.computed;
    const fresh = info.unique ? undefined : numbered(info.kind, 3 + number);
    const from = plain.length > 0 ? plain : [1n];
    own[cls] = limited || fresh === undefined ? otherThan(before?.[cls], from, number, n) : fresh;
    if (info.unique && info.good === undefined)
      own[cls] = numbered(info.kind, 20 + number) ?? own[cls] ?? null;
  }
  return own;
}

/** One of the values, if possible another than the given one. */
function otherThan(before: Cell | undefined, values: readonly Cell[], number: number, n: number): Cell {
  const others = before === undefined || before === null ? values : values.filter(v => v !== before);
  return others[(number + n) % Math.max(1, others.length)] ?? values[0] ?? null;
}

function addRun(instance: Instance, pattern: RowPattern, random: Random, run: RunTable, own: Run): void {
  const { table, index, sorted } = run;
  const { number, word, column } = own;
  const before = instance.rows[table.index]?.length ?? 0;
  const model = addChain(
    instance,
    pattern,
    own.backwards ? own.values : smallKeys(run, pattern, own.values, before + 1),
    (row, i) => row.anti || (row.table === table && i !== index),
  ).get(index);
  const rows = instance.rows[table.index];
  const info = table.columns[column.position];
  if (!model || !rows || !info) return;
  const value = letters(column.cls, info, random);
  const first = [...model];
  const among = sorted.map(({ cls }) =>
    [...new Map((cls.good ?? []).map(v => [cellKey(v), v])).values()].sort(ascending),
  );
  for (let at = 0; at < word.length; at++) {
    const n = number * (LONGEST + 8) + at;
    const cells = at === 0 ? model : cloneRow(table, first, own.backwards ? 700 - n : n);
    if (at === 0) tellApart(run, cells, n);
    restoreParts(run, pattern, cells, first);
    if (at > 0 && !own.backwards)
      for (const [i, { unique, kind }] of table.columns.entries())
        if (unique) cells[i] = numbered(kind, before + 1 + at) ?? cells[i] ?? null;
    if (own.varied && at > 0) vary(run, column, cells, first, at, random);
    const step = own.tied && at > word.length >> 1 ? at - 1 : at;
    for (const [i, { position, cls }] of sorted.entries()) {
      const target = table.columns[position];
      if (!target) continue;
      const good = among[i] ?? [];
      const rank = target.unique ? before + 1 + at : step + 1;
      const ranked =
        good.length > word.length ? good[step] : cls.good ? undefined : numbered(target.kind, rank);
      if (ranked !== undefined) cells[position] = cellOf(target, ranked);
    }
    cells[column.position] = cellOf(info, value(word[at] ?? 'a'));
    if (at > 0) rows.push(cells);
  }
}

/** Keys that count up from 1 are met by small numbers of rows, and by sums and ranks. */
function smallKeys(
  { table, index }: RunTable,
  pattern: RowPattern,
  values: readonly Cell[],
  n: number,
): Cell[] {
  const own = [...values];
  for (const [i, cls] of (pattern.rows[index]?.classes ?? []).entries()) {
    const column = table.columns[i];
    if (column?.unique && !pattern.classes[cls]?.good)
      own[cls] = numbered(column.kind, n) ?? own[cls] ?? null;
  }
  return own;
}

/** The first row keeps what others may refer to, but shares no key of several columns with other runs. */
function tellApart({ table }: RunTable, cells: FillRow, n: number): void {
  const copy = cloneRow(table, cells, n);
  for (const [i, column] of table.columns.entries()) if (!column.unique) cells[i] = copy[i] ?? null;
}

function restoreParts(
  { table, index, parts }: RunTable,
  pattern: RowPattern,
  cells: FillRow,
  first: FillRow,
): void {
  const classes = pattern.rows[index]?.classes ?? [];
  for (const i of table.columns.keys()) if (parts.includes(classes[i] ?? -1)) cells[i] = first[i] ?? null;
}

function vary(
  { table, values }: RunTable,
  column: RunColumn,
  cells: FillRow,
  first: FillRow,
  at: number,
  random: Random,
): void {
  for (const { position, cls } of values) {
    const target = table.columns[position];
    // What was changed already keeps the keys apart.
    if (position === column.position || !target || cells[position] !== first[position]) continue;
    const plain = cls.pool.filter(value => value !== null);
    const other = cls.constrained ? plain[at % Math.max(1, plain.length)] : numbered(target.kind, at + 1);
    cells[position] = cellOf(target, other ?? random.pick(cls.pool));
  }
}
