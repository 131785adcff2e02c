/**
 * The memory of `quill verify --batch` over many pairs: those of QUILL_CASES over and over, through stdin of the real
 * process (run `node scripts/build.mjs` first), with its resident memory at each tenth.
 *
 *   QUILL_CASES=DIR npx tsx bench/judge-memory.ts [--pairs 100000] [--workers 1] [--databases 2] [--mutants 0]
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { ofSmallSchemas, readPairs } from './judge-pairs.ts';

const { values } = parseArgs({
  options: {
    pairs: { type: 'string', default: '100000' },
    workers: { type: 'string', default: '1' },
    databases: { type: 'string', default: '2' },
    mutants: { type: 'string', default: '0' },
  },
});
const total = Number(values.pairs);
const pairs = ofSmallSchemas([...readPairs('equivalent.jsonl'), ...readPairs('not-equivalent.jsonl')]);

const cli = path.resolve(import.meta.dirname, '../dist/cli.cjs');
const options = [
  ...['--workers', values.workers],
  ...['--databases', values.databases],
  ...['--mutants', values.mutants],
];
const child = spawn(process.execPath, [cli, 'verify', '--batch', '-', ...options], {
  stdio: ['pipe', 'pipe', 'inherit'],
});
const ended = once(child, 'exit');

/** Resident memory now and at its peak, in MiB (Linux). */
function memory(): { readonly now: number; readonly peak: number } {
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
  const field = (name: string): number =>
    Math.round(Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1]) / 1024);
  return { now: field('VmRSS'), peak: field('VmHWM') };
}

async function feed(): Promise<void> {
  for (let i = 0; i < total; i++) {
    const pair = pairs[i % pairs.length];
    if (!child.stdin.write(`${JSON.stringify({ ...pair, id: i })}\n`)) await once(child.stdin, 'drain');
  }
  child.stdin.end();
}

async function read(): Promise<void> {
  const begin = performance.now();
  let answers = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    const { id } = JSON.parse(line) as { id: number };
    if (id !== answers) throw new Error(`Answer ${answers} is that of pair ${id}.`);
    answers++;
    if (answers % Math.ceil(total / 10) !== 0) continue;
    const { now, peak } = memory();
    const seconds = (performance.now() - begin) / 1000;
    console.log(
      `${String(answers).padStart(8)} pairs  ${seconds.toFixed(0).padStart(5)} s  ${String(now).padStart(5)} MiB  (peak ${peak} MiB)`,
    );
  }
  if (answers !== total) throw new Error(`${answers} of ${total} pairs were answered.`);
}

console.log(`${pairs.length} distinct pairs, ${options.join(' ')}`);
await Promise.all([feed(), read()]);
const [code] = await ended;
process.exitCode = Number(code);
