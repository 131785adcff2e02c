/**
 * Measures the judge on the pairs in QUILL_CASES: what slips, what is refuted although it is said to be equal, what
 * stays undetermined, how many deliberate mistakes are exposed, and how fast.
 *
 *   QUILL_CASES=DIR npx tsx bench/judge.ts [--databases N] [--mutants N] [--seed S] [--quick]
 */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { judgeOnOneDatabase } from './judge-one-database.ts';
import { type JudgedPair, judgePairs, ofSmallSchemas, type Pair, readPairs } from './judge-pairs.ts';
import { binomialInterval, binomialUpperBound, percentile } from './statistics.ts';

const argument = (name: string, fallback: number): number => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : Number(process.argv[at + 1]);
};
const settings = {
  databases: argument('databases', 200),
  mutants: argument('mutants', 30),
  seed: argument('seed', 1),
};

const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;

function slipInterval(hits: number, trials: number): string {
  const { low, high } = binomialInterval(hits, trials, 0.95);
  return `${percent(low)} – ${percent(high)}`;
}

function slips(judged: readonly JudgedPair[]): void {
  const sources = [...new Set(judged.map(pair => pair.source))];
  const rows = [...sources, 'all'].map(source => {
    const own = judged.filter(pair => source === 'all' || pair.source === source);
    const slipped = own.filter(pair => pair.verdict === 'survived' || pair.verdict === 'proved');
    const undetermined = own.filter(pair => pair.verdict === 'undetermined');
    return {
      source,
      pairs: own.length,
      slipped: slipped.length,
      'slip (95 % interval)': slipInterval(slipped.length, own.length),
      'at most (95 %)': percent(binomialUpperBound(slipped.length, own.length, 0.95)),
      undetermined: undetermined.length,
      'undetermined share': percent(undetermined.length / own.length),
      errors: own.filter(pair => pair.verdict === 'error').length,
      'p50 ms': percentile(
        own.map(pair => pair.ms),
        0.5,
      ).toFixed(1),
      'p95 ms': percentile(
        own.map(pair => pair.ms),
        0.95,
      ).toFixed(1),
    };
  });
  console.log('\nPairs known to differ (names of columns left aside)');
  console.table(rows);
  for (const pair of judged.filter(pair => pair.verdict !== 'refuted'))
    console.log(`  ${pair.id}: ${pair.verdict} ${pair.reason ?? ''}`);
  const refuted = judged.filter(pair => pair.verdict === 'refuted');
  console.log('\nRefuted within so many databases');
  console.table(
    [1, 5, 20, 50, 100, 200, 400].map(k => {
      const found = refuted.filter(pair => pair.databases <= k).length;
      return { databases: k, refuted: found, share: `${((100 * found) / judged.length).toFixed(1)} %` };
    }),
  );
  const sizes = refuted.map(pair => pair.witnessRows ?? 0);
  console.log(`Rows of a witness: median ${percentile(sizes, 0.5)}, p95 ${percentile(sizes, 0.95)}`);
}

function falseAlarms(judged: readonly JudgedPair[]): void {
  const count = (verdict: string): number => judged.filter(pair => pair.verdict === verdict).length;
  console.log('\nPairs said to be equal');
  console.table([
    {
      pairs: judged.length,
      survived: count('survived'),
      proved: count('proved'),
      refuted: count('refuted'),
      undetermined: count('undetermined'),
      'undetermined share': percent(count('undetermined') / judged.length),
      errors: count('error'),
    },
  ]);
  for (const pair of judged.filter(pair => !['survived', 'proved'].includes(pair.verdict))) {
    console.log(`  ${pair.id}: ${pair.verdict}: ${pair.explanation ?? pair.reason ?? ''}`);
    for (const insert of pair.witness ?? []) console.log(`      ${insert}`);
  }
  const scores = judged
    .filter(pair => pair.total > 0 && pair.verdict === 'survived')
    .map(pair => pair.killed / pair.total);
  console.log(
    `Mistakes exposed: median ${(100 * percentile(scores, 0.5)).toFixed(0)} %, p10 ${(100 * percentile(scores, 0.1)).toFixed(0)} %`,
  );
}

/** How many of the wrong pairs one realistic database lets pass. */
async function oneDatabase(pairs: readonly Pair[]): Promise<void> {
  const rows = [];
  for (const size of [100, 300, 1000]) {
    const counts = await judgeOnOneDatabase(pairs, size, settings.seed);
    const passed = counts.accepted + counts.unchecked;
    const share = `${((100 * passed) / (pairs.length - counts.failed)).toFixed(1)} %`;
    rows.push({ 'rows a table': size, ...counts, 'let pass': share });
  }
  console.log('\nThe same wrong pairs on one realistic database each, results compared as sorted lists');
  console.table(rows);
}

interface Shard {
  readonly pairs: number;
  /** More than asked for where a pair differs in one place, or is large. */
  readonly databases: number;
  readonly ms: number;
  readonly times: readonly number[];
}

/** Judges the surviving pairs over and over in so many processes, for pairs a second. */
async function throughput(workers: number, mutants: number): Promise<Record<string, string | number>> {
  const shards = Array.from({ length: workers }, async (): Promise<Shard> => {
    const child = fork(fileURLToPath(import.meta.url), ['--shard', String(mutants)], {
      execArgv: ['--import=tsx'],
    });
    return new Promise((resolve, reject) => {
      child.on('message', message => resolve(message as Shard));
      child.on('error', reject);
    });
  });
  const done = await Promise.all(shards);
  const times = done.flatMap(shard => shard.times);
  return {
    workers,
    mutants,
    'pairs/s': perSecond(done, shard => shard.pairs).toFixed(0),
    'pairs/s at 200 databases each': perSecond(done, shard => shard.databases / 200).toFixed(0),
    'p50 ms': percentile(times, 0.5).toFixed(1),
    'p95 ms': percentile(times, 0.95).toFixed(1),
  };
}

function perSecond(shards: readonly Shard[], countOf: (shard: Shard) => number): number {
  return shards.reduce((sum, shard) => sum + (1000 * countOf(shard)) / shard.ms, 0);
}

async function shard(mutants: number): Promise<void> {
  const pairs = ofSmallSchemas(readPairs('equivalent.jsonl'));
  // The first round lets the machine code settle, as it is in a batch of thousands.
  await judgePairs(pairs, { ...settings, mutants });
  const survived: JudgedPair[] = [];
  for (let round = 0; round < 3; round++)
    for (const pair of await judgePairs(pairs, { ...settings, mutants }))
      if (pair.verdict === 'survived') survived.push(pair);
  const times = survived.map(pair => pair.ms);
  const ms = times.reduce((sum, time) => sum + time, 0);
  const databases = survived.reduce((sum, pair) => sum + pair.databases, 0);
  process.send?.({ pairs: survived.length, databases, ms, times } satisfies Shard);
}

if (process.argv.includes('--shard')) await shard(argument('shard', 0));
else {
  slips(await judgePairs(readPairs('not-equivalent.jsonl'), { ...settings, mutants: 0 }));
  falseAlarms(await judgePairs(readPairs('equivalent.jsonl'), settings));
  if (!process.argv.includes('--quick')) {
    const rows = [];
    await oneDatabase(readPairs('not-equivalent.jsonl'));
    for (const mutants of [0, settings.mutants])
      for (const workers of [1, 2]) rows.push(await throughput(workers, mutants));
    console.log('\nSurviving pairs a second, schemas of up to 5 tables');
    console.table(rows);
  }
}
