import { QuillError } from '../../core/errors.ts';
import type { RunEntry } from './run-entry.ts';
import { processOf } from './run-list.ts';

/**
 * Asks the process of a run to end: it finishes what is being written and says that it stopped. Throws QuillError:
 * `usage` where it is not going on, `unsupported` where its process is on another machine.
 */
export async function stopRun({ id, out, state }: RunEntry): Promise<void> {
  const lives = state && (await processOf(out, state));
  if (lives === 'elsewhere')
    throw new QuillError('unsupported', `The run ${id} goes on on ${state?.host}; stop it there.`);
  if (!state || lives !== 'alive')
    throw new QuillError('usage', `The run ${id} is not going on; there is nothing to stop.`);
  signal(id, state.pid);
}

function signal(id: string, pid: number): void {
  try {
    process.kill(pid, 'SIGTERM');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ESRCH') return;
    throw new QuillError(
      'unsupported',
      `The run ${id} belongs to another user (process ${pid}); stop it there.`,
      {
        cause: error,
      },
    );
  }
}
