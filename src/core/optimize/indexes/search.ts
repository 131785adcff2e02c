/**
 * Finds the indexes that make one query faster: asks the planner in a clone without rows which candidates it would
 * use, builds those in the copy, measures, and keeps the fewest and shortest that hold the gain.
 */
import { leavesDoubt, QuillError } from '../../errors.ts';
import type { Engine } from '../../ports.ts';
import type { Schema } from '../../schema/model.ts';
import type { BoundQuery } from '../../sql/bound.ts';
import { ratio, smallestGain } from '../timing.ts';
import type { Workbench } from '../workbench.ts';
import { expectedBuildMs, withIndexes } from './build.ts';
import {
  existingIndexFor,
  type IndexCandidate,
  identityOf,
  type NamedIndex,
  nameIndex,
} from './candidate.ts';
import { indexCandidates } from './candidates.ts';
import type { Statistics } from './statistics.ts';
import { WhatIf } from './what-if.ts';

/** Candidates shown to the planner for one query. */
const mostCandidates = 32;
/** Sets of indexes tried for one query, before they are made smaller. */
export const mostSets = 6;
/** A gain that leaves nothing worth looking for; with two sets tried, a smaller one does. */
const overwhelming = 10;
const satisfying = 3;
/** Columns that only spare reading the table must earn more: they make the index wide. */
const coveringGain = 1.3;

/** A query that indexes are sought for. */
export interface Variant {
  readonly bound: BoundQuery;
  readonly sql: string;
  /** The best time known without new indexes, in milliseconds. */
  readonly baseMs: number;
}

export interface FindOptions {
  /** Sets of indexes tried for each variant, and for all together. */
  readonly sets: number;
  readonly allSets: number;
  /** The clock's time to stop at. */
  readonly deadline: number;
  /** Told of the first gain. */
  onGain?(found: IndexedTime): void;
}

/** Indexes and the query's time with them, in milliseconds. */
export interface IndexedTime {
  readonly indexes: readonly NamedIndex[];
  readonly ms: number;
}

/**
 * The index search over one database: names, builds and measures candidates for the original and its rewrites. Leaves
 * nothing behind in the database. Call `close` when done.
 */
export class IndexSearch {
  readonly statistics: Statistics;
  readonly #bench: Workbench;
  readonly #schema: Schema;
  readonly #whatIf: WhatIf;
  readonly #names = new Map<string, NamedIndex>();
  readonly #built = new Set<string>();
  readonly #offered: readonly NamedIndex[];

  /** `offered`: CREATE INDEX statements that somebody proposes, which are tried with the search's own candidates. */
  constructor(
    engine: Engine,
    bench: Workbench,
    schema: Schema,
    statistics: Statistics,
    offered: readonly string[] = [],
  ) {
    this.#bench = bench;
    this.#schema = schema;
    this.statistics = statistics;
    this.#whatIf = WhatIf.open(engine, bench.db, schema);
    this.#offered = this.#name(this.#whatIf.offered(schema, offered));
  }

  /** How many different indexes were built and measured. */
  get tried(): number {
    return this.#built.size;
  }

  /** The best set of indexes for each variant that gains from one. Each set is built once for all variants. */
  find<V extends Variant>(variants: readonly V[], options: FindOptions): Map<V, IndexedTime> {
    const best = new Map<V, IndexedTime>();
    const triedSets = new Map<V, number>();
    let told = false;
    const sets = this.#setsOf(variants, options.sets).slice(0, options.allSets);
    for (const [i, { indexes, users }] of sets.entries()) {
      const open = users.filter(variant => {
        const gain = ratio(variant.baseMs, best.get(variant)?.ms ?? variant.baseMs);
        return gain < ((triedSets.get(variant) ?? 0) < 2 ? overwhelming : satisfying);
      });
      if (open.length === 0) continue;
      if (!this.#isAffordable(indexes, options.deadline)) continue;
      this.withBuilt(indexes, () => {
        for (const variant of open) {
          const known = best.get(variant);
          const knownMs = known?.ms ?? variant.baseMs;
          // No set may use up the time of the others.
          const share = (options.deadline - this.#bench.clock.now()) / (sets.length - i + 1);
          const ms = this.#bench.glance(variant.sql, Math.min(knownMs, Math.max(100, share)));
          triedSets.set(variant, (triedSets.get(variant) ?? 0) + 1);
          const wider = known !== undefined && coveringColumns(indexes) > coveringColumns(known.indexes);
          if (this.#bench.isWorth(knownMs, ms, wider ? coveringGain : smallestGain))
            best.set(variant, { indexes, ms });
        }
      });
      const [first] = best.values();
      if (first && !told) options.onGain?.(first);
      told ||= first !== undefined;
    }
    return best;
  }

  /** Leaves out indexes and columns that earn nothing, and gives what remains its final names. */
  reduce(sql: string, found: IndexedTime, deadline: number): readonly NamedIndex[] {
    const bench = this.#bench;
    // What is enough for the slowest values of parameters may not be for others, such as a frequent one.
    const times = this.#timesWith(sql, found);
    const limits = times.map(ms => ms * 1.5 + 5);
    const isEnough = (set: readonly NamedIndex[]): boolean => {
      if (!this.#isAffordable(set, deadline)) return false;
      const factor = coveringColumns(set) < coveringColumns(found.indexes) ? coveringGain : smallestGain;
      const reached = this.withBuilt(set, () => bench.glances(sql, limits));
      return reached?.every((ms, i) => !bench.isWorth(ms, times[i] ?? found.ms, factor)) ?? false;
    };
    let indexes = [...found.indexes];
    for (const candidate of found.indexes) {
      const without = indexes.filter(index => index !== candidate);
      if (without.length > 0 && isEnough(without)) {
        indexes = without;
        continue;
      }
      let kept = candidate;
      for (const shorter of this.#shorter(candidate)) {
        // As short as another of the set, it would be left out, and that was tried.
        if (indexes.some(index => identityOf(index) === identityOf(shorter))) break;
        const replaced = indexes.map(index => (index === kept ? shorter : index));
        if (!this.#used(sql, replaced).includes(shorter) || !isEnough(replaced)) break;
        indexes = replaced;
        kept = shorter;
      }
    }
    return this.named(indexes);
  }

  /** How long the query takes with the indexes found, for each set of parameter values. */
  #timesWith(sql: string, found: IndexedTime): readonly number[] {
    const bench = this.#bench;
    if (bench.cases.length === 1) return [found.ms];
    const before = bench.cases.map(({ query }) => query.best * 1.1 + 10);
    return this.withBuilt(found.indexes, () => bench.glances(sql, before)) ?? [found.ms];
  }

  /** With the names to advise: numbered only where they clash with each other or the schema. */
  named(indexes: readonly IndexCandidate[]): readonly NamedIndex[] {
    const named: NamedIndex[] = [];
    for (const index of indexes) named.push(nameIndex(index, this.#schema, named));
    return named;
  }

  /** How long an index on the largest table of the query is expected to take, in milliseconds. */
  largestBuildMs(bound: BoundQuery): number {
    const rows = bound.scopes
      .flatMap(scope => scope.relations)
      .map(({ source }) => (source.kind === 'table' ? this.statistics.rows(source.table) : 0));
    return expectedBuildMs(Math.max(0, ...rows));
  }

  /**
   * Runs the action while the indexes exist. Undefined when they cannot be built, such as for lack of memory: then
   * they are no advice.
   */
  withBuilt<T>(indexes: readonly NamedIndex[], action: () => T): T | undefined {
    for (const index of indexes) this.#built.add(index.name);
    try {
      return withIndexes(this.#bench.db, indexes, this.#bench.clock, action);
    } catch (error) {
      if (error instanceof QuillError && error.reason !== 'internal') return undefined;
      throw error;
    }
  }

  close(): void {
    this.#whatIf.close();
  }

  /** The sets worth building, those that come first for some variant first, with the variants that would use them. */
  #setsOf<V extends Variant>(variants: readonly V[], most: number): { indexes: NamedIndex[]; users: V[] }[] {
    const sets = new Map<string, { indexes: NamedIndex[]; users: V[]; place: number }>();
    for (const variant of variants) {
      for (const [place, indexes] of this.#setsFor(variant, most).entries()) {
        const key = keyOf(indexes);
        const known = sets.get(key);
        if (known) known.users.push(variant);
        else sets.set(key, { indexes, users: [variant], place });
      }
    }
    return [...sets.values()].sort((a, b) => a.place - b.place);
  }

  /** What the planner would use of the candidates that only search, of all, of each alone, and of the rest. */
  #setsFor({ bound, sql }: Variant, most: number): NamedIndex[][] {
    const own = this.#name(indexCandidates(bound, this.statistics, mostCandidates));
    const all = [...new Set([...this.#offered, ...own])];
    const sets = new Map<string, NamedIndex[]>();
    const propose = (available: readonly NamedIndex[]): NamedIndex[] => {
      const used = available.length === 0 ? [] : this.#used(sql, available);
      if (used.length > 0 && !sets.has(keyOf(used))) sets.set(keyOf(used), used);
      return used;
    };
    propose(this.#offered);
    const searching = all.filter(index => index.searched === index.columns.length);
    propose(searching);
    const preferred = propose(all);
    for (const index of [...searching, ...all]) if (sets.size < most - 1) propose([index]);
    if (sets.size < most) propose(all.filter(index => !preferred.includes(index)));
    return [...sets.values()].slice(0, most);
  }

  /** Those that the planner would use; none when it cannot plan with them. */
  #used(sql: string, indexes: readonly NamedIndex[]): NamedIndex[] {
    try {
      return this.#whatIf.used(sql, indexes, this.#bench.main.values);
    } catch (error) {
      if (!leavesDoubt(error)) return [];
      throw error;
    }
  }

  /** The same index with fewer columns: first without those that only cover, then shorter and shorter. */
  #shorter(index: NamedIndex): NamedIndex[] {
    const lengths: number[] = [];
    for (let length = index.columns.length - 1; length >= 1; length--) {
      if (length <= index.searched) lengths.push(length);
    }
    return this.#name(
      lengths
        .map(length => ({ ...index, columns: index.columns.slice(0, length), searched: length }))
        .filter(candidate => existingIndexFor(candidate) === undefined),
    );
  }

  #isAffordable(indexes: readonly NamedIndex[], deadline: number): boolean {
    const rows = indexes.reduce((sum, index) => sum + this.statistics.rows(index.table), 0);
    return this.#bench.clock.now() + expectedBuildMs(rows) <= deadline;
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

function keyOf(indexes: readonly NamedIndex[]): string {
  return indexes
    .map(index => index.name)
    .sort()
    .join('\n');
}

function coveringColumns(indexes: readonly NamedIndex[]): number {
  return indexes.reduce((sum, index) => sum + index.columns.length - index.searched, 0);
}
