import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { requireOrdinaryFile } from '../adapters/files/ordinary-file.ts';
import type { SqlPool } from '../adapters/sqlite/sql-pool.ts';
import { QuillError } from '../core/errors.ts';
import type { JudgeOptions } from '../protocol/sql-messages.ts';
import { type BatchLine, type ReadLine, readBatchLine } from './batch-line.ts';
import { ConfusionTable } from './confusion.ts';
import { toJson } from './json.ts';
import { inOrder } from './ordered-window.ts';
import type { Session } from './session.ts';
import { textLines } from './text-lines.ts';
import { errorObject, type VerdictObject, verdictObject } from './verdict-output.ts';

/** Pairs that wait for each worker: enough that none idles while the oldest pair holds up the output. */
const WINDOW_PER_WORKER = 8;

interface Judged {
  readonly line: ReadLine;
  readonly verdict: VerdictObject;
}

/**
 * Judges every line of a JSONL file, or of stdin where it is `-`; a result line each, in input order, as soon as it is
 * known, and a count of verdicts on stderr at the end. Cancelled, it still prints what was judged by then, and throws
 * QuillError `cancelled`; throws QuillError `usage` where there were lines and none was a pair.
 */
export async function verifyBatch(
  session: Session,
  file: string,
  workers: number,
  options: JudgeOptions,
): Promise<void> {
  const { signal } = session;
  const input = await openBatch(file);
  const pool = session.openPool({ size: workers, spare: false });
  const folder = file === '-' ? process.cwd() : path.dirname(path.resolve(file));
  const confusion = new ConfusionTable();
  let broken: QuillError | undefined;
  let isAnyPair = false;
  await inOrder(
    readLines(file, input, signal),
    workers * WINDOW_PER_WORKER,
    line => judgeLine(pool, signal, folder, line, options),
    async judged => {
      if (judged === undefined) return;
      const { line, verdict } = judged;
      if (line.pair instanceof QuillError) broken ??= line.pair;
      else isAnyPair = true;
      confusion.add(line.label === undefined ? undefined : String(line.label), verdict.verdict);
      const { id, label } = line;
      await print(`${toJson({ id, ...(label !== undefined && { label }), ...verdict })}\n`);
    },
  );
  if (isAnyPair || broken) session.tell(confusion.summary);
  if (confusion.byLabel !== undefined) session.tell(confusion.byLabel);
  if (signal.aborted) throw new QuillError('cancelled', 'Cancelled.');
  if (!isAnyPair)
    throw new QuillError(
      'usage',
      `${file === '-' ? 'stdin' : file} holds no pair. ${broken?.message ?? 'Write one JSON object a line.'}`,
    );
}

/** Throws QuillError `usage` where there is nothing to read. */
async function openBatch(file: string): Promise<Readable> {
  if (file === '-') return process.stdin;
  const unreadable = (why: string, cause?: unknown): QuillError =>
    new QuillError('usage', `${file} cannot be read: ${why}.`, { cause });
  requireOrdinaryFile(file, 'usage');
  const handle = await open(file).catch(error => {
    throw unreadable('it may not be read', error);
  });
  return createReadStream(file, { fd: handle });
}

async function* readLines(file: string, input: Readable, signal: AbortSignal): AsyncGenerator<ReadLine> {
  let number = 0;
  try {
    for await (const line of textLines(input, signal, file === '-' ? 'stdin' : file)) {
      number++;
      if (line?.trim() !== '') yield readBatchLine(line, number);
    }
  } catch (error) {
    if (error instanceof QuillError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new QuillError('usage', `${file} cannot be read beyond line ${number}: ${why}.`, { cause: error });
  }
}

/** Undefined where it was cancelled. */
async function judgeLine(
  pool: SqlPool,
  signal: AbortSignal,
  folder: string,
  line: ReadLine,
  options: JudgeOptions,
): Promise<Judged | undefined> {
  const begin = performance.now();
  const { pair } = line;
  if (pair instanceof QuillError) return { line, verdict: errorObject(pair.message, 0) };
  try {
    const request = { schema: schemaOf(pair, folder), a: pair.a, b: pair.b, options };
    const { verdict, ms } = await pool.verify(request, { signal });
    return { line, verdict: verdictObject(verdict, ms) };
  } catch (error) {
    if (signal.aborted) return undefined;
    if (!(error instanceof QuillError)) throw error;
    return { line, verdict: errorObject(error.message, performance.now() - begin) };
  }
}

function schemaOf({ db, schema }: BatchLine, folder: string): Parameters<SqlPool['verify']>[0]['schema'] {
  if (db === undefined) return { kind: 'ddl', ddl: schema ?? '' };
  return { kind: 'database', database: { kind: 'file', path: path.resolve(folder, db) } };
}

/** Waits while the reader of stdout is slower than the judge. */
async function print(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}
