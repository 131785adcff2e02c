/** A run whose machine's clock is set while it works, and between two of its processes. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readRunFigures } from '../../../src/adapters/pipeline/run-figures.ts';
import { RunFolder } from '../../../src/adapters/pipeline/run-folder.ts';
import type { PipelineSchema } from '../../../src/core/pipeline/contract.ts';
import { Run } from '../../../src/core/pipeline/run.ts';
import { remainingText } from '../../../src/core/pipeline/run-progress.ts';
import type { RunState } from '../../../src/core/pipeline/run-state.ts';
import { shopSchema } from './models/schema.ts';
import { found, paidWriter, runConfig, runParts, soleHolder } from './run-parts.ts';

const HOUR = 3_600_000;
const never = new AbortController().signal;

describe('a clock that is set', () => {
  let schema: PipelineSchema;
  let root = '';
  before(async () => {
    schema = await shopSchema();
  });
  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), 'quill-clock-'));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  /**
   * One process of a run: every query takes `ms`, and after each the clock of the wall is moved by the next of `jumps`.
   */
  async function work(
    folder: RunFolder,
    writer: ReturnType<typeof paidWriter>,
    { count, ms, jumps, offset }: { count: number; ms: number; jumps: readonly number[]; offset: number },
  ): Promise<RunState[]> {
    let monotonic = 5000;
    let wall = Date.parse('2026-11-21T12:00:00Z') + offset;
    const states: RunState[] = [];
    const history = await folder.history();
    const { parts } = runParts(
      schema,
      async (job, n) => {
        monotonic += ms;
        wall += ms + (jumps[n] ?? 0);
        states.push(run.state());
        return found(job.sql, history.items + n);
      },
      {
        config: { ...runConfig, count, maxMinutes: 10 },
        writer,
        done: history.done,
        before: history,
        clock: { now: () => monotonic },
        now: () => new Date(wall),
        // The watch over the time has a timer of its own, which follows no clock of the wall.
        sleep: () => new Promise(() => {}),
        log: event => folder.log(event),
      },
    );
    const run = new Run(parts);
    states.push(await run.execute(never));
    return states;
  }

  it('stops no run early, and leaves no time that is negative or no number', async () => {
    const folder = await RunFolder.create(path.join(root, 'r'), runConfig, soleHolder);
    const writer = paidWriter();
    const ms = 60_000;
    const first = await work(folder, writer, {
      count: 4,
      ms,
      jumps: [-HOUR, 24 * HOUR, 0, -HOUR],
      offset: 0,
    });
    const second = await work(folder, writer, { count: 7, ms, jumps: [0, 24 * HOUR, -HOUR], offset: -HOUR });
    await folder.close();
    for (const states of [first, second]) {
      assert.equal(states.at(-1)?.state, 'finished');
      for (const state of states) {
        assert.ok(state.pairsPerSecond >= 0 && Number.isFinite(state.pairsPerSecond));
        assert.match(remainingText(state) ?? 'none', /^(less than a minute|\d+ min|\d+\.\d h|none)$/);
        assert.ok(Number.isFinite(Date.parse(state.updatedAt)));
      }
    }
    assert.deepEqual([first.at(-1)?.seconds, second.at(-1)?.seconds], [240, 420]);
    assert.ok(Math.abs((second.at(-1)?.pairsPerSecond ?? 0) - 1 / 60) < 1e-9);
    const events: { after: number; ms?: Record<string, number> }[] = readFileSync(
      path.join(folder.folder, 'events.jsonl'),
      'utf8',
    )
      .split('\n')
      .filter(line => line !== '')
      .map(line => JSON.parse(line));
    assert.ok(events.length >= 11);
    for (const { after, ms: phases = {} } of events)
      for (const time of [after, ...Object.values(phases)]) assert.ok(time >= 0 && time <= 240_000);
    assert.equal((await readRunFigures(root, 'r')).seconds, 420);
    assert.equal((await folder.history()).seconds, 420);
  });

  it('ends a run at its time limit all the same', async () => {
    const folder = await RunFolder.create(path.join(root, 'r'), runConfig, soleHolder);
    const jumps = Array.from({ length: 20 }, () => -HOUR);
    const states = await work(folder, paidWriter(), { count: 100, ms: 60_000, jumps, offset: 0 });
    await folder.close();
    assert.deepEqual([states.at(-1)?.state, states.at(-1)?.items], ['time-limit', 10]);
  });

  it('is told from work in runs of older versions where it went back', async () => {
    const at = (time: string): string => `2026-11-21T${time}Z`;
    const lines = [
      { at: at('12:00:00'), type: 'start' },
      { at: at('12:00:10'), type: 'item' },
      { at: at('11:00:00'), type: 'item' },
      { at: at('11:00:05'), type: 'end' },
      { at: at('13:00:00'), type: 'start' },
      { at: at('13:00:01'), type: 'item' },
    ];
    const folder = await RunFolder.create(path.join(root, 'r'), runConfig, soleHolder);
    await folder.close();
    const file = path.join(folder.folder, 'events.jsonl');
    writeFileSync(file, lines.map(line => `${JSON.stringify(line)}\n`).join(''));
    assert.equal((await readRunFigures(root, 'r')).seconds, 16);
  });
});
