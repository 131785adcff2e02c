/** The values each column draws from: columns that are compared with each other draw from the same. */
import type { Cell } from '../../../ports.ts';
import type { Column } from '../../../schema/model.ts';
import { coerce, plainValues, unusualValues } from '../../../schema/value-kind.ts';
import { cellKey } from '../../compare/cell.ts';
import { type FillColumn, type FillTable, heldIn } from '../instance.ts';
import type { InterestingValues } from '../values/interesting-values.ts';
import { jsonDocuments } from '../values/json-values.ts';
import { around } from '../values/near-values.ts';
import type { LegalValues } from './legal-values.ts';

const MOST = 36;
/** So many of them may be JSON documents. */
const DOCUMENTS = 26;
/** More are tried on CHECKs. */
const MOST_TRIED = 90;

/** Where the other spelling of the first value stands: often only the first three are drawn from. */
const SPELLING = 2;

export type Pair = readonly [Cell, Cell];

/** One double stands for both. */
const LIKE_REALS: Pair = [2n ** 53n, 2n ** 53n + 1n];

/** The values that each column may be filled with; columns that refer to or are compared with each other share them. */
export class Domains {
  readonly #group = new Map<Column, Column>();
  readonly #members = new Map<Column, FillColumn[]>();
  readonly #pools = new Map<FillColumn, readonly Cell[]>();
  readonly #texts = new Map<Column, readonly string[]>();
  readonly #alike = new Map<FillColumn, readonly Pair[]>();
  readonly #interesting: InterestingValues;
  readonly #legal: LegalValues;

  constructor(tables: readonly FillTable[], interesting: InterestingValues, legal: LegalValues) {
    this.#interesting = interesting;
    this.#legal = legal;
    for (const [a, b] of interesting.related) this.#join(a, b);
    for (const table of tables)
      for (const fk of table.foreignKeys)
        for (const [i, position] of fk.columns.entries()) {
          const child = table.columns[position];
          const parent = tables[fk.parent]?.columns[fk.references[i] ?? -1];
          if (child && parent) this.#join(child.column, parent.column);
        }
    for (const column of tables.flatMap(table => table.columns)) {
      const root = this.#root(column.column);
      const members = this.#members.get(root) ?? [];
      members.push(column);
      this.#members.set(root, members);
    }
  }

  /** Values for a column that its CHECKs allow, those of the queries' constants first; never NULL, never empty. */
  pool(column: FillColumn): readonly Cell[] {
    const known = this.#pools.get(column);
    if (known) return known;
    const members = this.#members.get(this.#root(column.column)) ?? [column];
    const ordered = [column, ...members.filter(member => member !== column)];
    const result = new Map<string, Cell>();
    const add = (cell: Cell | undefined): void => {
      if (cell !== undefined && cell !== null && result.size < MOST_TRIED) result.set(cellKey(cell), cell);
    };
    for (const member of ordered)
      for (const text of this.#documents(member).slice(0, DOCUMENTS)) add(coerce(text, column.kind));
    for (const member of ordered) {
      for (const constant of this.#interesting.constants.get(member.column) ?? [])
        add(heldIn(column, constant));
      for (const value of this.#interesting.exact.get(member.column) ?? []) add(heldIn(column, value));
    }
    for (const member of ordered)
      for (const constant of this.#interesting.constants.get(member.column) ?? [])
        for (const value of around(constant, column.kind)) add(value);
    for (const value of plainValues(column.kind)) add(value);
    for (const value of unusualValues(column.kind)) add(value);
    const values = [...result.values()];
    const pairs = column.kind === 'text' ? this.#spellings(members, values) : [];
    const others = values.filter(value => !pairs.some(([, other]) => other === value));
    others.splice(SPELLING, 0, ...pairs.map(([, other]) => other));
    if (column.kind === 'integer' && members.some(member => this.#interesting.reals.has(member.column)))
      pairs.push(LIKE_REALS);
    this.#alike.set(
      column,
      pairs.filter(pair => pair.every(value => this.#legal.allows(column, value))),
    );
    const pool = this.#legal.narrow(column, others).slice(0, MOST);
    this.#pools.set(column, pool);
    return pool;
  }

  /** Whether the column can hold the value and its CHECKs, as far as they are on it alone, allow it. */
  allows(column: FillColumn, value: Cell): boolean {
    const cell = coerce(value, column.kind);
    return cell !== undefined && this.#legal.allows(column, cell);
  }

  /** Pairs of values that what a query does with the column does not tell apart, or hardly. */
  alike(column: FillColumn): readonly Pair[] {
    this.pool(column);
    return this.#alike.get(column) ?? [];
  }

  /** A value and another spelling of it, for each collation that the columns are compared by. */
  #spellings(members: readonly FillColumn[], values: readonly Cell[]): Pair[] {
    const first = values.find(value => typeof value === 'string' && /\S/.test(value));
    if (typeof first !== 'string') return [];
    const collations = members.flatMap(({ column }) => [
      column.collation,
      ...(this.#interesting.collations.get(column) ?? []),
    ]);
    return [...new Set(collations.map(name => name.toUpperCase()))].flatMap((collation): Pair[] => {
      if (collation === 'RTRIM') return [[first, `${first}  `]];
      if (collation !== 'NOCASE') return [];
      const other = first === first.toLowerCase() ? first.toUpperCase() : first.toLowerCase();
      return other === first ? [] : [[first, other]];
    });
  }

  /** True when the queries compare the column with a constant. */
  constrained(column: FillColumn): boolean {
    const { constants, exact, json } = this.#interesting;
    return [constants, exact, json].some(map => map.has(column.column));
  }

  /** Texts of interest that are tried in many rows at once only. */
  shapes(column: FillColumn): readonly Cell[] {
    const shapes = this.#interesting.shapes.get(column.column) ?? [];
    return [...shapes, ...this.#documents(column).slice(DOCUMENTS)];
  }

  /** JSON texts of interest. */
  #documents({ column }: FillColumn): readonly string[] {
    const part = this.#interesting.json.get(column);
    const known = this.#texts.get(column) ?? (part ? jsonDocuments(part) : []);
    this.#texts.set(column, known);
    return known;
  }

  /** Texts that make a key of this and other columns ambiguous. */
  joined(column: FillColumn): readonly Cell[] {
    return this.#interesting.joined.get(column.column) ?? [];
  }

  /** All values of interest, where they are many; else none. */
  listed(column: FillColumn): readonly Cell[] {
    const more = this.#interesting.listed.get(column.column);
    if (more === undefined) return [];
    const { constants, exact } = this.#interesting;
    const listed = [...(constants.get(column.column) ?? []), ...(exact.get(column.column) ?? []), ...more];
    return listed.map(value => coerce(value, column.kind) ?? null).filter(value => value !== null);
  }

  /** Equal for columns that draw from the same values. */
  groupOf(column: FillColumn): Column {
    return this.#root(column.column);
  }

  #root(column: Column): Column {
    let root = column;
    for (let next = this.#group.get(root); next && next !== root; next = this.#group.get(root)) root = next;
    return root;
  }

  #join(a: Column, b: Column): void {
    const [left, right] = [this.#root(a), this.#root(b)];
    if (left !== right) this.#group.set(left, right);
  }
}
