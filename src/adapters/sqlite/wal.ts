/**
 * Applies the committed part of a write-ahead log to the image of its database, as a checkpoint does, without
 * touching either file. Format: sqlite.org/fileformat2.html §4.
 */
import { QuillError } from '../../core/errors.ts';

const HEADER = 32;
const FRAME_HEADER = 24;
const MAGIC_LITTLE_ENDIAN = 0x377f0682;
const MAGIC_BIG_ENDIAN = 0x377f0683;
const VERSION = 3_007_000;

interface Commit {
  /** Pages of the database after it. */
  readonly pages: number;
  /** For each page number, where its newest content starts in the log. */
  readonly content: ReadonlyMap<number, number>;
}

/**
 * The image with the log's committed pages: `image` itself when the log holds none. Frames after the last commit, of
 * an earlier round of the log, or with a wrong checksum are not part of the database; SQLite ignores them too.
 * Throws QuillError `file` when the log cannot belong to this database, or pages are in neither.
 */
export function applyWal(image: Buffer, pageSize: number, wal: Buffer, name: string): Buffer {
  const commit = lastCommit(wal, pageSize, name);
  if (commit === undefined) return image;
  const result = Buffer.alloc(commit.pages * pageSize);
  image.copy(result, 0, 0, result.length);
  for (const [page, start] of commit.content) {
    if (page <= commit.pages) wal.copy(result, (page - 1) * pageSize, start, start + pageSize);
  }
  for (let page = Math.floor(image.length / pageSize) + 1; page <= commit.pages; page++) {
    if (!commit.content.has(page))
      throw new QuillError('file', `${name} is truncated: page ${page} is missing. Use a complete copy.`);
  }
  return result;
}

function lastCommit(wal: Buffer, pageSize: number, name: string): Commit | undefined {
  if (wal.length < HEADER) return undefined;
  const magic = wal.readUInt32BE(0);
  if (magic !== MAGIC_LITTLE_ENDIAN && magic !== MAGIC_BIG_ENDIAN)
    throw new QuillError('file', refusal(name, 'is no write-ahead log'));
  const bigEndian = magic === MAGIC_BIG_ENDIAN;
  const sum = new Checksum(bigEndian);
  sum.add(wal, 0, 24);
  if (!sum.equals(wal, 24)) return undefined;
  if (wal.readUInt32BE(4) !== VERSION)
    throw new QuillError('file', refusal(name, 'has an unknown format version'));
  if (wal.readUInt32BE(8) !== pageSize)
    throw new QuillError('file', refusal(name, 'belongs to a database of another page size'));

  const content = new Map<number, number>();
  let uncommitted: [page: number, start: number][] = [];
  let pages: number | undefined;
  for (let at = HEADER; at + FRAME_HEADER + pageSize <= wal.length; at += FRAME_HEADER + pageSize) {
    const page = wal.readUInt32BE(at);
    if (page === 0 || wal.compare(wal, 16, 24, at + 8, at + 16) !== 0) break;
    sum.add(wal, at, at + 8);
    sum.add(wal, at + FRAME_HEADER, at + FRAME_HEADER + pageSize);
    if (!sum.equals(wal, at + 16)) break;
    uncommitted.push([page, at + FRAME_HEADER]);
    const size = wal.readUInt32BE(at + 4);
    if (size === 0) continue;
    for (const [number, start] of uncommitted) content.set(number, start);
    uncommitted = [];
    pages = size;
  }
  return pages === undefined ? undefined : { pages, content };
}

function refusal(name: string, why: string): string {
  return `${name}-wal beside the database ${why}; open the database once with SQLite, so that the two are joined, then try again.`;
}

/** The log's running checksum (fileformat2 §4.2). */
class Checksum {
  readonly #bigEndian: boolean;
  #s0 = 0;
  #s1 = 0;

  constructor(bigEndian: boolean) {
    this.#bigEndian = bigEndian;
  }

  /** Adds bytes; their number is a multiple of 8. */
  add(bytes: Buffer, start: number, end: number): void {
    let s0 = this.#s0;
    let s1 = this.#s1;
    for (let i = start; i < end; i += 8) {
      s0 = (s0 + (this.#bigEndian ? bytes.readUInt32BE(i) : bytes.readUInt32LE(i)) + s1) >>> 0;
      s1 = (s1 + (this.#bigEndian ? bytes.readUInt32BE(i + 4) : bytes.readUInt32LE(i + 4)) + s0) >>> 0;
    }
    this.#s0 = s0;
    this.#s1 = s1;
  }

  equals(bytes: Buffer, at: number): boolean {
    return bytes.readUInt32BE(at) === this.#s0 && bytes.readUInt32BE(at + 4) === this.#s1;
  }
}
