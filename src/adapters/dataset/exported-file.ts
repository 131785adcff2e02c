/** Files that are streamed under a temporary name and appear whole, or not at all. */
import { lstat, open, realpath, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileWriter, parquetWriteRows } from 'hyparquet-writer';
import type { ParquetColumn, ParquetRow } from '../../core/dataset/parquet-rows.ts';
import { QuillError } from '../../core/errors.ts';
import { codeOf, diskError } from '../files/disk-error.ts';
import { syncFolder, temporaryName } from '../files/whole-file.ts';

/** Characters that are gathered before they are written. */
const chunk = 1 << 20;
const rowsOfGroup = 10_000;

/**
 * The ordinary file that a name stands for, there or not yet; links are followed, so that one stays a link. Throws
 * QuillError `disk` where it is anything else: nothing takes the place of a device or a pipe.
 */
export async function replaceable(name: string): Promise<string> {
  const isThere = await lstat(name).then(
    () => true,
    (error: unknown) => {
      if (codeOf(error) === 'ENOENT') return false;
      throw diskError(name, error);
    },
  );
  if (!isThere) return name;
  try {
    const file = await realpath(name);
    const found = await stat(file);
    if (found.isFile()) return file;
    const what = found.isDirectory() ? 'a folder' : 'a device or a pipe';
    throw new QuillError('disk', `${name} could not be written: it is ${what}; name an ordinary file.`);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw diskError(name, error);
    throw new QuillError('disk', `${name} could not be written: it is a link to nothing; name a file.`);
  }
}

/**
 * `write` fills a temporary file, which then takes the place of `name`. Throws QuillError `disk`, see `replaceable`.
 */
async function whole(name: string, write: (temporary: string) => Promise<number>): Promise<number> {
  const file = await replaceable(name);
  const temporary = temporaryName(file);
  try {
    const count = await write(temporary);
    const handle = await open(temporary, 'r+');
    await handle.sync().finally(() => handle.close());
    await rename(temporary, file);
    await syncFolder(path.dirname(path.resolve(file)));
    return count;
  } catch (error) {
    throw error instanceof Error && 'code' in error ? diskError(file, error) : error;
  } finally {
    await rm(temporary, { force: true });
  }
}

/** Writes a JSON object a line; returns how many. */
export function writeJsonLines(file: string, rows: AsyncIterable<object>): Promise<number> {
  return whole(file, async temporary => {
    const handle = await open(temporary, 'w');
    try {
      let count = 0;
      let text = '';
      for await (const row of rows) {
        text += `${JSON.stringify(row)}\n`;
        count++;
        if (text.length < chunk) continue;
        await handle.write(text);
        text = '';
      }
      await handle.write(text);
      return count;
    } finally {
      await handle.close();
    }
  });
}

/** Writes a Parquet file, compressed with Snappy, holding one group of rows at a time; returns how many rows. */
export function writeParquet(
  file: string,
  columns: readonly ParquetColumn[],
  rows: AsyncIterable<ParquetRow>,
): Promise<number> {
  return whole(file, async temporary => {
    let count = 0;
    async function* counted(): AsyncGenerator<ParquetRow> {
      for await (const row of rows) {
        count++;
        yield row;
      }
    }
    await parquetWriteRows({
      writer: fileWriter(temporary),
      rows: counted(),
      columns: [...columns],
      rowGroupSize: rowsOfGroup,
      createdBy: 'quill',
    });
    return count;
  });
}
