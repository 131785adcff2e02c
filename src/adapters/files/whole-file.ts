/** Files that are written whole: under a temporary name, then renamed, so that a reader sees the old or the new one. */
import { copyFile, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { codeOf, diskError } from './disk-error.ts';

let written = 0;

/** A name beside `file` that no other write of any process has. */
export function temporaryName(file: string): string {
  return `${file}.${process.pid}.${++written}.tmp`;
}

/** The text is on disk when the promise is fulfilled. Throws QuillError `disk`; the old file is then still there. */
export async function writeWhole(file: string, text: string): Promise<void> {
  const temporary = temporaryName(file);
  try {
    const handle = await open(temporary, 'w');
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
    await syncFolder(path.dirname(file));
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    throw diskError(file, error);
  }
}

/**
 * Puts a copy in a file's place: what another process writes to the file that it has open is then not in the one that
 * is found under its name. Does nothing where there is no file. Throws QuillError `disk`.
 */
export async function replaceByCopy(file: string): Promise<void> {
  const temporary = temporaryName(file);
  try {
    await copyFile(file, temporary);
    const handle = await open(temporary, 'r+');
    await handle.sync().finally(() => handle.close());
    await rename(temporary, file);
    await syncFolder(path.dirname(file));
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    if (codeOf(error) !== 'ENOENT') throw diskError(file, error);
  }
}

/** Puts the names of a folder on disk, where the system can do that. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } catch (error) {
    // Some network file systems cannot; their servers keep names by themselves.
    if (!['EINVAL', 'ENOTSUP', 'EBADF', 'EISDIR', 'EPERM'].includes(codeOf(error) ?? '')) throw error;
  } finally {
    await handle.close();
  }
}
