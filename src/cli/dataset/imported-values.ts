/** The rows of a file to import: a JSON array, or a JSON object a line. */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { requireOrdinaryFile } from '../../adapters/files/ordinary-file.ts';
import { QuillError } from '../../core/errors.ts';
import { parsedJson } from '../../core/json.ts';
import { readInput } from '../input-file.ts';
import { textLines } from '../text-lines.ts';

export interface ImportedValue {
  /** 1-based: the line, or the place in the array. */
  readonly number: number;
  /** Undefined where a line is not JSON in UTF-8. */
  readonly value: unknown;
}

/** Throws QuillError `usage` when the file cannot be read or is an array that is not JSON. */
export async function* importedValues(file: string, signal: AbortSignal): AsyncGenerator<ImportedValue> {
  if ((await firstSign(file)) === '[') {
    const rows: unknown = parsedJson(await readInput(file));
    if (!Array.isArray(rows))
      throw new QuillError('usage', `${file} begins like a JSON array and is none; mend it first.`);
    for (const [i, value] of rows.entries()) yield { number: i + 1, value };
    return;
  }
  let number = 0;
  for await (const line of textLines(createReadStream(file), signal, file)) {
    number++;
    if (line === undefined) yield { number, value: undefined };
    else if (line.trim() !== '') yield { number, value: parsedJson(line) };
  }
}

async function firstSign(file: string): Promise<string> {
  requireOrdinaryFile(file, 'usage');
  const handle = await open(file).catch(error => {
    throw new QuillError('usage', `${file} cannot be read: it may not be read.`, { cause: error });
  });
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4096), 0, 4096, 0);
    return buffer
      .subarray(0, bytesRead)
      .toString('utf8')
      .replace(/^\uFEFF/, '')
      .trim()
      .slice(0, 1);
  } catch (error) {
    throw new QuillError('usage', `${file} cannot be read; name a file.`, { cause: error });
  } finally {
    await handle.close();
  }
}
