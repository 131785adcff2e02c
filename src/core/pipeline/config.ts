/** What a run was asked to do: the content of its `config.json`. A resumed run goes on by it. */
import * as v from 'valibot';

export const tiers = ['small', 'medium', 'large'] as const;
export type Tier = (typeof tiers)[number];

/** Rows of the largest table, by tier. */
export const tierRows: Readonly<Record<Tier, number>> = { small: 1_000, medium: 10_000, large: 100_000 };

export const providers = ['builtin', 'openai', 'local'] as const;
export type Provider = (typeof providers)[number];

/** More SQL workers, or items under way, than any machine or server has a use for. */
export const mostWorkers = 1024;
export const mostConcurrency = 1024;

const notNegative = v.pipe(v.number(), v.minValue(0));

const perMillion = v.pipe(notNegative, v.finite());

export const runConfig = v.object({
  version: v.literal(1),
  /** Pairs to accept. */
  count: v.pipe(v.number(), v.integer(), v.minValue(1)),
  writer: v.picklist(providers),
  /** Beside the built-in search. */
  optimizers: v.array(v.picklist(providers)),
  /** True: the endpoint's model marks how well pairs read. */
  judgeReadability: v.optional(v.boolean(), false),
  /** False: where a model is asked, no query is written with values of the user's own rows. */
  sendValues: v.optional(v.boolean(), false),
  /** Null: a small share of stage 1, the rest stage 2. */
  stage: v.nullable(v.picklist([1, 2])),
  /** Part `index` (from 1) of `count` parts of the work. */
  shard: v.object({ index: v.pipe(v.number(), v.minValue(1)), count: v.pipe(v.number(), v.minValue(1)) }),
  seed: v.number(),
  tier: v.picklist(tiers),
  /** Ids of shipped schemas; all when empty and there is no own one. */
  schemas: v.array(v.string()),
  /** The user's: a DDL file or an SQLite database. */
  own: v.nullable(
    v.object({
      kind: v.picklist(['ddl', 'database']),
      path: v.string(),
      /** The id of its schema, once it was read; runs of older versions do not say. */
      schema: v.exactOptional(v.string()),
    }),
  ),
  /** For one run of one query, in milliseconds: what bounds the slow side. */
  queryLimitMs: notNegative,
  /** For the search of one query, in milliseconds. */
  budgetMs: notNegative,
  databases: notNegative,
  mutants: notNegative,
  minReward: notNegative,
  /** US dollars, and minutes; null: no limit. */
  maxCost: v.nullable(notNegative),
  maxMinutes: v.nullable(notNegative),
  workers: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(mostWorkers)),
  /** Work items under way at once. */
  concurrency: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(mostConcurrency)),
  /** The endpoint; its key is never stored. */
  endpoint: v.nullable(
    v.object({
      baseUrl: v.string(),
      model: v.string(),
      requestsPerMinute: v.nullable(notNegative),
      /** US dollars for a million tokens; null: by the price table. */
      price: v.nullable(v.object({ input: perMillion, output: perMillion })),
    }),
  ),
});
export type RunConfig = v.InferOutput<typeof runConfig>;
