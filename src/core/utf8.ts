/** Decoding that refuses what is not UTF-8: a replaced character would make different texts look the same. */
import { QuillError } from './errors.ts';

const lineFeed = 10;
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text, or undefined where the bytes are not UTF-8. */
export function utf8Text(bytes: Uint8Array, byteOrderMark: 'leave out' | 'keep'): string | undefined {
  try {
    const text = strict.decode(bytes);
    return byteOrderMark === 'keep' ? text : text.replace(/^\uFEFF/, '');
  } catch {
    return undefined;
  }
}

/** True for bytes that begin with the byte order mark of UTF-16. */
export function isUtf16({ 0: first, 1: second }: Uint8Array): boolean {
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
}

/** The text of a file. Throws QuillError `usage` with the line that is not UTF-8. */
export function decodeFile(bytes: Uint8Array, file: string): string {
  if (isUtf16(bytes)) throw utf16(file);
  const text = utf8Text(bytes, 'leave out');
  if (text !== undefined) return text;
  let start = 0;
  for (let line = 1; ; line++) {
    const end = bytes.indexOf(lineFeed, start);
    if (end < 0 || utf8Text(bytes.subarray(start, end), 'keep') === undefined) throw notUtf8(file, line);
    start = end + 1;
  }
}

export function utf16(file: string): QuillError {
  return new QuillError('usage', `${file} is UTF-16; save it as UTF-8.`);
}

function notUtf8(file: string, line: number): QuillError {
  return new QuillError('usage', `Line ${line} of ${file} is not UTF-8; save the file as UTF-8.`);
}
