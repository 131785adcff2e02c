/** Indexes that somebody else proposes, as candidates of the index search. */
import { splitStatements } from '../../dialect/sqlite/split.ts';
import { QuillError } from '../../errors.ts';
import type { Database } from '../../ports.ts';
import type { Index, Schema, Table } from '../../schema/model.ts';
import { readIndexes, withStatements } from '../../schema/read-keys.ts';
import { sameName } from '../../sql/model.ts';
import { existingIndexFor, type IndexCandidate } from './candidate.ts';
import { rolledBack } from './savepoint.ts';

/** So many statements are looked at. */
const mostOffered = 6;

/**
 * The candidates that CREATE INDEX statements describe, each checked by SQLite on `clone`, an empty database with the
 * schema, which is the same afterwards. Left out: what SQLite refuses, what is there already, and indexes with
 * expressions or a condition. UNIQUE is ignored: it would forbid rows. Only the table and the columns are kept of a
 * text.
 */
export function offeredIndexes(
  clone: Database,
  schema: Schema,
  statements: readonly string[],
): IndexCandidate[] {
  return statements.slice(0, mostOffered).flatMap(statement => {
    const plain = plainStatement(statement);
    const candidate = plain === undefined ? undefined : candidateOf(clone, schema, plain);
    return candidate && existingIndexFor(candidate) === undefined ? [candidate] : [];
  });
}

const create = /^CREATE\s+(?:UNIQUE\s+)?INDEX\b/i;

/** The statement as CREATE INDEX; undefined when it is anything else, or more than one. */
function plainStatement(text: string): string | undefined {
  const [piece, ...others] = splitStatements(text);
  const statement = piece && text.slice(piece.span.start, piece.span.end).trim();
  if (statement === undefined || others.length > 0 || !create.test(statement)) return undefined;
  return statement.replace(create, 'CREATE INDEX');
}

function candidateOf(clone: Database, schema: Schema, statement: string): IndexCandidate | undefined {
  try {
    return rolledBack(clone, () => {
      clone.exec(statement);
      return withStatements(clone, statements => {
        for (const table of schema.tables) {
          const made = readIndexes(statements, table.name).filter(
            ({ name }) => !table.indexes.some(known => sameName(known.name, name)),
          );
          const [index] = made;
          if (index) return plainCandidate(table, index);
        }
        return undefined;
      });
    });
  } catch (error) {
    if (QuillError.is(error, 'query-failed')) return undefined;
    throw error;
  }
}

function plainCandidate(table: Table, index: Index): IndexCandidate | undefined {
  if (index.where !== undefined) return undefined;
  const columns = index.columns.flatMap(({ name, descending, collation }) => {
    const column = table.columns.find(one => one.name === name);
    if (column === undefined) return [];
    return [
      { name: column.name, descending, ...(sameName(collation, column.collation) ? {} : { collation }) },
    ];
  });
  if (columns.length !== index.columns.length) return undefined;
  return { table, columns, searched: columns.length };
}
