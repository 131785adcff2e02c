/** What the first bytes of a file tell. Format: sqlite.org/fileformat2.html §1.3. */
import { open } from 'node:fs/promises';
import { QuillError } from '../../core/errors.ts';

const MAGIC = Buffer.from('SQLite format 3\0', 'latin1');
const HEADER_BYTES = 100;
const WRITE_VERSION_AT = 18;
const READ_VERSION_AT = 19;
const CHANGE_COUNTER_AT = 24;
const PAGE_COUNT_AT = 28;
const VALID_FOR_AT = 92;

export interface FileHeader {
  /** Bytes. */
  readonly pageSize: number;
  /** Pages the file should have; undefined when an old SQLite wrote it and the count is not kept. */
  readonly pageCount: number | undefined;
}

/** Reads the header of a non-empty file. Throws QuillError `file` when it is no database, or an encrypted one. */
export function readHeader(start: Buffer, name: string): FileHeader {
  if (!start.subarray(0, MAGIC.length).equals(MAGIC)) throw new QuillError('file', notADatabase(start, name));
  if (start.length < HEADER_BYTES)
    throw new QuillError('file', `${name} is truncated: not even its header is whole. Use a complete copy.`);
  const stored = start.readUInt16BE(16);
  const pageSize = stored === 1 ? 65_536 : stored;
  if (pageSize < 512 || (pageSize & (pageSize - 1)) !== 0)
    throw new QuillError('file', `${name} has a damaged header (page size ${pageSize}). Use a sound copy.`);
  const counted = start.readUInt32BE(CHANGE_COUNTER_AT) === start.readUInt32BE(VALID_FOR_AT);
  const pageCount = start.readUInt32BE(PAGE_COUNT_AT);
  return { pageSize, pageCount: counted && pageCount > 0 ? pageCount : undefined };
}

/** True when the file begins as SQLite files do; false for one that cannot be read. */
export async function isSqliteFile(path: string): Promise<boolean> {
  try {
    const file = await open(path, 'r');
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(MAGIC.length), 0, MAGIC.length, 0);
      return bytesRead === MAGIC.length && buffer.equals(MAGIC);
    } finally {
      await file.close();
    }
  } catch {
    return false;
  }
}

/** Marks an image as "rollback journal" instead of "write-ahead log", so that it opens without shared memory. */
export function clearWalMode(image: Buffer): void {
  image[WRITE_VERSION_AT] = 1;
  image[READ_VERSION_AT] = 1;
}

function notADatabase(start: Buffer, name: string): string {
  if (start.length >= 512 && bitsPerByte(start) > maximalBits(start.length) - 0.15)
    return `${name} is not readable as an SQLite database; it looks encrypted. Decrypt it into a copy first.`;
  return `${name} is not an SQLite database. Choose a file that SQLite has written.`;
}

/** Shannon entropy of the bytes. */
function bitsPerByte(bytes: Buffer): number {
  const counts = new Array<number>(256).fill(0);
  for (const byte of bytes) counts[byte] = (counts[byte] ?? 0) + 1;
  return counts.reduce((sum, count) => {
    const share = count / bytes.length;
    return share === 0 ? sum : sum - share * Math.log2(share);
  }, 0);
}

/** What uniformly random bytes reach at this length (Miller–Madow correction of the 8 bits). */
function maximalBits(length: number): number {
  return 8 - 255 / (2 * length * Math.LN2);
}
