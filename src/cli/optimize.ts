import path from 'node:path';
import { Command } from 'commander';
import { optimizeStatement } from '../adapters/sqlite/optimize-statement.ts';
import { QuillError } from '../core/errors.ts';
import { progressLine } from '../core/evidence/progress.ts';
import type { EvidenceDatabase } from '../core/evidence/report.ts';
import { formatCount } from '../core/format.ts';
import { defaultOptions } from '../core/optimize/contract.ts';
import type { DatabaseSource } from '../protocol/database-source.ts';
import { wantsColour } from './diff-text.ts';
import { helpText } from './help-text.ts';
import { readSchemaFile } from './input-file.ts';
import { optimizeJson, optimizeText } from './optimize-output.ts';
import { collected, sqliteVersion, wholeNumber } from './option-types.ts';
import { readParameters } from './parameter-values.ts';
import type { Session } from './session.ts';
import { readStatement } from './statement-argument.ts';

const DEFAULT_ROWS = 10_000;

interface Options {
  readonly db?: string;
  readonly schema?: string;
  readonly rows: number;
  readonly sql?: string;
  readonly param?: readonly string[];
  readonly indexes: boolean;
  readonly budget: number;
  readonly queryLimit: number;
  readonly seed: number;
  readonly oldestSqlite?: string;
  readonly json?: boolean;
}

const examples = `
Examples:
  quill optimize --db shop.sqlite report.sql:12
  quill optimize --db shop.sqlite --sql "SELECT * FROM orders WHERE date(created_at) = '2026-01-31'"
  quill optimize --db shop.sqlite --sql "SELECT * FROM orders WHERE user_id = :user" --param user=42
  quill optimize --schema schema.sql --rows 50000 --no-indexes --json report.sql > answer.json

The database is read into memory; the file is never written to. Without --db, rows are made up for the tables of
--schema. Parameters without a value get a frequent, a rare and an absent one. "Nothing to improve" exits with 0.`;

export function optimizeCommand(session: Session): Command {
  return new Command('optimize')
    .description('Find a faster statement that returns the same rows, and indexes for it, with the evidence.')
    .argument(
      '[statement]',
      'FILE.sql, or FILE.sql:LINE where a file holds several statements; - reads stdin',
    )
    .option('--db <file>', 'SQLite database to measure on')
    .option('--schema <ddl.sql>', 'CREATE TABLE statements, instead of a database')
    .option('--rows <n>', 'made-up rows in the largest table of --schema', wholeNumber(1), DEFAULT_ROWS)
    .option('--sql <text>', 'the statement itself, instead of a file')
    .option(
      '--param <name=value>',
      "value of a parameter: 42, 4.5, 'text', x'00ff' or NULL; repeatable",
      collected,
    )
    .option('--no-indexes', 'advise no indexes')
    .option('--budget <ms>', 'time for the whole search', wholeNumber(1), defaultOptions.budgetMs)
    .option(
      '--query-limit <ms>',
      'time for one run of one query',
      wholeNumber(1),
      defaultOptions.queryLimitMs,
    )
    .option('--seed <s>', 'seed of made-up rows and test databases', wholeNumber(0), defaultOptions.seed)
    .option(
      '--oldest-sqlite <version>',
      'suggest nothing that this version of SQLite lacks, such as 3.31',
      sqliteVersion,
    )
    .option('--json', 'print one JSON object')
    .addHelpText('after', helpText(examples))
    .action(async (file: string | undefined, options: Options) => run(session, file, options));
}

async function run(session: Session, file: string | undefined, options: Options): Promise<void> {
  const statement = await readStatement({
    ...(file !== undefined && { file }),
    ...(options.sql !== undefined && { sql: options.sql }),
  });
  const params = readParameters(statement.sql, options.param ?? []);
  const database = await databaseOf(options, session.signal);
  const pool = session.openPool({ spare: false });
  const { signal } = session;
  session.tell('Measuring the original');
  const result = await optimizeStatement(
    pool,
    {
      ...{ sql: statement.sql, line: statement.line, database },
      tables: async () => (await pool.inspect(database, signal)).tables.map(table => table.name),
      options: {
        ...defaultOptions,
        params,
        indexes: options.indexes,
        budgetMs: options.budget,
        queryLimitMs: options.queryLimit,
        seed: options.seed,
        ...(options.oldestSqlite !== undefined && { oldestSqlite: options.oldestSqlite }),
      },
    },
    { signal, onEvent: event => session.tell(progressLine(event)) },
  );
  const context = {
    database: evidenceDatabase(options),
    ...(statement.place !== undefined && { place: statement.place }),
  };
  process.stdout.write(
    options.json ? `${optimizeJson(result)}\n` : optimizeText(result, context, wantsColour()),
  );
}

async function databaseOf(options: Options, signal: AbortSignal): Promise<DatabaseSource> {
  const { db, schema, rows, seed } = options;
  if ((db === undefined) === (schema === undefined))
    throw new QuillError('usage', 'Name what to measure on: either --db FILE or --schema DDL.sql.');
  if (db !== undefined) return { kind: 'file', path: path.resolve(db) };
  return { kind: 'schema', ddl: await readSchemaFile(schema ?? '', signal), rows, seed };
}

function evidenceDatabase({ db, schema, rows }: Options): EvidenceDatabase {
  if (db !== undefined) return { name: path.basename(db), origin: 'file' };
  return {
    name: `synthetic data (${formatCount(rows)} rows in the largest table) for ${path.basename(schema ?? '')}`,
    origin: 'synthetic',
  };
}
