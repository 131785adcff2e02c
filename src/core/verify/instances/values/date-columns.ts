/** Which TEXT columns hold ISO dates, judged by what the queries do with them. */
import type { Column } from '../../../schema/model.ts';

/** Texts of one column that are asked for; more say nothing new. */
const MOST_ASKED = 16;

/** What the queries say of their columns, in any order. */
export class DateUses {
  readonly #given = new Set<Column>();
  readonly #compared = new Set<Column>();
  readonly #parts = new Map<Column, Set<number>>();
  readonly #otherwise = new Set<Column>();
  readonly #asked = new Map<Column, Set<string>>();
  readonly #bounds = new Map<Column, Set<string>>();
  readonly #met: (readonly [one: Column, other: Column, equal: boolean])[] = [];

  /** A date function reads the column's values. */
  given(column: Column): void {
    if (column.affinity === 'text') this.#given.add(column);
  }

  /** The column is compared with a date. */
  compared(column: Column): void {
    if (column.affinity === 'text') this.#compared.add(column);
  }

  /** The part that begins at `start` (1: first) is read where dates have one, and other texts may, too. */
  part(column: Column, start: number): void {
    if (column.affinity === 'text')
      this.#parts.set(column, new Set([...(this.#parts.get(column) ?? []), start]));
  }

  /** A part is compared with what does not stand there in dates. */
  otherwise(column: Column): void {
    this.#otherwise.add(column);
  }

  /** A query asks for these texts, which are no dates. */
  asked(column: Column, texts: readonly string[]): void {
    if (column.affinity !== 'text' || texts.length === 0) return;
    const all = [...(this.#asked.get(column) ?? []), ...texts];
    this.#asked.set(column, new Set(all.slice(0, MOST_ASKED)));
  }

  /** A year stands for its beginning, as in `d < '2100'`. */
  bounded(column: Column, year: string): void {
    this.#bounds.set(column, new Set([...(this.#bounds.get(column) ?? []), year]));
  }

  /** The years that bound each column. */
  get bounds(): ReadonlyMap<Column, ReadonlySet<string>> {
    return this.#bounds;
  }

  /** The values of the columns are compared as they are. */
  met(one: Column, other: Column, equal: boolean): void {
    if (one !== other && one.affinity === 'text' && other.affinity === 'text')
      this.#met.push([one, other, equal]);
  }

  /** Adds what other conditions say. */
  merge(other: DateUses): void {
    for (const column of other.#given) this.#given.add(column);
    for (const column of other.#compared) this.#compared.add(column);
    for (const [column, starts] of other.#parts) for (const start of starts) this.part(column, start);
    for (const column of other.#otherwise) this.#otherwise.add(column);
    for (const [column, texts] of other.#asked) this.asked(column, [...texts]);
    for (const [column, years] of other.#bounds) for (const year of years) this.bounded(column, year);
    this.#met.push(...other.#met);
  }

  /**
   * The columns that hold dates: those given to date functions; and those that are compared with dates, or of which two
   * parts are read, or that are compared with columns of dates, unless another text is asked for in them. One part alone
   * says nothing: card numbers and article codes begin with four digits, too.
   */
  columns(): Set<Column> {
    const found = new Set(this.#given);
    const add = (column: Column): boolean => {
      // An empty text stands for no date, and says nothing of the others.
      const words = [...(this.#asked.get(column) ?? [])].filter(text => text.trim() !== '');
      if (found.has(column) || words.length > 0) return false;
      found.add(column);
      return true;
    };
    for (const column of this.#compared) add(column);
    for (const [column, starts] of this.#parts)
      if (starts.size > 1 && !this.#otherwise.has(column)) add(column);
    for (let more = true; more; ) {
      more = false;
      for (const [one, other] of this.#met)
        if ((found.has(one) && add(other)) || (found.has(other) && add(one))) more = true;
    }
    return found;
  }

  /** The texts asked for in a column of dates all the same: no condition becomes one that never holds. */
  askedOf(column: Column): ReadonlySet<string> {
    const found = new Set(this.#asked.get(column));
    for (const [one, other, equal] of this.#met) {
      if (!equal || (one !== column && other !== column)) continue;
      for (const text of this.#asked.get(one === column ? other : one) ?? []) found.add(text);
    }
    return found;
  }
}
