import assert from 'node:assert/strict';
import type { RunConfig } from '../../../../src/core/pipeline/config.ts';
import type { RunState } from '../../../../src/core/pipeline/run-state.ts';
import { goesOn, isResumable, lifeOf, type RunEntry } from '../../../../src/editor/runs/run-entry.ts';
import {
  runContext,
  runDescription,
  runDetails,
  runHint,
  runLabel,
  stateText,
  statusText,
} from '../../../../src/editor/runs/run-labels.ts';

const now = Date.parse('2026-11-21T12:00:00Z');

const running: RunState = {
  run: '20261121-115000',
  state: 'running',
  reason: '',
  pid: 7,
  host: 'here',
  startedAt: '2026-11-21T11:50:00.000Z',
  updatedAt: '2026-11-21T11:59:59.500Z',
  accepted: 1204,
  target: 5000,
  items: 3168,
  successes: 1204,
  rejected: 310,
  pairsPerSecond: 4.3,
  cost: 0,
};

const config: RunConfig = {
  version: 1,
  count: 5000,
  writer: 'builtin',
  optimizers: [],
  judgeReadability: false,
  sendValues: false,
  stage: null,
  shard: { index: 1, count: 1 },
  seed: 1,
  tier: 'small',
  schemas: [],
  own: null,
  queryLimitMs: 300,
  budgetMs: 1500,
  databases: 200,
  mutants: 24,
  minReward: 0.25,
  maxCost: null,
  maxMinutes: null,
  workers: 2,
  concurrency: 2,
  endpoint: null,
};

const around = { now, configuredAt: now - 600_000, processGone: false };

function entry(
  state: RunState | undefined,
  surroundings = around,
  of: RunConfig | undefined = config,
): RunEntry {
  return {
    id: '20261121-115000',
    folder: '/w/.quill/runs/20261121-115000',
    workedOnAt: now,
    out: '/w/.quill',
    config: of,
    state,
    life: lifeOf(state, surroundings),
  };
}

const detail = (of: RunEntry, label: string) => runDetails(of).find(one => one.label === label)?.text;

describe('the life of a run', () => {
  it('is what its heartbeat says while that is fresh', () => {
    assert.equal(entry(running).life, 'running');
    assert.equal(entry({ ...running, state: 'waiting', reason: 'no answer' }).life, 'waiting');
    assert.equal(entry({ ...running, state: 'time-limit' }).life, 'time-limit');
  });

  it('is over when the heartbeat is old or its process is gone', () => {
    assert.equal(entry({ ...running, updatedAt: '2026-11-21T11:59:30Z' }).life, 'killed');
    assert.equal(entry({ ...running, updatedAt: 'yesterday' }).life, 'killed');
    assert.equal(entry(running, { ...around, processGone: true }).life, 'killed');
    assert.equal(entry({ ...running, state: 'stopped', updatedAt: '2020-01-01T00:00:00Z' }).life, 'stopped');
  });

  it('begins before the first heartbeat, but not for ever', () => {
    assert.equal(entry(undefined, { ...around, configuredAt: now - 2000 }).life, 'starting');
    assert.equal(entry(undefined).life, 'killed');
  });

  it('says what may be done', () => {
    const actions = (of: RunEntry) => [goesOn(of), isResumable(of), runContext(of)];
    assert.deepEqual(actions(entry(running)), [true, false, 'run.alive']);
    assert.deepEqual(actions(entry({ ...running, state: 'finished', accepted: running.target })), [
      false,
      false,
      'run.ended',
    ]);
    // Said of a run that found no more, too, before that had a word of its own.
    assert.deepEqual(actions(entry({ ...running, state: 'finished' })), [false, true, 'run.resumable']);
    assert.deepEqual(actions(entry({ ...running, state: 'exhausted' })), [false, true, 'run.resumable']);
    assert.deepEqual(actions(entry({ ...running, state: 'failed' })), [false, true, 'run.resumable']);
    assert.deepEqual(actions(entry(running, { ...around, processGone: true })), [
      false,
      true,
      'run.resumable',
    ]);
    const unreadable = { ...entry({ ...running, state: 'stopped' }), config: undefined };
    assert.deepEqual(actions(unreadable), [false, false, 'run.ended']);
  });
});

describe('a run in the view', () => {
  it('is named by the time it began, where its id is one', () => {
    const at = new Date(Date.UTC(2026, 10, 21, 11, 50, 0));
    const day = 86_400_000;
    const id = '20261121-115000';
    assert.match(runLabel({ id }, at), /^Today \d\d:50$/);
    assert.match(runLabel({ id }, new Date(at.getTime() + 3 * day)), /^\S+ \S+, \d\d:50$/);
    assert.match(runLabel({ id }, new Date(at.getTime() + 400 * day)), /2026.*, \d\d:50$/);
    assert.match(runLabel({ id: `${id}-01a2` }, at), /^Today \d\d:50$/);
    assert.equal(runLabel({ id: 'night' }, at), 'night');
  });

  it('says how far it is and how long it takes', () => {
    assert.equal(runDescription(entry(running)), '1,204 of 5,000 · 258/min · 15 min left');
    assert.equal(
      runDescription(entry({ ...running, pairsPerSecond: 0.1 })),
      '1,204 of 5,000 · 6.0/min · 10.5 h left',
    );
    assert.equal(runDescription(entry({ ...running, accepted: 0, pairsPerSecond: 0 })), '0 of 5,000');
  });

  it('says of one that ended what it has', () => {
    assert.equal(runDescription(entry({ ...running, state: 'stopped' })), 'stopped · 1,204 of 5,000');
    assert.equal(runDescription(entry(undefined)), 'killed · 0 of 5,000');
  });

  it('gives the reason for waiting, ending and failing', () => {
    const waiting = entry({ ...running, state: 'waiting', reason: 'no answer from localhost' });
    assert.equal(stateText(waiting), 'waiting for the endpoint: no answer from localhost');
    assert.equal(
      stateText(entry({ ...running, state: 'failed', reason: 'The disk is full.' })),
      'failed: The disk is full.',
    );
    assert.match(stateText(entry(running, { ...around, processGone: true })), /^killed: .* resume/);
  });

  it('lists the figures, and leaves out those nobody has', () => {
    const alive = entry(running);
    assert.equal(detail(alive, 'Pairs'), '1,204 of 5,000');
    assert.equal(detail(alive, 'Success'), '38 % of 3,168 queries');
    assert.equal(detail(alive, 'Time left'), '15 min');
    assert.equal(detail(alive, 'Cost'), '$0.00');
    assert.equal(detail(alive, 'Schemas'), 'all that come with Quill');
    assert.equal(detail(alive, 'Shard'), undefined);
    const new_ = entry({ ...running, items: 0, successes: 0, accepted: 0, pairsPerSecond: 0 });
    assert.equal(detail(new_, 'Success'), undefined);
    assert.equal(detail(new_, 'Time left'), undefined);
    const shard = entry(running, around, { ...config, shard: { index: 2, count: 8 } });
    assert.equal(detail(shard, 'Shard'), '2 of 8');
    assert.deepEqual(
      runDetails({ ...entry(undefined), config: undefined }).map(({ label }) => label),
      ['State', 'Id'],
    );
  });

  it('escapes what it does not know in Markdown', () => {
    const odd = entry({ ...running, state: 'waiting', reason: 'a | b [c](command:x)\n# d' });
    assert.ok(runHint(odd).includes('a \\| b \\[c\\]\\(command:x\\) \\# d'), runHint(odd));
  });
});

describe('the status item of runs', () => {
  it('has the count and the rate', () => {
    assert.equal(statusText([entry(running)]), '$(sync~spin) 1,204 pairs · 258/min');
    assert.equal(statusText([entry(running), entry(running)]), '$(sync~spin) 2,408 pairs · 516/min');
    assert.equal(
      statusText([entry({ ...running, accepted: 1, pairsPerSecond: 0.5 })]),
      '$(sync~spin) 1 pair · 30/min',
    );
  });

  it('says when a run begins or waits', () => {
    assert.equal(statusText([entry({ ...running, pairsPerSecond: 0 })]), '$(sync~spin) 1,204 pairs');
    assert.equal(
      statusText([entry(undefined, { ...around, configuredAt: now })]),
      '$(loading~spin) Quill: starting',
    );
    assert.equal(statusText([entry({ ...running, state: 'waiting' })]), '$(watch) 1,204 pairs · waiting');
  });
});
