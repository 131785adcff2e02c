import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import path from 'node:path';
import { distFolder } from '../adapters/dist.ts';

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts the bundled command line. */
export function startQuill(args: readonly string[], cwd: string): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, [path.join(distFolder(), 'cli.cjs'), ...args], {
    cwd,
    env: { ...process.env, NO_COLOR: '1' },
  });
}

/** Waits for the end of a started command. */
export function outcomeOf(child: ChildProcessWithoutNullStreams): Promise<Outcome> {
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output.stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', code => resolve({ code, ...output }));
  });
}

export function quill(args: readonly string[], cwd: string): Promise<Outcome> {
  return outcomeOf(startQuill(args, cwd));
}
