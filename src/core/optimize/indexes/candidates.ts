/**
 * The indexes worth trying for a query. Within an index the columns compared by equality come first, then those of a
 * join, then one range or the wanted order; the other columns that the query reads can follow, so that the table need
 * not be read at all (https://sqlite.org/queryplanner.html). The planner and the clock decide which of them are good.
 */
import type { BoundQuery } from '../../sql/bound.ts';
import { sameName } from '../../sql/model.ts';
import { existingIndexFor, type IndexCandidate, identityOf, type KeyColumn } from './candidate.ts';
import type { Statistics } from './statistics.ts';
import { type TableUse, tableUses } from './usage.ts';

/** An index of more columns is hardly ever worth its upkeep. */
const mostColumns = 6;
/** A table smaller than this is read faster than an index on it is explained. */
const fewestRows = 20;
/** A partial index pays when its condition holds for at most this share of the rows. */
const partialShare = 0.2;
/** A column with at most so many values is taken for a status or a flag. */
const fewValues = 12;

/** Candidates without those that exist already, most promising first, at most `most`. */
export function indexCandidates(bound: BoundQuery, statistics: Statistics, most: number): IndexCandidate[] {
  const found = new Map<string, IndexCandidate>();
  for (const use of tableUses(bound)) {
    if (statistics.rows(use.table) < fewestRows) continue;
    for (const candidate of candidatesOf(use, statistics)) {
      const identity = identityOf(candidate);
      if (!found.has(identity) && existingIndexFor(candidate) === undefined) found.set(identity, candidate);
    }
  }
  return [...found.values()].slice(0, most);
}

function* candidatesOf(use: TableUse, statistics: Statistics): Iterable<IndexCandidate> {
  const { table } = use;
  const bySelectivity = (a: KeyColumn, b: KeyColumn): number =>
    statistics.distinctness(table, b.name) - statistics.distinctness(table, a.name);
  const equalities = [...use.equalities].sort(bySelectivity);
  const keys: KeyColumn[][] = [];
  const tails: KeyColumn[][] = [...use.ranges.map(r => [r]), ...use.sequences.map(upwards)];
  const heads: KeyColumn[][] = [];
  if (equalities.length > 0) heads.push(equalities);
  for (const join of use.joins) {
    heads.push([join]);
    if (equalities.length > 0) heads.push([...equalities, join], [join, ...equalities]);
  }
  if (use.joins.length > 1) heads.push([...use.joins].sort(bySelectivity));
  if (equalities.length > 1) heads.push(...equalities.map(e => [e]));
  for (const head of heads) {
    keys.push(head);
    for (const tail of tails) keys.push([...head, ...tail]);
  }
  keys.push(...tails);
  for (const tail of use.sequences.map(upwards)) for (const range of use.ranges) keys.push([...tail, range]);
  for (const arm of use.arms) keys.push([arm], [...equalities, arm]);

  const distinctKeys = keys.map(key => withoutRepetition(key, use)).filter(key => key.length > 0);
  for (const key of distinctKeys) yield { table, columns: key, searched: key.length };
  for (const key of distinctKeys) {
    const covering = coveringKey(key, use);
    if (covering) yield { table, columns: covering, searched: key.length };
  }
  for (const condition of use.conditions) {
    const searched = distinctKeys
      .filter(key => !key.some(k => sameName(k.name, condition.column)))
      .slice(0, 3);
    if (searched.length === 0 || !isLasting(condition, use, statistics)) continue;
    if (statistics.share(table, condition.sql) > partialShare) continue;
    for (const key of searched) yield { table, columns: key, searched: key.length, where: condition.sql };
  }
}

/** A sequence that runs downwards in every column is served by the upward index, read backwards. */
function upwards(sequence: readonly KeyColumn[]): KeyColumn[] {
  const down = sequence.every(c => c.descending);
  return sequence.map(c => (down ? { ...c, descending: false } : c));
}

/**
 * True when the condition is likely to stay in the query: a test for NULL or one of few values, not a key or a date.
 */
function isLasting(
  condition: TableUse['conditions'][number],
  use: TableUse,
  statistics: Statistics,
): boolean {
  return condition.isNullTest || statistics.distinctValues(use.table, condition.column) <= fewValues;
}

/** Drops later repetitions of a column, and the rowid, which every index ends with anyway. */
function withoutRepetition(key: readonly KeyColumn[], use: TableUse): KeyColumn[] {
  const columns: KeyColumn[] = [];
  for (const column of key) {
    if (columns.some(c => sameName(c.name, column.name))) continue;
    if (use.table.rowidAlias !== undefined && sameName(column.name, use.table.rowidAlias)) {
      // As the first column it would be the table itself; behind others it is there without being named.
      if (columns.length === 0) return [];
      break;
    }
    columns.push(column);
  }
  return columns.slice(0, mostColumns);
}

function coveringKey(key: readonly KeyColumn[], use: TableUse): KeyColumn[] | undefined {
  if (use.mentioned === undefined) return undefined;
  const rest = [...use.mentioned].filter(
    name => !key.some(k => sameName(k.name, name)) && !sameName(name, use.table.rowidAlias ?? ''),
  );
  if (rest.length === 0 || key.length + rest.length > mostColumns) return undefined;
  return [...key, ...rest.sort().map(name => ({ name, descending: false }))];
}
