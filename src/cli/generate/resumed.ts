/** What a run that goes on may be given anew. */
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Command } from 'commander';
import { QuillError } from '../../core/errors.ts';
import type { RunConfig } from '../../core/pipeline/config.ts';
import type { RunState } from '../../core/pipeline/run-state.ts';
import { configOf, defaultBaseUrl, type GenerateOptions, withPricedLimit } from './options.ts';

/** Options that say which run it is, and those of its goal, limits and machine. */
const anew: ReadonlySet<string> = new Set([
  ...['out', 'run', 'resume'],
  ...['count', 'maxCost', 'maxTime', 'workers', 'concurrency', 'rpm', 'price', 'baseUrl'],
]);

/** What an option asks for, where a run's configuration keeps it. */
const asked: Readonly<Record<string, (config: RunConfig) => unknown>> = {
  provider: ({ writer }) => writer,
  optimizer: ({ optimizers }) => optimizers,
  stage: ({ stage }) => stage,
  shard: ({ shard }) => shard,
  schema: fileOf,
  db: fileOf,
  only: ({ schemas }) => schemas,
  tier: ({ tier }) => tier,
  seed: ({ seed }) => seed,
  queryLimit: ({ queryLimitMs }) => queryLimitMs,
  budget: ({ budgetMs }) => budgetMs,
  databases: ({ databases }) => databases,
  mutants: ({ mutants }) => mutants,
  minReward: ({ minReward }) => minReward,
  judgeReadability: ({ judgeReadability }) => judgeReadability,
  sendValues: ({ sendValues }) => sendValues,
};

function fileOf({ own }: RunConfig): unknown {
  return own && [own.kind, own.path];
}

/** Options on the command line that ask for something else than the resumed run was begun with: `--seed`. */
export function notAnew(config: RunConfig, options: GenerateOptions, command: Command): string[] {
  const given = command.options.filter(
    option => isGiven(command, option.attributeName()) && !anew.has(option.attributeName()),
  );
  if (given.length === 0) return [];
  const { model = config.endpoint?.model ?? '', maxCost: _, ...rest } = options;
  const wanted = configOf({ ...rest, model });
  const isSame = (name: string): boolean => {
    // By itself it is in no configuration: it may be named again without who is asked by it.
    if (name === 'model') return model === config.endpoint?.model;
    const valueIn = asked[name];
    return valueIn !== undefined && isDeepStrictEqual(valueIn(wanted), valueIn(config));
  };
  return given.filter(option => !isSame(option.attributeName())).map(option => option.long ?? option.flags);
}

/**
 * A resumed run's configuration with what was given anew. Throws QuillError `usage` for a limit of costs that cannot be
 * kept.
 */
export function resumedConfig(config: RunConfig, options: GenerateOptions, command: Command): RunConfig {
  const workers = isGiven(command, 'workers') ? options.workers : config.workers;
  const { endpoint } = config;
  return withPricedLimit({
    ...config,
    count: options.count ?? config.count,
    maxCost: options.maxCost ?? config.maxCost,
    maxMinutes: options.maxTime ?? config.maxMinutes,
    workers,
    concurrency:
      options.concurrency ??
      (config.concurrency === config.workers ? workers : Math.max(config.concurrency, workers)),
    endpoint: endpoint && {
      ...endpoint,
      // What the environment names may be meant for other work.
      baseUrl: (isGiven(command, 'baseUrl') ? options.baseUrl : undefined) ?? endpoint.baseUrl,
      requestsPerMinute: options.rpm ?? endpoint.requestsPerMinute,
      price: options.price ?? endpoint.price,
    },
  });
}

/**
 * True where the run's last process found that too little of its limit of costs was left for a request, and neither
 * limit nor price has changed: nothing is to be begun then.
 */
export function isStillUsedUp(
  state: Pick<RunState, 'state' | 'maxCost'> | undefined,
  before: RunConfig,
  now: RunConfig,
): boolean {
  return (
    state?.state === 'cost-limit' &&
    state.maxCost === now.maxCost &&
    isDeepStrictEqual(before.endpoint?.price, now.endpoint?.price)
  );
}

/**
 * True where the resumed run's endpoint is one that the user names now, on the command line or in the environment, or
 * the one that is asked when none is named: a stored run alone may have come with somebody's repository.
 */
export function isEndpointNamed(config: RunConfig, options: GenerateOptions): boolean {
  const url = config.endpoint?.baseUrl;
  return url === options.baseUrl || url === defaultBaseUrl;
}

/**
 * Throws QuillError `usage` where values of the user's rows would be sent because a stored run says so: it may have
 * come with somebody's repository.
 */
export function requireConsent({ endpoint, own, sendValues }: RunConfig, options: GenerateOptions): void {
  if (!sendValues || endpoint === null || options.sendValues === true) return;
  const whose = own?.kind === 'database' ? path.basename(own.path) : 'your own rows';
  throw new QuillError(
    'usage',
    `The run was begun with --send-values; resume it with --send-values to let values of ${whose} go to ${endpoint.baseUrl}.`,
  );
}

/**
 * The configuration with the schema that its file holds now. Throws QuillError `usage` where that is another one than
 * the run was begun over.
 */
export function withOwnSchema(config: RunConfig, id: string | undefined): RunConfig {
  const { own } = config;
  if (own === null || id === undefined) return config;
  if (own.schema !== undefined && own.schema !== id)
    throw new QuillError(
      'usage',
      `The schema of ${path.basename(own.path)} has changed since the run was begun over ${own.schema}; begin another run without --resume, which adds to the same dataset.`,
    );
  return { ...config, own: { ...own, schema: id } };
}

function isGiven(command: Command, name: string): boolean {
  return command.getOptionValueSource(name) === 'cli';
}
