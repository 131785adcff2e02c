import { readFile } from 'node:fs/promises';
import { text as stdinText } from 'node:stream/consumers';
import { QuillError } from '../core/errors.ts';

/** Reads a text file that an argument names, or stdin where it is `-`. Throws QuillError `usage` when it cannot be read. */
export async function readInput(file: string): Promise<string> {
  try {
    const text = file === '-' ? await stdinText(process.stdin) : await readFile(file, 'utf8');
    return text.replace(/^\uFEFF/, '');
  } catch (error) {
    const why =
      error instanceof Error && 'code' in error && error.code === 'ENOENT'
        ? 'there is no such file'
        : error instanceof Error
          ? error.message
          : String(error);
    throw new QuillError('usage', `${file} cannot be read: ${why}.`, { cause: error });
  }
}
