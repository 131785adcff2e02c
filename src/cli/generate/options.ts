/** The options of `quill generate`, and the run's configuration that they ask for. */
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { QuillError } from '../../core/errors.ts';
import {
  mostConcurrency,
  mostWorkers,
  type Provider,
  providers,
  type RunConfig,
  type Tier,
  tiers,
} from '../../core/pipeline/config.ts';
import { isPriced, type Price } from '../../core/pipeline/models/prices.ts';
import { defaultThreshold } from '../../core/pipeline/reward.ts';
import { collected, minutes, numberFrom, wholeNumber } from '../option-types.ts';

export interface GenerateOptions {
  readonly out: string;
  readonly count?: number;
  readonly provider: Provider;
  readonly optimizer?: readonly Provider[];
  readonly stage?: 1 | 2;
  readonly shard: { readonly index: number; readonly count: number };
  readonly resume?: boolean;
  readonly run?: string;
  readonly schema?: string;
  readonly db?: string;
  readonly only?: readonly string[];
  readonly tier: Tier;
  readonly seed: number;
  readonly workers: number;
  readonly concurrency?: number;
  readonly queryLimit: number;
  readonly budget: number;
  readonly databases: number;
  readonly mutants: number;
  readonly minReward: number;
  readonly maxCost?: number;
  readonly maxTime?: number;
  readonly baseUrl?: string;
  readonly model?: string;
  readonly rpm?: number;
  readonly price?: Price;
  readonly judgeReadability?: boolean;
  readonly sendValues?: boolean;
}

const defaultCount = 1000;
export const defaultOut = '.quill';
export const defaultBaseUrl = 'https://api.openai.com/v1';
/** Requests under way at once, where a model is asked. */
const modelConcurrency = 4;

export function addGenerateOptions(command: Command): Command {
  return command
    .option('--out <dir>', 'folder for the dataset and the runs', defaultOut)
    .option('--count <n>', `pairs to accept (default: ${defaultCount})`, wholeNumber(1))
    .addOption(
      new Option('--provider <who>', 'who writes the slow queries').choices(providers).default('builtin'),
    )
    .addOption(
      new Option(
        '--optimizer <who>',
        'who rewrites them beside the built-in search; may be repeated',
      ).argParser(oneProvider),
    )
    .addOption(new Option('--stage <1|2>', '1: many answers to few queries, 2: new queries').argParser(stage))
    .addOption(
      new Option('--shard <i/n>', 'part i of n parts of the work, for several machines')
        .argParser(shard)
        .default({ index: 1, count: 1 }, '1/1'),
    )
    .option('--resume', 'go on with the latest unfinished run, or with --run; --count extends a finished one')
    .option('--run <id>', 'name of the run (default: the time it begins)', runId)
    .option('--schema <ddl.sql>', 'write over your own schema, filled with made-up rows')
    .option(
      '--db <file>',
      'write over your own SQLite database; it is only read, and values of its rows stand in the queries, but for those of runs with a model',
    )
    .option(
      '--only <id>',
      'a shipped schema to write over, also beside --schema or --db; may be repeated',
      collected,
    )
    .addOption(
      new Option('--tier <size>', 'rows of the largest table: 1,000, 10,000 or 100,000')
        .choices(tiers)
        .default('small'),
    )
    .option('--seed <s>', 'seed of the queries and, in a new dataset, of what is held out', wholeNumber(0), 1)
    .option(
      '--workers <w>',
      'SQL workers; one of them times at a time',
      wholeNumber(1, mostWorkers),
      Math.min(mostWorkers, availableParallelism()),
    )
    .option(
      '--concurrency <n>',
      'queries under way at once (default: as many as workers)',
      wholeNumber(1, mostConcurrency),
    )
    .option('--query-limit <ms>', 'time for one run of one query', wholeNumber(1), 200)
    .option('--budget <ms>', 'time for the search of one query', wholeNumber(1), 1000)
    .option('--databases <n>', 'databases to judge a rewrite on', wholeNumber(1), 200)
    .option('--mutants <n>', 'deliberate mistakes to measure the databases by', wholeNumber(0), 16)
    .option(
      '--min-reward <r>',
      'reward from which a pair is accepted, 0 to 1',
      numberFrom(0, 1),
      defaultThreshold,
    )
    .option('--max-cost <usd>', 'stop when the models have cost so many US dollars', numberFrom(0))
    .option('--max-time <time>', 'stop after this time: 90s, 10m, 2h; a plain number is in minutes', minutes)
    .option(
      '--base-url <url>',
      'endpoint that speaks the OpenAI protocol; it is sent schemas, queries and counts of rows, but no values of rows',
      process.env['OPENAI_BASE_URL'],
    )
    .option('--model <name>', 'model of the endpoint')
    .addOption(
      new Option('--price <in/out>', 'US dollars for a million tokens of prompt and answer').argParser(price),
    )
    .option('--send-values', 'with --db, let queries with values of its rows go to the endpoint')
    .option('--judge-readability', 'let the model mark how well pairs read; its mark counts half')
    .option('--rpm <n>', 'requests a minute that the endpoint allows', wholeNumber(1));
}

/** The configuration of a new run. Throws QuillError `usage` for options that contradict each other. */
export function configOf(options: GenerateOptions): RunConfig {
  const optimizers = (options.optimizer ?? [options.provider]).filter(one => one !== 'builtin');
  const asksModel =
    options.provider !== 'builtin' || optimizers.length > 0 || options.judgeReadability === true;
  if (options.schema !== undefined && options.db !== undefined)
    throw new QuillError('usage', 'Name one of --schema and --db.');
  if (asksModel && options.model === undefined)
    throw new QuillError('usage', 'Name the model with --model, and its server with --base-url.');
  const own = options.schema ?? options.db;
  return withPricedLimit({
    version: 1,
    count: options.count ?? defaultCount,
    writer: options.provider,
    optimizers,
    judgeReadability: options.judgeReadability === true,
    sendValues: options.sendValues === true,
    stage: options.stage ?? null,
    shard: options.shard,
    seed: options.seed,
    tier: options.tier,
    schemas: [...(options.only ?? [])],
    own:
      own === undefined
        ? null
        : { kind: options.db === undefined ? 'ddl' : 'database', path: path.resolve(own) },
    queryLimitMs: options.queryLimit,
    budgetMs: options.budget,
    databases: options.databases,
    mutants: options.mutants,
    minReward: options.minReward,
    maxCost: options.maxCost ?? null,
    maxMinutes: options.maxTime ?? null,
    workers: options.workers,
    concurrency:
      options.concurrency ?? (asksModel ? Math.max(modelConcurrency, options.workers) : options.workers),
    endpoint:
      asksModel && options.model !== undefined
        ? {
            baseUrl: options.baseUrl ?? defaultBaseUrl,
            model: options.model,
            requestsPerMinute: options.rpm ?? null,
            price: options.price ?? null,
          }
        : null,
  });
}

/** Options of the endpoint; its URL may also come from the environment, where other programs read it. */
const endpointOptions = ['baseUrl', 'model', 'price', 'rpm'] as const;

/** Throws QuillError `usage` where the endpoint of a new run is described and nothing asks it. */
export function requireAskedEndpoint({ endpoint }: Pick<RunConfig, 'endpoint'>, command: Command): void {
  if (endpoint !== null) return;
  const given = command.options.filter(
    option =>
      endpointOptions.some(name => name === option.attributeName()) &&
      command.getOptionValueSource(option.attributeName()) === 'cli',
  );
  if (given.length === 0) return;
  const names = given.map(option => option.long ?? option.flags).join(', ');
  throw new QuillError(
    'usage',
    `Nothing asks the model that ${names} ${given.length === 1 ? 'is' : 'are'} for; add --provider openai to let it write and rewrite, or --optimizer openai to let it rewrite alone.`,
  );
}

/** Throws QuillError `usage` where a limit of costs could not be kept. */
export function withPricedLimit(config: RunConfig): RunConfig {
  const { endpoint, maxCost } = config;
  if (maxCost !== null && endpoint !== null && !isPriced(endpoint))
    throw new QuillError(
      'usage',
      `The price of ${endpoint.model} is unknown, so --max-cost cannot be kept; add --price IN/OUT.`,
    );
  return config;
}

/** A name that is one folder, on any system. */
function runId(text: string): string {
  if (!/^[A-Za-z0-9][\w.-]{0,79}$/.test(text) || text.endsWith('.'))
    throw new InvalidArgumentError(
      'It must be a name of letters, digits, ., - and _ that begins with a letter or digit.',
    );
  return text;
}

function oneProvider(text: string, before: readonly Provider[] = []): Provider[] {
  const known = providers.find(one => one === text);
  if (!known) throw new InvalidArgumentError(`It must be one of ${providers.join(', ')}.`);
  return [...before, known];
}

function stage(text: string): 1 | 2 {
  if (text !== '1' && text !== '2') throw new InvalidArgumentError('It must be 1 or 2.');
  return text === '1' ? 1 : 2;
}

function shard(text: string): GenerateOptions['shard'] {
  const [, index, count] = /^(\d+)\/(\d+)$/.exec(text)?.map(Number) ?? [];
  if (index === undefined || count === undefined || index < 1 || index > count)
    throw new InvalidArgumentError('It must be i/n with i from 1 to n, such as 2/8.');
  return { index, count };
}

function price(text: string): Price {
  const [input, output, more] = text.split('/').map(part => (part.trim() === '' ? Number.NaN : Number(part)));
  const isPrice = (value: number | undefined): value is number =>
    Number.isFinite(value) && Number(value) >= 0;
  if (!isPrice(input) || !isPrice(output) || more !== undefined)
    throw new InvalidArgumentError('It must be two prices in US dollars, such as 0.15/0.6.');
  return { input, output };
}
