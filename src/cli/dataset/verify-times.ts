import { availableParallelism } from 'node:os';
import type { DatasetFolder } from '../../adapters/dataset/dataset-folder.ts';
import { DATA_SEED } from '../../adapters/pipeline/schema-library.ts';
import { shareOf } from '../../core/dataset/figures.ts';
import type { Pair } from '../../core/dataset/pair.ts';
import { type Quantiles, type RetimedPair, retimedFigures, retimedPair } from '../../core/dataset/retimed.ts';
import { Tally } from '../../core/dataset/tally.ts';
import { QuillError } from '../../core/errors.ts';
import { counted, formatCount, formatRatio } from '../../core/format.ts';
import { tierRows } from '../../core/pipeline/config.ts';
import { UNAVAILABLE } from '../exit-codes.ts';
import { toJson } from '../json.ts';
import { inOrder } from '../ordered-window.ts';
import { ProgressLine } from '../progress-line.ts';
import type { Session } from '../session.ts';
import { forTerminal } from '../terminal-text.ts';
import { each, type VerifyOptions } from './verify-sample.ts';

const WINDOW_PER_WORKER = 4;
/** Of fewer values, the least and the most say what there is to say. */
const fewestForQuantiles = 20;
/** What the ids of the user's own schemas begin with. */
const ownSchemaBegin = 'own-';
/** For taking samples of one pair, in milliseconds. */
const TOTAL_MS = 2000;

/** Times the sample again and prints how the speedups compare with those of the dataset. */
export async function retimeSample(
  session: Session,
  dataset: DatasetFolder,
  sample: readonly Pair[],
  total: number,
  options: VerifyOptions,
): Promise<void> {
  const { tier, queryLimit: queryLimitMs } = options;
  const workers = options.workers ?? availableParallelism();
  const pool = session.openPool({ size: workers, spare: false });
  const timed: RetimedPair[] = [];
  const failed = new Tally<string>();
  const progress = new ProgressLine(process.stderr);
  const time = async (pair: Pair): Promise<RetimedPair | QuillError | undefined> => {
    if (session.signal.aborted) return undefined;
    try {
      const ddl = await dataset.schema(pair.schema);
      const database = { kind: 'schema', ddl, rows: tierRows[tier], seed: DATA_SEED } as const;
      const { slow, fast } = pair;
      const request = { database, slow, fast, indexes: [...pair.indexes], queryLimitMs, totalMs: TOTAL_MS };
      return retimedPair(pair, await pool.retime(request, { signal: session.signal }));
    } catch (error) {
      if (!QuillError.is(error)) throw error;
      return session.signal.aborted ? undefined : error;
    }
  };
  await inOrder(each(sample), workers * WINDOW_PER_WORKER, time, async result => {
    if (result instanceof QuillError) failed.add(result.message);
    else if (result !== undefined) timed.push(result);
    progress.write(`${formatCount(timed.length + failed.total)} of ${counted(sample.length, 'pair')} timed`);
  });
  progress.end();
  const figures = retimedFigures(timed);
  if (timed.length === 0 && failed.total > 0) session.exitCode = UNAVAILABLE;
  if (options.json === true) {
    const facts = { pairs: total, sample: sample.length, seed: options.seed, tier, rows: tierRows[tier] };
    const failures = Object.fromEntries(failed.entries());
    process.stdout.write(`${toJson({ ...facts, ...figures, failures, retimed: timed }, 2)}\n`);
    return;
  }
  const isOwn = sample.some(pair => pair.schema.startsWith(ownSchemaBegin));
  const lines = [
    `${formatCount(figures.timed)} of ${counted(total, 'pair')} timed again on ${formatCount(tierRows[tier])} rows (${tier}):`,
    `  still at least 1.1× faster  ${formatCount(figures.stillFaster)} (${shareOf(figures.stillFaster, figures.timed)})`,
    `  slow side stopped           ${formatCount(figures.slowTimedOut)}`,
    `  new speedup                 ${quantileText(figures.speedup, formatRatio)}`,
    `  new ÷ old speedup           ${quantileText(figures.ratio, threeDigits)}`,
    ...(isOwn
      ? [
          `  The rows are made up, also for schemas of your own (${ownSchemaBegin}…), whose old speedups may be of your own rows: new ÷ old then compares two databases.`,
        ]
      : []),
    ...failed.entries().map(([reason, count]) => `  ${formatCount(count)} not timed: ${reason}`),
  ];
  process.stdout.write(forTerminal(`${lines.join('\n')}\n`));
}

function quantileText(quantiles: Quantiles | null, text: (value: number) => string): string {
  if (quantiles === null) return '–';
  const { least, p5, p25, median, p75, p95, most, count } = quantiles;
  if (count === 1) return text(median);
  if (count < fewestForQuantiles) return `median ${text(median)}; from ${text(least)} to ${text(most)}`;
  return `median ${text(median)}; half of them from ${text(p25)} to ${text(p75)}, nine in ten from ${text(p5)} to ${text(p95)}`;
}

function threeDigits(value: number): string {
  return formatCount(Number(value.toPrecision(3)));
}
