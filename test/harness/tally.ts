import { readFileSync, writeFileSync } from 'node:fs';
import type { Runner } from 'mocha';

/** What a mocha run has counted so far; `ended` only once mocha itself reached its end. */
export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
  ended: boolean;
}

/** Numbers of one part of the test run. `problem` says why the part failed beyond its failing tests. */
export interface Outcome {
  passed: number;
  failed: number;
  skipped: number;
  problem?: string;
}

/**
 * Writes the tally of `runner` to `file` after every test and at the end. The file, and not the exit code, is the
 * proof that a run ended: an extension host that was killed reports exit code 0.
 */
export function keepTally(runner: Runner, file: string): void {
  const tally: Tally = { passed: 0, failed: 0, skipped: 0, ended: false };
  const write = () => writeFileSync(file, JSON.stringify(tally));
  const count = (key: 'passed' | 'failed' | 'skipped') => () => {
    tally[key]++;
    write();
  };
  write();
  runner.on('pass', count('passed'));
  runner.on('fail', count('failed'));
  runner.on('pending', count('skipped'));
  runner.on('end', () => {
    tally.ended = true;
    write();
  });
}

/** The tally in `file`, or undefined if no run wrote one. */
export function readTally(file: string): Tally | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * Judges a finished mocha run by its exit code and its tally together. Every way of not having run properly counts
 * as one failure, so that it shows in the totals.
 */
export function judge(exitCode: number, tally: Tally | undefined): Outcome {
  const { passed, failed, skipped } = tally ?? { passed: 0, failed: 0, skipped: 0 };
  const problem = problemOf(exitCode, tally);
  return problem === undefined
    ? { passed, failed, skipped }
    : { passed, failed: failed + 1, skipped, problem };
}

function problemOf(exitCode: number, tally: Tally | undefined): string | undefined {
  if (!tally) return `no test was started (exit code ${exitCode})`;
  if (!tally.ended) return `the run died before its end (exit code ${exitCode})`;
  if (tally.passed + tally.failed === 0) return 'no test ran';
  if (exitCode !== 0 && tally.failed === 0) return `exit code ${exitCode} although no test failed`;
  return undefined;
}
