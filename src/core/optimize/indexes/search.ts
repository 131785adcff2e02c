/**
 * Finds the indexes that make one query faster: asks the planner in a clone without rows which candidates it would
 * use, builds those in the copy, measures, and keeps the fewest and shortest that hold the gain.
 */
import { QuillError } from '../../errors.ts';
import type { Engine } from '../../ports.ts';
import type { Schema } from '../../schema/model.ts';
import type { BoundQuery } from '../../sql/bound.ts';
import { ratio } from '../timing.ts';
import type { Workbench } from '../workbench.ts';
import { expectedBuildMs, withIndexes } from './build.ts';
import { type IndexCandidate, identityOf, type NamedIndex, nameIndex } from './candidate.ts';
import { indexCandidates } from './candidates.ts';
import type { Statistics } from './statistics.ts';
import { WhatIf } from './what-if.ts';

/** Candidates shown to the planner for one query. */
const mostCandidates = 32;
/** Sets of indexes built and measured for one query, before they are made smaller. */
export const mostSets = 7;
/** A gain that leaves nothing worth looking for. */
const overwhelming = 30;

/** Indexes and the query's time with them, in milliseconds. */
export interface IndexedTime {
  readonly indexes: readonly NamedIndex[];
  readonly ms: number;
}

export class IndexSearch {
  readonly statistics: Statistics;
  readonly #bench: Workbench;
  readonly #schema: Schema;
  readonly #whatIf: WhatIf;
  readonly #names = new Map<string, NamedIndex>();
  readonly #built = new Set<string>();

  constructor(engine: Engine, bench: Workbench, schema: Schema, statistics: Statistics) {
    this.#bench = bench;
    this.#schema = schema;
    this.statistics = statistics;
    this.#whatIf = WhatIf.open(engine, bench.db, schema);
  }

  /** How many different indexes were built and measured. */
  get tried(): number {
    return this.#built.size;
  }

  /**
   * The best of at most `sets` sets of indexes for the query; undefined when none is worth it against `baseMs`, the
   * best time known without them. Stops looking when the clock reaches `deadline`.
   */
  find(
    bound: BoundQuery,
    sql: string,
    baseMs: number,
    sets: number,
    deadline: number,
  ): IndexedTime | undefined {
    const all = this.#name(indexCandidates(bound, this.statistics, mostCandidates));
    let best: IndexedTime = { indexes: [], ms: baseMs };
    for (const indexes of this.#sets(sql, all, sets)) {
      if (this.#bench.clock.now() >= deadline || ratio(baseMs, best.ms) > overwhelming) break;
      const ms = this.#measure(sql, indexes, best.ms, deadline);
      if (this.#bench.isWorth(best.ms, ms)) best = { indexes, ms };
    }
    return best.indexes.length > 0 ? best : undefined;
  }

  /** Leaves out indexes and columns that earn nothing, and gives what remains its final names. */
  reduce(sql: string, found: IndexedTime, deadline: number): readonly NamedIndex[] {
    const bench = this.#bench;
    const params = bench.main.values;
    const limitMs = found.ms * 1.5 + 5;
    const enough = (set: readonly NamedIndex[]): boolean =>
      !bench.isWorth(this.#measure(sql, set, limitMs, deadline), found.ms);
    let indexes = [...found.indexes];
    for (const candidate of found.indexes) {
      if (bench.clock.now() >= deadline) break;
      const without = indexes.filter(index => index !== candidate);
      if (without.length > 0 && enough(without)) {
        indexes = without;
        continue;
      }
      for (const shorter of this.#shorter(candidate)) {
        const replaced = indexes.map(index => (index === candidate ? shorter : index));
        if (!this.#whatIf.used(sql, replaced, params).includes(shorter) || !enough(replaced)) continue;
        indexes = replaced;
        break;
      }
    }
    const named: NamedIndex[] = [];
    for (const index of indexes) named.push(nameIndex(index, this.#schema, named));
    return named;
  }

  close(): void {
    this.#whatIf.close();
  }

  /** What the planner would use of all candidates, of those that only search, and of each alone. */
  #sets(sql: string, all: readonly NamedIndex[], most: number): NamedIndex[][] {
    const params = this.#bench.main.values;
    const sets = new Map<string, NamedIndex[]>();
    const propose = (available: readonly NamedIndex[]): NamedIndex[] => {
      const used = available.length === 0 ? [] : this.#whatIf.used(sql, available, params);
      const key = used
        .map(index => index.name)
        .sort()
        .join('\n');
      if (used.length > 0 && !sets.has(key)) sets.set(key, used);
      return used;
    };
    const first = propose(all);
    const searching = all.filter(index => index.searched === index.columns.length);
    propose(searching);
    for (const index of [...searching, ...all]) if (sets.size < most - 1) propose([index]);
    if (sets.size < most) propose(all.filter(index => !first.includes(index)));
    return [...sets.values()].slice(0, most);
  }

  /** The same index with fewer columns, shortest first. */
  #shorter(index: NamedIndex): NamedIndex[] {
    const lengths: number[] = [];
    for (let length = 1; length < index.columns.length; length++) lengths.push(length);
    return this.#name(
      lengths.map(length => ({
        ...index,
        columns: index.columns.slice(0, length),
        searched: Math.min(index.searched, length),
      })),
    );
  }

  /** Time with the indexes built; Infinity when slower than the limit, or when building would take too long. */
  #measure(sql: string, indexes: readonly NamedIndex[], limitMs: number, deadline: number): number {
    const bench = this.#bench;
    const rows = indexes.reduce((sum, index) => sum + this.statistics.rows(index.table), 0);
    if (bench.clock.now() + expectedBuildMs(rows) > deadline) return Number.POSITIVE_INFINITY;
    for (const index of indexes) this.#built.add(index.name);
    try {
      return withIndexes(bench.db, indexes, bench.clock, () => bench.glance(sql, limitMs));
    } catch (error) {
      // Such as no memory left for it: then it is no advice.
      if (error instanceof QuillError) return Number.POSITIVE_INFINITY;
      throw error;
    }
  }

  /** The same index always gets the same name. */
  #name(candidates: readonly IndexCandidate[]): NamedIndex[] {
    return candidates.map(candidate => {
      const identity = identityOf(candidate);
      let named = this.#names.get(identity);
      if (!named) {
        named = nameIndex(candidate, this.#schema, this.#names.values());
        this.#names.set(identity, named);
      }
      return named;
    });
  }
}
