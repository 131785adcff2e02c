/** The pairs that `quill dataset verify` looks at. */
import type { DatasetFolder } from '../../adapters/dataset/dataset-folder.ts';
import { fixedSample } from '../../core/dataset/fixed-sample.ts';
import type { Pair } from '../../core/dataset/pair.ts';
import type { Tier } from '../../core/pipeline/config.ts';

export interface VerifyOptions {
  readonly share: number;
  readonly sample?: number;
  readonly databases: number;
  readonly mutants: number;
  readonly seed: number;
  readonly budget: number;
  readonly tier: Tier;
  readonly queryLimit: number;
  readonly retime?: boolean;
  readonly workers?: number;
  readonly json?: boolean;
}

/** By schema, so that a worker finds its database open. */
export async function chooseSample(
  dataset: DatasetFolder,
  { share, sample: count, seed }: VerifyOptions,
): Promise<{ readonly sample: Pair[]; readonly total: number }> {
  const ids: string[] = [];
  for await (const pair of dataset.pairs()) if (pair.variantOf === null) ids.push(pair.id);
  const chosen = fixedSample(ids, count === undefined ? { share } : { count }, seed);
  const sample: Pair[] = [];
  for await (const pair of dataset.pairs()) if (chosen.delete(pair.id)) sample.push(pair);
  sample.sort((a, b) => (a.schema === b.schema ? (a.id < b.id ? -1 : 1) : a.schema < b.schema ? -1 : 1));
  return { sample, total: ids.length };
}

export async function* each<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}
