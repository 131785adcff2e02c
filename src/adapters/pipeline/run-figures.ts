/** What the runs that filled a dataset tell of their attempts. */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import type { TriedItem } from '../../core/dataset/statistics.ts';
import { parsedJson } from '../../core/json.ts';
import { jsonLines } from '../files/json-lines.ts';
import { WorkedTime } from './worked-time.ts';

export interface RunFigures {
  readonly items: readonly TriedItem[];
  /** US dollars. */
  readonly cost: number;
  /** Time that the run's processes worked, in seconds. */
  readonly seconds: number;
}

const event = v.looseObject({
  type: v.string(),
  index: v.exactOptional(v.number()),
  stage: v.exactOptional(v.picklist([1, 2])),
  pairs: v.exactOptional(v.array(v.string()), []),
  miss: v.exactOptional(v.string()),
  cost: v.exactOptional(v.number(), 0),
});

/** Ids of the runs in a folder; none where there is no such folder. */
export async function runIds(runsFolder: string): Promise<string[]> {
  const entries = await readdir(runsFolder, { withFileTypes: true }).catch(() => []);
  return entries
    .filter(entry => entry.isDirectory())
    .map(entry => entry.name)
    .sort();
}

/** Reads the events of a run; lines of other kinds or broken ones are passed over. */
export async function readRunFigures(runsFolder: string, id: string): Promise<RunFigures> {
  const items = new Map<number, TriedItem>();
  let cost = 0;
  const time = new WorkedTime();
  for await (const { text } of jsonLines(path.join(runsFolder, id, 'events.jsonl'))) {
    const value = parsedJson(text);
    time.add(value);
    const parsed = v.safeParse(event, value);
    if (!parsed.success) continue;
    const { type, index, stage, pairs, miss, cost: spent } = parsed.output;
    if (type === 'spent') cost += spent;
    if (type !== 'item' || index === undefined || stage === undefined || items.has(index)) continue;
    items.set(index, { stage, pairs: pairs.length, ...(miss !== undefined && { miss }) });
    cost += spent;
  }
  return { items: [...items.values()], cost, seconds: time.seconds };
}
