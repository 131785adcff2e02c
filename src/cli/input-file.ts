import { readFile } from 'node:fs/promises';
import { buffer as stdinBytes } from 'node:stream/consumers';
import { longestText, requireOrdinaryFile } from '../adapters/files/ordinary-file.ts';
import { QuillError } from '../core/errors.ts';
import { ddlStatements } from '../core/schema/statements.ts';
import { decodeFile } from '../core/utf8.ts';

/** What a database file of SQLite begins with. */
const databaseStart = 'SQLite format 3\0';
const createTable = /^create\s+(temp\s+|temporary\s+|virtual\s+)?table\b/i;

/**
 * Reads a text file that an argument names, or stdin where it is `-`. Throws QuillError `usage` when it cannot be read
 * as an ordinary file of a sensible length, or is not UTF-8.
 */
export async function readInput(file: string): Promise<string> {
  if (file !== '-') requireOrdinaryFile(file, 'usage', longestText);
  const bytes = await (file === '-' ? stdinBytes(process.stdin) : readFile(file)).catch(error => {
    throw new QuillError('usage', `${file} cannot be read: ${whyUnreadable(error)}.`, { cause: error });
  });
  // Where a database is named in place of a text, that is the better message.
  if (bytes.subarray(0, databaseStart.length).equals(Buffer.from(databaseStart))) return databaseStart;
  return decodeFile(bytes, file === '-' ? 'stdin' : file);
}

/** Reads the file that `--schema` names. Throws QuillError `usage` also where it declares no table. */
export async function readSchemaFile(file: string): Promise<string> {
  const ddl = await readInput(file);
  if (ddl.startsWith(databaseStart))
    throw new QuillError('usage', `${file} is a database; name it by --db instead of --schema.`);
  if (!ddlStatements(ddl).some(statement => createTable.test(statement.text)))
    throw new QuillError(
      'usage',
      `${file} holds no CREATE TABLE statement; name the file that declares the tables.`,
    );
  return ddl;
}

function whyUnreadable(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return 'there is no such file';
  return code === 'EISDIR' ? 'it is a folder; name a file' : error.message;
}
