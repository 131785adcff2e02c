/**
 * How fast pairs come with the built-in writer and search: pairs a second with 1 and 2 workers, memory over time, and
 * where the time goes. Real processes of the command line, interleaved.
 *
 *   npm run build && npx tsx bench/pipeline.ts [--seconds 120] [--rounds 2] [--seed 1]
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '120' },
    rounds: { type: 'string', default: '2' },
    seed: { type: 'string', default: '1' },
  },
});
const seconds = Number(values.seconds);
/** Of the original project, as it was measured there. */
const originalRate = 0.104;

interface Sample {
  readonly workers: number;
  readonly pairs: number;
  readonly items: number;
  readonly seconds: number;
  /** Resident memory in MiB at each tenth of the time. */
  readonly memory: readonly number[];
  readonly ms: Readonly<Record<string, number>>;
}

interface ItemEvent {
  readonly type: string;
  readonly pairs: readonly string[];
  readonly ms: Readonly<Record<string, number>>;
}

async function measure(workers: number, seed: number): Promise<Sample> {
  const folder = mkdtempSync(path.join(tmpdir(), 'quill-bench-'));
  const cli = path.join(import.meta.dirname, '../dist/cli.cjs');
  const args = [
    'generate',
    '--out',
    folder,
    '--run',
    'bench',
    '--count',
    '1000000',
    '--workers',
    String(workers),
  ];
  const child = spawn(process.execPath, [cli, ...args, '--seed', String(seed)], { stdio: 'ignore' });
  const memory: number[] = [];
  for (let tenth = 0; tenth < 10; tenth++) {
    await wait((seconds * 1000) / 10);
    memory.push(residentMemory(child.pid ?? 0));
  }
  const ended = new Promise(resolve => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
  const events: ItemEvent[] = readFileSync(path.join(folder, 'runs/bench/events.jsonl'), 'utf8')
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line));
  rmSync(folder, { recursive: true, force: true });
  const items = events.filter(event => event.type === 'item');
  const ms: Record<string, number> = {};
  for (const item of items)
    for (const [phase, time] of Object.entries(item.ms)) ms[phase] = (ms[phase] ?? 0) + time;
  return {
    workers,
    pairs: items.reduce((sum, item) => sum + item.pairs.length, 0),
    items: items.length,
    seconds,
    memory,
    ms,
  };
}

/** In MiB; 0 where the system does not tell. */
function residentMemory(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
  } catch {
    return 0;
  }
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? 0)
    : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

const samples: Sample[] = [];
for (let round = 0; round < Number(values.rounds); round++)
  for (const workers of round % 2 === 0 ? [1, 2] : [2, 1])
    samples.push(await measure(workers, Number(values.seed) + round));

console.log(
  `${'workers'.padEnd(9)}${'pairs/s'.padStart(9)}${'× original'.padStart(12)}${'queries that gave a pair'.padStart(27)}`,
);
for (const workers of [1, 2]) {
  const those = samples.filter(sample => sample.workers === workers);
  const rate = median(those.map(sample => sample.pairs / sample.seconds));
  const success = median(those.map(sample => (100 * sample.pairs) / Math.max(1, sample.items)));
  console.log(
    `${String(workers).padEnd(9)}${rate.toFixed(2).padStart(9)}${(rate / originalRate).toFixed(0).padStart(12)}${`${success.toFixed(0)} %`.padStart(27)}`,
  );
}
console.log('\nWhere the time of an item goes');
for (const workers of [1, 2]) {
  const those = samples.filter(sample => sample.workers === workers);
  const sum = (phase: string): number => those.reduce((total, sample) => total + (sample.ms[phase] ?? 0), 0);
  const all = ['write', 'propose', 'bench', 'store'].reduce((total, phase) => total + sum(phase), 0);
  const shares = ['write', 'propose', 'bench', 'store'].map(
    phase => `${phase} ${((100 * sum(phase)) / all).toFixed(1)} %`,
  );
  console.log(
    `${workers} worker${workers === 1 ? ' ' : 's'}  ${shares.join(', ')} (bench: searching, timing, judging, and waiting for the turn to time)`,
  );
}
console.log('\nResident memory, MiB, at each tenth of the time');
for (const sample of samples)
  console.log(`${sample.workers} worker${sample.workers === 1 ? ' ' : 's'}  ${sample.memory.join(' ')}`);
