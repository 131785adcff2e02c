/** Files of the user's that are read whole: devices and pipes may have no end, and no SQL is that long. */
import { statSync } from 'node:fs';
import { QuillError } from '../../core/errors.ts';
import { codeOf } from './disk-error.ts';

/** Of a file of SQL that is read whole, in bytes. */
export const longestText = 64 * 1024 * 1024;

/**
 * Throws QuillError with this reason, and one sentence, where the name is not that of an ordinary file, or the file is
 * longer than `mostBytes`. Links are followed.
 */
export function requireOrdinaryFile(
  file: string,
  reason: 'file' | 'usage',
  mostBytes = Number.POSITIVE_INFINITY,
): void {
  const refused = (why: string, cause?: unknown): QuillError =>
    new QuillError(reason, `${file} cannot be read: ${why}.`, { cause });
  let found: ReturnType<typeof statSync>;
  try {
    found = statSync(file);
  } catch (error) {
    const code = codeOf(error);
    throw refused(code === 'ENOENT' ? 'there is no such file' : `the system reports ${code}`, error);
  }
  if (found.isDirectory()) throw refused('it is a folder; name a file');
  if (!found.isFile()) throw refused(`it is a ${found.isFIFO() ? 'pipe' : 'device'}; name an ordinary file`);
  if (found.size > mostBytes)
    throw refused(`it is longer than ${Math.round(mostBytes / 1024 / 1024)} MB; name a file of SQL`);
}
