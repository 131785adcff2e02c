import { existsSync } from 'node:fs';
import { fileStamp } from '../../adapters/sqlite/database-file.ts';
import { QuillError } from '../../core/errors.ts';
import type { DatabaseSource } from '../../protocol/database-source.ts';
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

/** A chosen file was there once, which the message for one that is gone says. */
function stampOf(path: string): string {
  if (existsSync(path)) return fileStamp(path);
  throw new QuillError('file', `${path} is not there any more: was it moved? Choose the database again.`);
}

/** Looks at the file or reads the workspace's DDL. Throws QuillError `file` or `schema`. */
export async function resolveDatabase(choice: DatabaseChoice): Promise<ResolvedDatabase> {
  switch (choice.kind) {
    case 'file':
      return {
        source: { kind: 'file', path: choice.path },
        identity: `file ${choice.path} ${stampOf(choice.path)}`,
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
        notes: [...duplicates, ...skipped],
      };
    }
  }
}
