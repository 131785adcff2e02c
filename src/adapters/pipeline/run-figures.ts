/** What the runs that filled a dataset tell of their attempts. */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { TriedItem } from '../../core/dataset/statistics.ts';
import { eventsFile, readRunEvents } from './run-events.ts';

export interface RunFigures {
  readonly items: readonly TriedItem[];
  /** US dollars. */
  readonly cost: number;
  /** Time that the run's processes worked, in seconds. */
  readonly seconds: number;
}

/** Ids of the runs in a folder; none where there is no such folder. */
export async function runIds(runsFolder: string): Promise<string[]> {
  const entries = await readdir(runsFolder, { withFileTypes: true }).catch(() => []);
  return entries
    .filter(entry => entry.isDirectory())
    .map(entry => entry.name)
    .sort();
}

/** The figures of a run; of events that do not tell their stage only cost and time. */
export async function readRunFigures(runsFolder: string, id: string): Promise<RunFigures> {
  const { items, cost, seconds } = await readRunEvents(path.join(runsFolder, id, eventsFile));
  const tried = [...items.values()].flatMap(({ stage, pairs, miss }) =>
    stage === undefined ? [] : [{ stage, pairs, ...(miss !== undefined && { miss }) }],
  );
  return { items: tried, cost, seconds };
}
