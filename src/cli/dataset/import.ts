import { availableParallelism } from 'node:os';
import path from 'node:path';
import { Command } from 'commander';
import { DatasetFolder } from '../../adapters/dataset/dataset-folder.ts';
import { type OwnSchemaParts, ownSchema } from '../../adapters/pipeline/own-schema.ts';
import type { Shelved } from '../../adapters/pipeline/schema-library.ts';
import { shareOf } from '../../core/dataset/figures.ts';
import { type ImportedRow, readImportedRow } from '../../core/dataset/import-rows.ts';
import { Tally } from '../../core/dataset/tally.ts';
import { QuillError } from '../../core/errors.ts';
import { FirstFew } from '../../core/first-few.ts';
import { counted, formatCount } from '../../core/format.ts';
import { mostWorkers } from '../../core/pipeline/config.ts';
import { calledAs } from '../called-as.ts';
import { knownSchemas } from '../held-out-schemas.ts';
import { helpText } from '../help-text.ts';
import { readSchemaFile } from '../input-file.ts';
import { toJson } from '../json.ts';
import { wholeNumber } from '../option-types.ts';
import { inOrder } from '../ordered-window.ts';
import type { Session } from '../session.ts';
import { ImportJudge, type ImportLimits, type ImportOutcome } from './import-judge.ts';
import { type ImportedValue, importedValues } from './imported-values.ts';
import { datasetFolderOf, told } from './open-dataset.ts';

interface Options {
  readonly out: string;
  readonly schema?: string;
  readonly db?: string;
  readonly rows: number;
  readonly databases: number;
  readonly mutants: number;
  readonly budget: number;
  readonly queryLimit: number;
  readonly seed: number;
  readonly workers: number;
  readonly json?: boolean;
}

/** For building the schema that all rows read and reading it, in milliseconds. */
const limitMs = 120_000;

/** Rows under way for each worker. */
const windowPerWorker = 4;

const examples = `
Examples:
  quill dataset import training.jsonl --out imported
  quill dataset import pairs.json --schema shop.sql --out imported --json

FILE is a JSON array or a JSON object a line: {"messages": [system, user, assistant]}, or objects with keys such as
slow_query, fast_query and schema; SQL may stand in fences. Nothing is believed: every row is judged and timed anew.
What fails goes to rejected.jsonl, and is counted by kind: slower where that was measured, nothing-to-improve where a
row is right and not clearly faster. Not kept at all: unreadable, where no two queries are found; no tables, where
nothing says what they read; held out, where training would learn what the dataset holds out. The same two queries are
kept once. Any gain of at least 1.1× is accepted, whatever its reward; export --min-reward leaves out the small ones.
A new DIR holds pairs.jsonl itself; where it has a folder dataset, as after generate --out DIR, that is added to.`;

export function importCommand(session: Session): Command {
  return new Command('import')
    .description("Judge every row of another project's dataset anew, and keep what holds.")
    .argument('<file>', 'rows to import')
    .requiredOption('--out <dir>', 'dataset to add to, made when it is not there')
    .option('--schema <ddl.sql>', 'CREATE TABLE statements that all rows read, instead of their own')
    .option('--db <file>', 'SQLite database that all rows read')
    .option('--rows <n>', 'made-up rows in the largest table, without --db', wholeNumber(1), 10_000)
    .option('--databases <n>', 'databases to judge a row by', wholeNumber(1), 200)
    .option('--mutants <n>', 'deliberate mistakes to measure the databases by', wholeNumber(0), 24)
    .option('--budget <ms>', 'time for judging, and for timing, a row', wholeNumber(1), 10_000)
    .option('--query-limit <ms>', 'time for one run of one query', wholeNumber(1), 5000)
    .option('--seed <s>', 'seed of the databases', wholeNumber(0), 1)
    .option(
      '--workers <w>',
      'rows judged at the same time',
      wholeNumber(1, mostWorkers),
      availableParallelism(),
    )
    .option('--json', 'print the report as one JSON object')
    .addHelpText('after', helpText(examples))
    .action(async (file: string, options: Options) => run(session, file, options));
}

async function run(session: Session, file: string, options: Options): Promise<void> {
  const engine = await session.engine();
  const pool = session.openPool({ size: options.workers, spare: false });
  const given = await givenSchema(options, { pool, signal: session.signal });
  const values = await fromFirstRow(file, importedValues(file, session.signal));
  const dataset = await DatasetFolder.open(datasetFolderOf(options.out), {
    write: true,
    split: { seed: options.seed, heldOutSchemas: [] },
    note: told(session),
    signal: session.signal,
  });
  try {
    const judge = new ImportJudge({
      pool,
      engine,
      limits: limitsOf(options),
      given,
      heldOutSchemas: dataset.manifest.split.heldOutSchemas,
      knownSchemas: await knownSchemas(session, dataset),
      run: `import-${path.basename(file)}`,
      signal: session.signal,
    });
    const report = new ImportReport(session);
    const heldOut = await heldOutTemplates(dataset);
    await inOrder(
      values,
      options.workers * windowPerWorker,
      value => judged(judge, value, heldOut),
      async outcome => {
        report.add(outcome);
        report.addKept(outcome, await keep(dataset, outcome));
      },
    );
    report.end();
    if (session.signal.aborted) throw new QuillError('cancelled', 'Cancelled.');
    report.check(file);
    process.stdout.write(options.json ? `${toJson(report.figures(), 2)}\n` : report.text());
  } finally {
    await dataset.close();
  }
}

/** Values that are looked at before a dataset is made for them. */
const LOOKED_AT = 1000;

/** The same values, once one of the first is a row. Throws QuillError `usage` where the file has none. */
async function fromFirstRow(
  file: string,
  values: AsyncGenerator<ImportedValue>,
): Promise<AsyncGenerator<ImportedValue>> {
  const first: ImportedValue[] = [];
  for (;;) {
    const next = await values.next();
    if (next.done) throw withoutRows(file, first.length);
    first.push(next.value);
    if (isRow(next.value) || first.length === LOOKED_AT) break;
  }
  return (async function* () {
    yield* first;
    yield* values;
  })();
}

function isRow({ number, value }: ImportedValue): boolean {
  try {
    readImportedRow(value, number);
    return true;
  } catch (error) {
    if (!QuillError.is(error)) throw error;
    return error.reason === 'too-complex';
  }
}

/** What is said of a file with so many values, none of which is a row. */
function withoutRows(file: string, values: number): QuillError {
  return new QuillError(
    'usage',
    values === 0
      ? `${file} is empty; name a file with rows of two queries.`
      : `Nothing in ${file} is a row of two queries; see ${calledAs()} dataset import --help for the forms that are read.`,
  );
}

interface NumberedOutcome {
  readonly number: number;
  readonly row: ImportedRow | undefined;
  readonly outcome: ImportOutcome;
}

/** Of pairs that are there already: none of them may come into training. */
async function heldOutTemplates(dataset: DatasetFolder): Promise<Set<string>> {
  const templates = new Set<string>();
  for await (const pair of dataset.pairs()) if (pair.split === 'held-out') templates.add(pair.template);
  return templates;
}

async function judged(
  judge: ImportJudge,
  { number, value }: ImportedValue,
  heldOut: ReadonlySet<string>,
): Promise<NumberedOutcome> {
  let row: ImportedRow;
  try {
    row = readImportedRow(value, number);
  } catch (error) {
    if (!QuillError.is(error)) throw error;
    const kind = error.reason === 'too-complex' ? 'broken' : 'unreadable';
    return { number, row: undefined, outcome: { problem: error.sentence, kind } };
  }
  const outcome = await judge.judge(row, number);
  if ('pair' in outcome && outcome.pair.split === 'train' && heldOut.has(outcome.pair.template))
    return {
      number,
      row,
      outcome: { problem: 'the dataset holds out a pair with its template', kind: 'held out' },
    };
  return { number, row, outcome };
}

/** False for a row that the dataset holds already. */
async function keep(dataset: DatasetFolder, { outcome }: NumberedOutcome): Promise<boolean> {
  if ('problem' in outcome) return true;
  const held = (): number => dataset.manifest.counts.pairs + dataset.manifest.counts.rejected;
  const before = held();
  await dataset.addSchema(outcome.schema.id, outcome.schema.ddl);
  if ('pair' in outcome) await dataset.addPair(outcome.pair);
  else await dataset.addRejected(outcome.rejected);
  return held() > before;
}

/** What became of the rows, by kind. */
class ImportReport {
  readonly #few: FirstFew;
  readonly #kinds = new Tally<string>();
  #judged = 0;
  #known = 0;
  #newPairs = 0;
  #withIndexes = 0;

  constructor(session: Session) {
    this.#few = new FirstFew(session.tell, 'more row');
  }

  add({ number, row, outcome }: NumberedOutcome): void {
    if ('problem' in outcome) {
      this.#kinds.add(outcome.kind);
      this.#few.add(`Row ${number}: ${outcome.problem.replace(/\.$/, '')}.`);
      return;
    }
    // A row that cannot be run says nothing about what its queries return.
    if ('pair' in outcome || outcome.rejected.kind !== 'broken') this.#judged++;
    if ((row?.indexes.length ?? 0) > 0) this.#withIndexes++;
    this.#kinds.add('pair' in outcome ? 'accepted' : outcome.rejected.kind);
    if ('rejected' in outcome && outcome.rejected.kind !== 'slower')
      this.#few.add(`Row ${number}: ${outcome.rejected.kind}. ${outcome.rejected.reason}`);
  }

  /** To be called once all rows were added. */
  end(): void {
    this.#few.end();
  }

  /** Of the last one added: `isNew` is false where the dataset holds it already. */
  addKept({ outcome }: NumberedOutcome, isNew: boolean): void {
    if (!isNew) this.#known++;
    else if ('pair' in outcome) this.#newPairs++;
  }

  /** Throws QuillError `usage` where nothing in the file was a row, or nothing said what the rows read. */
  check(file: string): void {
    const { total } = this.#kinds;
    if (total === this.#kinds.of('unreadable')) throw withoutRows(file, total);
    if (total === this.#kinds.of('unreadable') + this.#kinds.of('no tables'))
      throw new QuillError(
        'usage',
        `No row of ${file} comes with CREATE TABLE statements; name its tables with --schema or --db.`,
      );
  }

  figures(): object {
    return {
      rows: this.#kinds.total,
      judged: this.#judged,
      accepted: this.#kinds.of('accepted'),
      failed: this.#kinds.total - this.#kinds.of('accepted'),
      kinds: Object.fromEntries(this.#kinds.entries()),
      withIndexes: this.#withIndexes,
      newPairs: this.#newPairs,
      alreadyThere: this.#known,
    };
  }

  text(): string {
    const { total } = this.#kinds;
    const accepted = this.#kinds.of('accepted');
    const lines = this.#kinds
      .entries()
      .map(
        ([kind, count]) => `  ${kind.padEnd(20)} ${formatCount(count).padStart(7)}  ${shareOf(count, total)}`,
      );
    return [
      `${counted(total, 'row')}, ${formatCount(accepted)} accepted, ${formatCount(total - accepted)} not:`,
      ...lines,
      `Return other rows: ${shareOf(this.#kinds.of('refuted'), this.#judged)} of ${formatCount(this.#judged)} judged.`,
      `${counted(this.#newPairs, 'pair')} ${this.#newPairs === 1 ? 'is' : 'are'} new in the dataset.${
        this.#known > 0
          ? ` ${counted(this.#known, 'row')} ${this.#known === 1 ? 'was' : 'were'} there already, or stood further up in the file.`
          : ''
      }`,
      ...(this.#withIndexes > 0
        ? [`${counted(this.#withIndexes, 'row')} came with indexes; Quill's own were tried in their place.`]
        : []),
      '',
    ].join('\n');
  }
}

function limitsOf(options: Options): ImportLimits {
  const { databases, mutants, budget, queryLimit, seed, rows } = options;
  return { databases, mutants, budgetMs: budget, queryLimitMs: queryLimit, seed, rows };
}

async function givenSchema(
  { schema, db, rows }: Options,
  parts: Pick<OwnSchemaParts, 'pool' | 'signal'>,
): Promise<Shelved | undefined> {
  if (schema !== undefined && db !== undefined)
    throw new QuillError('usage', 'Name what all rows read once: either --schema DDL.sql or --db FILE.');
  if (schema !== undefined) {
    const ddl = await readSchemaFile(schema, parts.signal);
    const remedy = 'leave out what takes so long, or give it fewer rows by --rows';
    return ownSchema({ kind: 'ddl', path: path.resolve(schema), ddl }, { ...parts, rows, remedy, limitMs });
  }
  if (db === undefined) return undefined;
  const own = { kind: 'database', path: path.resolve(db) } as const;
  return ownSchema(own, { ...parts, rows, remedy: 'give a smaller database', limitMs });
}
