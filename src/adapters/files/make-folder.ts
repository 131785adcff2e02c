import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { QuillError } from '../../core/errors.ts';
import { codeOf, diskError } from './disk-error.ts';

/**
 * Makes a folder and those above it that are not there. One by one: where a file system says of its own folders that
 * they are not there, as /proc does, Node's recursive mkdir never returns. Throws QuillError `disk`.
 */
export async function makeFolder(folder: string): Promise<void> {
  const missing: string[] = [];
  let at = path.resolve(folder);
  while (!(await isFolder(folder, at))) {
    missing.unshift(at);
    const above = path.dirname(at);
    if (above === at) throw cannotBeMade(folder, at);
    at = above;
  }
  for (const one of missing)
    await mkdir(one).catch(async error => {
      if (codeOf(error) === 'ENOENT') throw cannotBeMade(folder, path.dirname(one), error);
      // Another process made it meanwhile; or it is a link that leads nowhere.
      if (codeOf(error) !== 'EEXIST' || !(await isFolder(folder, one))) throw diskError(folder, error);
    });
}

/** False where there is nothing. Throws QuillError `disk` where there is something else. */
async function isFolder(wanted: string, name: string): Promise<boolean> {
  try {
    if ((await stat(name)).isDirectory()) return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw diskError(wanted, error);
  }
  throw new QuillError('disk', `${wanted} could not be made: ${name} is a file; choose another place.`);
}

function cannotBeMade(folder: string, above: string, cause?: unknown): QuillError {
  return new QuillError(
    'disk',
    `${folder} could not be made: ${above} takes no new folders; choose another place.`,
    { cause },
  );
}
