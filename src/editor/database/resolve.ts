import { stat } from 'node:fs/promises';
import { QuillError } from '../../core/errors.ts';
import type { DatabaseSource } from '../backend.ts';
import type { DatabaseChoice } from './choice.ts';
import { workspaceSchema } from './workspace-schema.ts';

/** A choice made ready for the workers. `identity` changes whenever the data or the schema does. */
export interface ResolvedDatabase {
  readonly source: DatabaseSource;
  readonly identity: string;
  /** One sentence each, for the log: duplicates, statements left out. */
  readonly notes: readonly string[];
}

const seed = 1;

/** Looks at the file or reads the workspace's DDL. Throws QuillError `file` or `schema`. */
export async function resolveDatabase(choice: DatabaseChoice): Promise<ResolvedDatabase> {
  switch (choice.kind) {
    case 'file':
      return {
        source: { kind: 'file', path: choice.path },
        identity: await fileIdentity(choice.path),
        notes: [],
      };
    case 'sample':
      return {
        source: { kind: 'sample', size: choice.size, seed },
        identity: `sample ${choice.size}`,
        notes: [],
      };
    case 'synthetic': {
      const { ddl, duplicates, skipped } = await workspaceSchema();
      if (ddl.trim() === '')
        throw new QuillError(
          'schema',
          'No CREATE TABLE statement was found in the SQL files of this workspace: choose a database file, or add the schema.',
        );
      return {
        source: { kind: 'schema', ddl, rows: choice.rows, seed },
        identity: `schema ${choice.rows} ${ddl}`,
        notes: [...duplicates, ...skipped].map(note =>
          typeof note === 'string' ? note : JSON.stringify(note),
        ),
      };
    }
  }
}

/** Path, size and time of the file and of the write-ahead log beside it. */
async function fileIdentity(path: string): Promise<string> {
  const stamp = async (file: string): Promise<string> => {
    const { size, mtimeMs } = await stat(file);
    return `${size}:${mtimeMs}`;
  };
  try {
    const log = await stamp(`${path}-wal`).catch(() => 'none');
    return `file ${path} ${await stamp(path)} ${log}`;
  } catch {
    throw new QuillError('file', `The database ${path} is not there any more: choose another one.`);
  }
}
