/** The statistics of a dataset as `quill dataset stats --json` prints them. */
import { originalFigures } from '../../core/dataset/original-figures.ts';
import type { DatasetStatistics } from '../../core/dataset/statistics.ts';

type Counts = readonly (readonly [name: string, count: number])[];

/** Counts as objects, which are easier to pick from than lists; with what the original project states. */
export function statisticsObject(figures: DatasetStatistics): object {
  return {
    ...figures,
    rejected: named('kind', figures.rejected),
    techniques: named('technique', figures.techniques),
    difficulties: named('difficulty', figures.difficulties),
    schemas: named('schema', figures.schemas),
    antiPatterns: named('antiPattern', figures.antiPatterns),
    writers: named('writer', figures.writers),
    optimizers: named('optimizer', figures.optimizers),
    stages: figures.stages.map(stage => ({ ...stage, misses: named('miss', stage.misses) })),
    original: originalFigures,
  };
}

function named(key: string, counts: Counts): Readonly<Record<string, string | number>>[] {
  return counts.map(([name, count]) => ({ [key]: name, count }));
}
