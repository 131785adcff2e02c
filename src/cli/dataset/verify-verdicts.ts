import { availableParallelism } from 'node:os';
import type { DatasetFolder } from '../../adapters/dataset/dataset-folder.ts';
import type { Pair } from '../../core/dataset/pair.ts';
import { Tally } from '../../core/dataset/tally.ts';
import { QuillError } from '../../core/errors.ts';
import { counted, formatCount } from '../../core/format.ts';
import { FAILED, UNAVAILABLE } from '../exit-codes.ts';
import { toJson } from '../json.ts';
import { inOrder } from '../ordered-window.ts';
import { ProgressLine } from '../progress-line.ts';
import type { Session } from '../session.ts';
import { forTerminal } from '../terminal-text.ts';
import { verdictObject, verdictText } from '../verdict-output.ts';
import { each, type VerifyOptions } from './verify-sample.ts';

const WINDOW_PER_WORKER = 8;

/**
 * Judges the sample anew and prints the counts, with each refuted pair; the exit code is then that of a failed check.
 */
export async function judgeSample(
  session: Session,
  dataset: DatasetFolder,
  sample: readonly Pair[],
  total: number,
  options: VerifyOptions,
): Promise<void> {
  const { databases, mutants, budget: budgetMs, queryLimit: queryLimitMs, json = false } = options;
  const workers = options.workers ?? availableParallelism();
  const pool = session.openPool({ size: workers, spare: false });
  const verdicts = new Tally<string>();
  const undetermined = new Tally<string>();
  const refuted: object[] = [];
  const built: number[] = [];
  const progress = new ProgressLine(process.stderr);
  const judge = async (pair: Pair) => {
    if (session.signal.aborted) return undefined;
    try {
      const ddl = await dataset.schema(pair.schema);
      const judging = { databases, mutants, budgetMs, queryLimitMs, seed: options.seed };
      const request = { schema: { kind: 'ddl', ddl } as const, a: pair.slow, b: pair.fast, options: judging };
      return { pair, judged: await pool.verify(request, { signal: session.signal }) };
    } catch (error) {
      if (!QuillError.is(error)) throw error;
      return session.signal.aborted ? undefined : { pair, error };
    }
  };
  await inOrder(each(sample), workers * WINDOW_PER_WORKER, judge, async result => {
    if (result === undefined) return;
    const { pair } = result;
    if (result.judged === undefined) {
      verdicts.add('error');
      session.tell(`Pair ${pair.id} cannot be judged: ${result.error.message}`);
    } else {
      const { verdict, ms } = result.judged;
      verdicts.add(verdict.verdict);
      built.push(verdict.databases);
      if (verdict.verdict === 'undetermined') undetermined.add(verdict.reason);
      if (verdict.verdict === 'refuted') {
        refuted.push({ ...verdictObject(verdict, ms), id: pair.id, slow: pair.slow, fast: pair.fast });
        const text = `Pair ${pair.id} (${pair.schema}):\n\n${pair.slow}\n\n${pair.fast}\n\n`;
        if (!json) process.stdout.write(forTerminal(text + verdictText(verdict, { a: 'slow', b: 'fast' })));
      }
    }
    const found = verdicts.of('refuted');
    progress.write(
      `${formatCount(verdicts.total)} of ${counted(sample.length, 'pair')} judged, ${formatCount(found)} refuted`,
    );
  });
  progress.end();
  const judged = verdicts.total - verdicts.of('error');
  if (verdicts.of('refuted') > 0) session.exitCode = FAILED;
  else if (judged === 0 && verdicts.total > 0) session.exitCode = UNAVAILABLE;
  const middle = [...built].sort((a, b) => a - b)[Math.floor((built.length - 1) / 2)] ?? 0;
  if (json) {
    const counts = ['refuted', 'survived', 'proved', 'undetermined', 'error'].map(key => [
      key,
      verdicts.of(key),
    ]);
    const reasons = Object.fromEntries(undetermined.entries());
    const figures = {
      pairs: total,
      sample: sample.length,
      seed: options.seed,
      databases,
      medianDatabases: middle,
    };
    process.stdout.write(
      `${toJson({ ...figures, ...Object.fromEntries(counts), undeterminedReasons: reasons, refutedPairs: refuted }, 2)}\n`,
    );
    return;
  }
  const counts = verdicts
    .entries()
    .filter(([verdict]) => verdict !== 'error')
    .map(([verdict, count]) => `${formatCount(count)} ${verdict}`);
  process.stdout.write(
    `${formatCount(judged)} of ${counted(total, 'pair')} judged on up to ${counted(databases, 'database')} (median ${formatCount(middle)}): ${counts.join(', ') || 'none'}.\n`,
  );
  if (verdicts.of('error') > 0)
    process.stdout.write(
      `  ${counted(verdicts.of('error'), 'pair')} could not be judged because of errors.\n`,
    );
  for (const [reason, count] of undetermined.entries())
    process.stdout.write(forTerminal(`  ${formatCount(count)} undetermined: ${reason}\n`));
}
