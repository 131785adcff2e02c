import { availableParallelism } from 'node:os';
import path from 'node:path';
import { Command } from 'commander';
import { explained } from '../core/dialect/other-dialect.ts';
import { QuillError } from '../core/errors.ts';
import { defaultOptions } from '../core/optimize/contract.ts';
import { mostWorkers } from '../core/pipeline/config.ts';
import type { JudgeOptions, VerifyRequest } from '../protocol/sql-messages.ts';
import { FAILED } from './exit-codes.ts';
import { helpText } from './help-text.ts';
import { readInput, readSchemaFile } from './input-file.ts';
import { toJson } from './json.ts';
import { collected, wholeNumber } from './option-types.ts';
import type { Session } from './session.ts';
import { type ChosenStatement, chooseStatement } from './statement-argument.ts';
import { verdictObject, verdictText } from './verdict-output.ts';
import { verifyBatch } from './verify-batch.ts';

const BATCH_DATABASES = 200;
const BUDGET_MS = 30_000;
const QUERY_LIMIT_MS = 5000;

interface Options {
  readonly schema?: string;
  readonly db?: string;
  readonly batch?: string;
  readonly sql?: readonly string[];
  readonly databases?: number;
  readonly mutants: number;
  readonly budget: number;
  readonly queryLimit: number;
  readonly seed: number;
  readonly workers?: number;
  readonly json?: boolean;
}

const oneEach = 'give each file one';
const oneEachText = 'give one';

const examples = `
Examples:
  quill verify --schema schema.sql slow.sql fast.sql
  quill verify --db shop.sqlite slow.sql fast.sql --json
  quill verify --db shop.sqlite --sql "SELECT DISTINCT id FROM users" --sql "SELECT id FROM users"
  quill verify --batch pairs.jsonl --workers 4 > verdicts.jsonl

Of files and --sql, the first query is the original; with one file and one --sql that is the file. A file may be a pipe,
as of <(…) in a shell, or - for stdin.

A line of a batch: {"id", "schema" (DDL text) or "db" (a file, relative to the batch), "a", "b", "label"?}. A line comes
out for each, in the same order; verdicts are counted on stderr, lines with a label by label too. A line that cannot be
judged comes out with the verdict "error"; a "label" comes out as it went in. A "witness" of "" means: they differ on empty
tables. A cancelled batch prints what was judged by then.

One pair that is refuted exits with 1; survived, proved, undetermined, and a batch that could be read whatever its verdicts,
with 0; a file of which no line is a pair with 2.`;

export function verifyCommand(session: Session): Command {
  return new Command('verify')
    .description('Judge whether two queries return the same rows, on databases built to tell them apart.')
    .argument('[a.sql]', 'the original query')
    .argument('[b.sql]', 'the query that should return the same rows')
    .option('--schema <ddl.sql>', 'CREATE TABLE statements that both queries read')
    .option('--db <file>', 'SQLite database instead: its schema, and its rows are compared on too')
    .option('--sql <text>', 'a query itself in place of its file; may be given twice', collected)
    .option('--batch <pairs.jsonl>', 'judge many pairs, a JSON object a line; - reads stdin')
    .option(
      '--databases <n>',
      'databases to build for a pair (default: 400, in a batch 200; up to three times as many for queries of many tables and for rewrites that differ in one place which decides about rows)',
      wholeNumber(1),
    )
    .option(
      '--mutants <n>',
      'deliberate mistakes to measure the databases by',
      wholeNumber(0),
      defaultOptions.mutants,
    )
    .option('--budget <ms>', 'time for one pair', wholeNumber(1), BUDGET_MS)
    .option('--query-limit <ms>', 'time for one run of one query', wholeNumber(1), QUERY_LIMIT_MS)
    .option('--seed <s>', 'seed of the databases', wholeNumber(0), defaultOptions.seed)
    .option(
      '--workers <w>',
      'pairs judged at the same time in a batch (default: all cores)',
      wholeNumber(1, mostWorkers),
    )
    .option('--json', 'print one JSON object')
    .addHelpText('after', helpText(examples))
    .action(async (a: string | undefined, b: string | undefined, options: Options) => {
      if (options.batch === undefined) await verifyOne(session, a, b, options);
      else await verifyMany(session, options.batch, a, options);
    });
}

async function verifyMany(
  session: Session,
  batch: string,
  stray: string | undefined,
  options: Options,
): Promise<void> {
  if ([stray, options.schema, options.db, options.sql].some(given => given !== undefined))
    throw new QuillError(
      'usage',
      '--batch takes its queries and schemas from the file; leave out other files and --sql.',
    );
  const workers = options.workers ?? availableParallelism();
  await verifyBatch(session, batch, workers, judgeOptions(options, BATCH_DATABASES));
}

async function verifyOne(
  session: Session,
  a: string | undefined,
  b: string | undefined,
  options: Options,
): Promise<void> {
  const [original, other] = await queriesOf(a, b, options.sql ?? [], session.signal);
  const [sqlA, sqlB] = [onItsLine(original.chosen), onItsLine(other.chosen)];
  const request: VerifyRequest = {
    schema: await schemaOf(options, session.signal),
    a: sqlA,
    b: sqlB,
    options: judgeOptions(options, defaultOptions.databases),
  };
  const { verdict, ms } = await session
    .openPool({ spare: false })
    .verify(request, { signal: session.signal })
    .catch(error => {
      const first = explained(error, sqlA);
      throw naming(first === error ? explained(error, sqlB) : first, original.file, other.file);
    });
  const names = { a: nameOf(original, 'the original'), b: nameOf(other, 'the rewrite') };
  process.stdout.write(
    options.json
      ? `${toJson({ id: `${nameOf(original, '--sql')} ${nameOf(other, '--sql')}`, ...verdictObject(verdict, ms) }, 2)}\n`
      : verdictText(verdict, names),
  );
  if (verdict.verdict === 'refuted') session.exitCode = FAILED;
}

interface GivenQuery {
  readonly chosen: ChosenStatement;
  /** Absent where it was given by --sql. */
  readonly file?: string;
}

/** The queries of files come before those of --sql. Throws QuillError `usage` where there are not two. */
async function queriesOf(
  a: string | undefined,
  b: string | undefined,
  texts: readonly string[],
  signal: AbortSignal,
): Promise<[GivenQuery, GivenQuery]> {
  const files = [a, b].filter(file => file !== undefined);
  if (files.length + texts.length !== 2)
    throw new QuillError(
      'usage',
      'Name two queries, the original and the other one, by files or --sql, or --batch PAIRS.jsonl.',
    );
  const queries: GivenQuery[] = [];
  for (const file of files) {
    const text = await readInput(file, signal);
    queries.push({ chosen: chooseStatement(text, undefined, file, oneEach), file });
  }
  for (const text of texts) queries.push({ chosen: chooseStatement(text, undefined, '--sql', oneEachText) });
  const [original, other] = queries;
  if (original === undefined || other === undefined) throw new RangeError('There are two queries.');
  return [original, other];
}

function nameOf({ file }: GivenQuery, side: string): string {
  return file === undefined ? side : path.basename(file);
}

/** The error with the file's name in place of the side it is about. */
function naming(error: unknown, a: string | undefined, b: string | undefined): unknown {
  if (!(error instanceof QuillError)) return error;
  let named = error.sentence;
  if (a !== undefined) named = named.replace(/^The original cannot/, `${a}, the original, cannot`);
  if (b !== undefined) named = named.replace(/^The rewrite cannot/, `${b}, the rewrite, cannot`);
  return new QuillError(error.reason, named, { line: error.line, cause: error });
}

/** The statement behind as many line feeds as its file has lines before it, so that errors name the file's lines. */
function onItsLine({ sql, line }: ChosenStatement): string {
  return '\n'.repeat(line - 1) + sql;
}

async function schemaOf({ schema, db }: Options, signal: AbortSignal): Promise<VerifyRequest['schema']> {
  if ((schema === undefined) === (db === undefined))
    throw new QuillError('usage', 'Name what the queries read: either --schema DDL.sql or --db FILE.');
  if (db !== undefined) return { kind: 'database', database: { kind: 'file', path: path.resolve(db) } };
  return { kind: 'ddl', ddl: await readSchemaFile(schema ?? '', signal) };
}

function judgeOptions(options: Options, databases: number): JudgeOptions {
  return {
    databases: options.databases ?? databases,
    mutants: options.mutants,
    budgetMs: options.budget,
    seed: options.seed,
    queryLimitMs: options.queryLimit,
  };
}
