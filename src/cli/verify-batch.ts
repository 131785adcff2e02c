import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { SqlPool } from '../adapters/sqlite/sql-pool.ts';
import { QuillError } from '../core/errors.ts';
import type { JudgeOptions } from '../protocol/sql-messages.ts';
import { type BatchLine, type ReadLine, readBatchLine } from './batch-line.ts';
import { ConfusionTable } from './confusion.ts';
import { toJson } from './json.ts';
import { inOrder } from './ordered-window.ts';
import type { Session } from './session.ts';
import { errorObject, type VerdictObject, verdictObject } from './verdict-output.ts';

/** Pairs that wait for each worker: enough that none idles while the oldest pair holds up the output. */
const WINDOW_PER_WORKER = 8;

interface Judged {
  readonly line: ReadLine;
  readonly verdict: VerdictObject;
}

/** Judges every line of a JSONL file; a result line each, in input order, as soon as it is known. */
export async function verifyBatch(
  session: Session,
  file: string,
  workers: number,
  options: JudgeOptions,
): Promise<void> {
  await access(file).catch(error => {
    throw new QuillError('usage', `${file} cannot be read: there is no such file, or it may not be read.`, {
      cause: error,
    });
  });
  const pool = session.openPool({ size: workers, spare: false });
  const folder = path.dirname(path.resolve(file));
  const confusion = new ConfusionTable();
  await inOrder(
    readLines(file),
    workers * WINDOW_PER_WORKER,
    line => judgeLine(pool, session.signal, folder, line, options),
    async ({ line, verdict }) => {
      if (line.label !== undefined) confusion.add(line.label, verdict.verdict);
      await print(`${toJson({ id: line.id, ...verdict })}\n`);
    },
  );
  if (!confusion.empty) session.tell(confusion.text());
}

async function* readLines(file: string): AsyncGenerator<ReadLine> {
  const input = createReadStream(file, 'utf8');
  let number = 0;
  for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    number++;
    const line = number === 1 ? text.replace(/^\uFEFF/, '') : text;
    if (line.trim() !== '') yield readBatchLine(line, number);
  }
}

async function judgeLine(
  pool: SqlPool,
  signal: AbortSignal,
  folder: string,
  line: ReadLine,
  options: JudgeOptions,
): Promise<Judged> {
  const begin = performance.now();
  const { pair } = line;
  if (pair instanceof QuillError) return { line, verdict: errorObject(pair.message, 0) };
  try {
    const request = { schema: schemaOf(pair, folder), a: pair.a, b: pair.b, options };
    const { verdict, ms } = await pool.verify(request, { signal });
    return { line, verdict: verdictObject(verdict, ms) };
  } catch (error) {
    if (!(error instanceof QuillError) || signal.aborted) throw error;
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
