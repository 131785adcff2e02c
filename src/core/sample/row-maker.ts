/** Makes the rows of one table: its own values, its references, NULLs. */
import type { Cell, Row } from '../ports.ts';
import { hashText, type Random } from '../random.ts';
import type { Column, Index, Table } from '../schema/model.ts';
import { sameName } from '../sql/model.ts';
import { type CheckKnowledge, readChecks } from './check-domain.ts';
import { type ValueMaker, valueMaker } from './made-values.ts';
import type { ParentPool } from './parent-pool.ts';

/** A reference of the table; positions are those of the inserted columns. */
export interface Link {
  readonly columns: readonly number[];
  /** Absent when the parents are filled later: the reference is set afterwards. */
  readonly pool?: ParentPool;
  /** For a reference to the table itself: where the referenced columns stand. */
  readonly self?: readonly number[];
}

type Draft = (Cell | undefined)[];

export class RowMaker {
  /** The columns that are inserted: neither generated nor hidden. */
  readonly columns: readonly Column[];
  readonly #random: Random;
  readonly #links: readonly Link[];
  readonly #rows: number;
  readonly #checks: CheckKnowledge;
  readonly #makers: readonly ValueMaker[];
  readonly #distinct: readonly ValueMaker[];
  readonly #nullShares: readonly number[];
  /** Positions of the columns of each unique set, the primary key first. */
  readonly #keys: readonly (readonly number[])[];
  /** The same for unique indexes over expressions or some rows only: refused rows get distinct values there. */
  readonly #looseKeys: readonly (readonly number[])[];

  /** `meant` tells the size of the table that an undeclared reference seems to mean. */
  constructor(
    table: Table,
    rows: number,
    random: Random,
    links: readonly Link[],
    meant: (column: Column) => number | undefined,
  ) {
    this.#rows = rows;
    this.#random = random;
    this.columns = insertedColumns(table);
    this.#checks = readChecks(table);
    this.#keys = [table.primaryKey, ...table.uniques]
      .map(names => names.map(name => this.columns.findIndex(column => sameName(column.name, name))))
      .filter(key => key.length > 0 && !key.includes(-1));
    // A reference that is a key has each parent once; the others can share columns with any parent.
    const isKey = (link: Link): number => Number(this.#isKey(link));
    this.#links = [...links].sort((a, b) => isKey(b) - isKey(a) || b.columns.length - a.columns.length);
    this.#looseKeys = table.indexes
      .filter(index => index.unique && (index.where !== undefined || index.columns.some(each => !each.name)))
      .map(index => mentionedColumns(index, this.columns));
    const makerOf = (column: Column, distinct: boolean): ValueMaker => {
      const domain = this.#checks.domains.get(column.name.toLowerCase()) ?? {};
      const size = meant(column);
      return valueMaker(random, {
        column,
        rows,
        distinct,
        domain,
        ...(size === undefined ? {} : { meant: size }),
      });
    };
    const unique = new Set(this.#keys.flatMap(key => (key.length === 1 ? key : [])));
    this.#makers = this.columns.map((column, i) => makerOf(column, unique.has(i)));
    this.#distinct = this.columns.map(column => makerOf(column, true));
    this.#nullShares = this.columns.map(column => (column.notNull ? 0 : nullShare(column.name)));
  }

  /**
   * The cells of row `i`; `attempt` counts from 0 and widens the choice. Undefined where a reference finds no parent.
   */
  make(i: number, attempt: number): Cell[] | undefined {
    const draft: Draft = new Array<Cell | undefined>(this.columns.length).fill(undefined);
    const own = this.#links.filter(link => link.self === undefined);
    for (const link of own) {
      if (link.pool === undefined) this.#leaveForLater(draft, link);
      else if (!this.#refer(draft, link, link.pool, attempt)) return undefined;
    }
    const selfColumns = new Set(this.#links.flatMap(link => (link.self === undefined ? [] : link.columns)));
    for (const [position, cell] of draft.entries())
      if (cell === undefined && !selfColumns.has(position))
        draft[position] = this.#value(position, i, attempt);
    if (attempt > 0) this.#vary(draft, i, attempt);
    this.#order(draft);
    for (const link of this.#links) if (link.self !== undefined) this.#referSelf(draft, link, link.self);
    return draft.map((cell, position) => (cell === undefined ? this.#value(position, i, attempt) : cell));
  }

  #value(position: number, i: number, attempt: number): Cell {
    const share = this.#nullShares[position]!;
    if (share > 0 && this.#random.chance(share)) return null;
    return this.#makers[position]!(i + attempt * this.#rows);
  }

  #leaveForLater(draft: Draft, link: Link): void {
    const free = this.#freeNullable(draft, link);
    if (free !== undefined) draft[free] = null;
  }

  #refer(draft: Draft, link: Link, pool: ParentPool, attempt: number): boolean {
    const free = this.#freeNullable(draft, link);
    if (free !== undefined && this.#random.chance(this.#nullShares[free]!)) {
      draft[free] = null;
      return true;
    }
    const given = link.columns.map(position => draft[position]);
    if (given.includes(null)) return true;
    const parent = given.some(cell => cell !== undefined)
      ? pool.matching(given)
      : this.#isKey(link)
        ? pool.once()
        : attempt > 0
          ? pool.uniform()
          : pool.skewed();
    if (parent === undefined) {
      if (free === undefined) return false;
      draft[free] = null;
      return true;
    }
    for (const [k, position] of link.columns.entries()) draft[position] = parent[k] ?? null;
    return true;
  }

  /** Refers to an earlier row, or to nothing, or to the row itself. */
  #referSelf(draft: Draft, link: Link, references: readonly number[]): void {
    const free = this.#freeNullable(draft, link);
    const given = link.columns.map(position => draft[position]);
    if (given.includes(null)) return;
    const wantsNull = free !== undefined && this.#random.chance(Math.max(this.#nullShares[free]!, 0.1));
    const parent: Row | undefined = wantsNull
      ? undefined
      : this.#isKey(link)
        ? link.pool?.once()
        : link.pool?.matching(given);
    if (parent === undefined && free !== undefined) draft[free] = null;
    else {
      const target = parent ?? references.map(position => draft[position] ?? null);
      for (const [k, position] of link.columns.entries()) draft[position] ??= target[k] ?? null;
    }
  }

  #freeNullable(draft: Draft, link: Link): number | undefined {
    return link.columns.find(position => draft[position] === undefined && !this.columns[position]!.notNull);
  }

  /** The columns of the link hold a whole key: each parent can have one child only. */
  #isKey(link: Link): boolean {
    return this.#keys.some(key => key.every(position => link.columns.includes(position)));
  }

  /** After a refusal: other values for keys of several columns, and literals of the checks for columns they mention. */
  #vary(draft: Draft, i: number, attempt: number): void {
    const bound = new Set(this.#links.flatMap(link => link.columns));
    const index = i + attempt * this.#rows;
    for (const key of [...this.#keys.filter(each => each.length > 1), ...this.#looseKeys]) {
      const open = key.filter(position => !bound.has(position));
      if (attempt < 3 || open.length === 0) continue;
      const position = this.#random.pick(open);
      draft[position] = this.#distinct[position]!(index);
    }
    // Every other time only, and one column at a time: other checks may be content with what they have.
    if (attempt < 4 || attempt % 2 === 1 || this.#checks.literals.length === 0) return;
    const open = [...this.columns.keys()].filter(
      position =>
        !bound.has(position) && this.#checks.mentioned.has(this.columns[position]!.name.toLowerCase()),
    );
    if (open.length === 0) return;
    const position = this.#random.pick(open);
    const isNull = !this.columns[position]!.notNull && this.#random.chance(0.3);
    draft[position] = isNull ? null : nearby(this.#random, this.#random.pick(this.#checks.literals));
  }

  /** Swaps values that a check wants in order (`starts_at <= ends_at`). */
  #order(draft: Draft): void {
    for (const { left, right } of this.#checks.ordered) {
      const a = this.columns.findIndex(column => sameName(column.name, left));
      const b = this.columns.findIndex(column => sameName(column.name, right));
      const [low, high] = [draft[a] ?? null, draft[b] ?? null];
      if (low === null || high === null || typeof low !== typeof high || low <= high) continue;
      draft[a] = high;
      draft[b] = low;
    }
  }
}

function mentionedColumns(index: Index, columns: readonly Column[]): number[] {
  const text = index.columns.map(each => each.name ?? each.expression ?? '').join(' ');
  const words = text.toLowerCase().split(/[^\p{L}\p{N}_$]+/u);
  return [...columns.keys()].filter(position => words.includes(columns[position]!.name.toLowerCase()));
}

/** The columns that an INSERT can name. */
export function insertedColumns(table: Table): Column[] {
  return table.columns.filter(column => column.generated === undefined && !column.hidden);
}

function nullShare(name: string): number {
  if (/^(?:deleted|cancelled|canceled|archived|closed|left)_/i.test(name)) return 0.85;
  return [0.02, 0.08, 0.25][hashText(name.toLowerCase()) % 3]!;
}

function nearby(random: Random, cell: Cell): Cell {
  const step = random.int(3) - 1;
  if (typeof cell === 'bigint') return cell + BigInt(step);
  return typeof cell === 'number' ? cell + step : cell;
}
