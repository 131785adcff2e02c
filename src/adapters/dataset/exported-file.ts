/** Files that are streamed under a temporary name and appear whole, or not at all. */
import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileWriter, parquetWriteRows } from 'hyparquet-writer';
import type { ParquetColumn, ParquetRow } from '../../core/dataset/parquet-rows.ts';
import { diskError } from '../files/disk-error.ts';
import { syncFolder, temporaryName } from '../files/whole-file.ts';

/** Characters that are gathered before they are written. */
const chunk = 1 << 20;
const rowsOfGroup = 10_000;

/** `write` fills a temporary file, which then takes the place of `file`. Throws QuillError `disk`. */
async function whole(file: string, write: (temporary: string) => Promise<number>): Promise<number> {
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
