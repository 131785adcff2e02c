/** Files that are written from a dataset, which must not take the place of its own. */
import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { QuillError } from '../../core/errors.ts';

/**
 * Throws QuillError `usage` where a file, links followed, lies in the dataset's folder: there it could take the place of
 * the pairs themselves.
 */
export async function outsideDataset(folder: string, file: string): Promise<void> {
  const own = await realOf(path.resolve(folder));
  const target = await realOf(path.resolve(file));
  if (target === own || target.startsWith(own + path.sep))
    throw new QuillError(
      'usage',
      `${file} would stand among the files of the dataset in ${folder}; name a file outside that folder.`,
    );
}

/** The path without links, of which the last parts need not be there. */
async function realOf(name: string): Promise<string> {
  try {
    return await realpath(name);
  } catch {
    const above = path.dirname(name);
    return above === name ? name : path.join(await realOf(above), path.basename(name));
  }
}
