/** Reads a user's SQLite file into memory. The file is only ever opened for reading. */
import { closeSync, constants, fstatSync, openSync, readSync, statSync } from 'node:fs';
import path from 'node:path';
import { QuillError } from '../../core/errors.ts';
import { clearWalMode, readHeader } from './file-header.ts';
import { applyWal } from './wal.ts';

/** The largest image that sql.js takes, in bytes. */
const LARGEST_FILE = 2_000_000_000;
const ATTEMPTS = 3;

export interface DatabaseImage {
  /** The database as one file without a write-ahead log. */
  readonly bytes: Buffer;
  readonly stamp: string;
}

/**
 * What changes whenever the file, its write-ahead log or its journal does: sizes, times, file numbers. Throws
 * QuillError `file` when there is no such file.
 */
export function fileStamp(file: string): string {
  return [file, `${file}-wal`, `${file}-journal`].map((name, i) => stampOf(name, i === 0)).join(' ');
}

function stampOf(file: string, required: boolean): string {
  const stat = statSync(file, { bigint: true, throwIfNoEntry: false });
  if (stat !== undefined) return `${stat.ino}:${stat.size}:${stat.mtimeNs}`;
  if (required) throw new QuillError('file', `There is no file ${file}. Check the path.`);
  return '-';
}

/**
 * The file's content with the committed part of its write-ahead log. Throws QuillError `file` with what is wrong: not
 * there, no database, encrypted, truncated, too large, a transaction unfinished, changing while it is read.
 */
export function readDatabaseFile(file: string): DatabaseImage {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const stamp = stampWithReason(file);
    const bytes = readImage(file);
    if (stamp === fileStamp(file)) return { bytes, stamp };
  }
  throw new QuillError(
    'file',
    `${file} changes while it is read. Use a copy, or try again when nothing writes to it.`,
  );
}

function stampWithReason(file: string): string {
  try {
    return fileStamp(file);
  } catch (error) {
    throw unreadable(file, error);
  }
}

function readImage(file: string): Buffer {
  const name = path.basename(file);
  const main = readWhole(file);
  if (main.length === 0)
    throw new QuillError(
      'file',
      `${name} is empty (0 bytes), so it is no database yet. Choose another file.`,
    );
  const header = readHeader(main.subarray(0, 4096), name);
  const journal = readStart(`${file}-journal`, 8);
  if ((journal[0] ?? 0) !== 0)
    throw new QuillError(
      'file',
      `${name} has an unfinished transaction (${name}-journal lies beside it). Open it once with the application that writes it, then try again.`,
    );
  const wal = readIfThere(`${file}-wal`);
  const image = wal.length > 0 ? applyWal(main, header.pageSize, wal, name) : main;
  requireWhole(image, name);
  clearWalMode(image);
  return image;
}

function requireWhole(image: Buffer, name: string): void {
  const { pageSize, pageCount } = readHeader(image.subarray(0, 4096), name);
  const expected = (pageCount ?? 1) * pageSize;
  if (image.length < expected)
    throw new QuillError(
      'file',
      `${name} is truncated: it has ${image.length} of ${expected} bytes. Use a complete copy.`,
    );
}

function readWhole(file: string): Buffer {
  try {
    return read(file);
  } catch (error) {
    throw unreadable(file, error);
  }
}

/** A side file may vanish at any time: its owner deletes it when it is done. */
function readIfThere(file: string): Buffer {
  try {
    return read(file);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return Buffer.alloc(0);
    throw unreadable(file, error);
  }
}

function readStart(file: string, bytes: number): Buffer {
  try {
    return read(file, bytes);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return Buffer.alloc(0);
    throw unreadable(file, error);
  }
}

function read(file: string, limit = Number.POSITIVE_INFINITY): Buffer {
  // A pipe that nobody writes to would hold the thread up.
  const descriptor = openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const stat = fstatSync(descriptor);
    if (stat.isDirectory())
      throw new QuillError('file', `${file} is a folder. Choose the database file in it.`);
    if (!stat.isFile())
      throw new QuillError('file', `${file} is not an ordinary file. Choose a database file.`);
    const size = Math.min(stat.size, limit);
    if (size > LARGEST_FILE)
      throw new QuillError(
        'file',
        `${path.basename(file)}: file is ${gigabytes(size)}; sql.js can hold at most ${gigabytes(LARGEST_FILE)}. Use a smaller copy.`,
      );
    return readBytes(descriptor, size);
  } finally {
    closeSync(descriptor);
  }
}

function readBytes(descriptor: number, size: number): Buffer {
  const bytes = Buffer.allocUnsafeSlow(size);
  let done = 0;
  while (done < size) {
    const count = readSync(descriptor, bytes, done, Math.min(size - done, 2 ** 30), done);
    if (count === 0) break;
    done += count;
  }
  return bytes.subarray(0, done);
}

function unreadable(file: string, error: unknown): QuillError {
  if (error instanceof QuillError) return error;
  switch (codeOf(error)) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new QuillError('file', `There is no file ${file}. Check the path.`, { cause: error });
    case 'EACCES':
    case 'EPERM':
      return new QuillError('file', `${file} may not be read. Check its permissions.`, { cause: error });
    case 'ERR_MEMORY_ALLOCATION_FAILED':
      return new QuillError('memory', `${file} does not fit in this machine's memory. Use a smaller copy.`);
    default: {
      const why = error instanceof Error ? error.message : String(error);
      return new QuillError('file', `${file} could not be read: ${why}.`, { cause: error });
    }
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
