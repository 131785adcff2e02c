/** An index that does not exist yet: its identity, its DDL and its name. */
import { quoteName } from '../../dialect/sqlite/quote.ts';
import type { Index, Schema, Table } from '../../schema/model.ts';
import { sameName } from '../../sql/model.ts';

export interface KeyColumn {
  readonly name: string;
  readonly descending: boolean;
  /** Only when it differs from the column's own. */
  readonly collation?: string;
}

export interface IndexCandidate {
  readonly table: Table;
  readonly columns: readonly KeyColumn[];
  /** How many leading columns find or order rows; the rest are there so that the table need not be read. */
  readonly searched: number;
  /** The condition of a partial index, as SQL text over the bare column names. */
  readonly where?: string;
}

/** A candidate with the name it would get. */
export interface NamedIndex extends IndexCandidate {
  readonly name: string;
}

/** Two candidates with the same identity are the same index. */
export function identityOf(candidate: IndexCandidate): string {
  const columns = candidate.columns.map(c => `${c.name} ${c.collation ?? ''}${c.descending ? ' desc' : ''}`);
  return `${candidate.table.name}(${columns.join(',')})${candidate.where ?? ''}`.toLowerCase();
}

/** The CREATE INDEX statement, without a semicolon. */
export function indexDdl(index: NamedIndex): string {
  const columns = index.columns.map(
    c =>
      quoteName(c.name) +
      (c.collation === undefined ? '' : ` COLLATE ${quoteName(c.collation)}`) +
      (c.descending ? ' DESC' : ''),
  );
  const where = index.where === undefined ? '' : ` WHERE ${index.where}`;
  return `CREATE INDEX ${quoteName(index.name)} ON ${quoteName(index.table.name)} (${columns.join(', ')})${where}`;
}

/** Gives the candidate a name `idx_table_columns` that clashes with nothing in the schema nor with the others. */
export function nameIndex(
  candidate: IndexCandidate,
  schema: Schema,
  others: Iterable<NamedIndex>,
): NamedIndex {
  const taken = new Set<string>();
  for (const table of schema.tables) {
    taken.add(table.name.toLowerCase());
    for (const index of table.indexes) taken.add(index.name.toLowerCase());
  }
  for (const view of schema.views) taken.add(view.name.toLowerCase());
  for (const other of others) taken.add(other.name.toLowerCase());
  const words = [candidate.table.name, ...candidate.columns.slice(0, 4).map(c => c.name)];
  if (candidate.where !== undefined) words.push('partial');
  const base = `idx_${words.join('_').replace(/[^\p{L}\p{N}_]+/gu, '_')}`.slice(0, 60);
  let name = base;
  for (let n = 2; taken.has(name.toLowerCase()); n++) name = `${base}_${n}`;
  return { ...candidate, name };
}

/**
 * The index of the table that does the candidate's work already: one that begins with the same columns in the same
 * order and has no condition, or the same one. Also the rowid and the primary key of a WITHOUT ROWID table.
 */
export function existingIndexFor(candidate: IndexCandidate): string | undefined {
  const { table, columns } = candidate;
  const [first] = columns;
  if (first && table.rowidAlias !== undefined && sameName(first.name, table.rowidAlias))
    return table.rowidAlias;
  const clustered =
    table.withoutRowid && columns.every((c, i) => sameName(c.name, table.primaryKey[i] ?? ''));
  if (clustered) return 'PRIMARY KEY';
  return table.indexes.find(index => beginsWith(index, candidate))?.name;
}

function beginsWith(index: Index, candidate: IndexCandidate): boolean {
  if (index.where !== undefined && normalise(index.where) !== normalise(candidate.where ?? '')) return false;
  if (candidate.columns.length > index.columns.length) return false;
  let reversed: boolean | undefined;
  return candidate.columns.every((wanted, i) => {
    const has = index.columns[i]!;
    if (has.name === undefined || !sameName(has.name, wanted.name)) return false;
    const own = candidate.table.columns.find(c => sameName(c.name, wanted.name))?.collation ?? 'BINARY';
    if (!sameName(has.collation, wanted.collation ?? own)) return false;
    // An index is read in both directions: only a mixture of directions matters.
    const flipped = has.descending !== wanted.descending;
    reversed ??= flipped;
    return flipped === reversed;
  });
}

function normalise(condition: string): string {
  return condition.replace(/["`[\]\s]/g, '').toLowerCase();
}
