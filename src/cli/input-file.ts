import { readFile } from 'node:fs/promises';
import { buffer as stdinBytes } from 'node:stream/consumers';
import { longestText, requireOrdinaryFile } from '../adapters/files/ordinary-file.ts';
import { isPipe, readPipe } from '../adapters/files/pipe.ts';
import { QuillError } from '../core/errors.ts';
import { ddlStatements } from '../core/schema/statements.ts';
import { decodeFile } from '../core/utf8.ts';

/** What a database file of SQLite begins with. */
const databaseStart = 'SQLite format 3\0';
const createTable = /^create\s+(temp\s+|temporary\s+|virtual\s+)?table\b/i;

/**
 * Reads a text file or a pipe that an argument names, or stdin where it is `-`. Throws QuillError `usage` when it
 * cannot be read as a text of a sensible length, or is not UTF-8.
 */
export async function readInput(file: string, signal?: AbortSignal): Promise<string> {
  const bytes = await bytesOf(file, signal).catch(error => {
    if (QuillError.is(error)) throw error;
    throw new QuillError('usage', `${file} cannot be read: ${whyUnreadable(error)}.`, { cause: error });
  });
  // Where a database is named in place of a text, that is the better message.
  if (bytes.subarray(0, databaseStart.length).equals(Buffer.from(databaseStart))) return databaseStart;
  return decodeFile(bytes, file === '-' ? 'stdin' : file);
}

async function bytesOf(file: string, signal: AbortSignal | undefined): Promise<Buffer> {
  if (file === '-') return stdinBytes(process.stdin);
  if (isPipe(file)) return readPipe(file, signal && { signal });
  requireOrdinaryFile(file, 'usage', longestText);
  return readFile(file);
}

/** Reads the file that `--schema` names. Throws QuillError `usage` also where it declares no table. */
export async function readSchemaFile(file: string, signal?: AbortSignal): Promise<string> {
  const ddl = await readInput(file, signal);
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
  if (code === 'EACCES' || code === 'EPERM') return 'it may not be read; check its permissions';
  return code === 'EISDIR' ? 'it is a folder; name a file' : error.message;
}
