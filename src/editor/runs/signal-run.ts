import { askToStop } from '../../adapters/pipeline/run-folder.ts';
import { QuillError } from '../../core/errors.ts';
import { goesOn, type RunEntry } from './run-entry.ts';
import { processOf } from './run-list.ts';

/**
 * Asks the process of a run to end: it finishes what is being written and says that it stopped. A signal is the quicker
 * way; a file in the run's folder reaches other machines and other users' processes, and on Windows, where a signal
 * would cut the process short. Throws QuillError: `usage` where it is not going on, `disk` where it cannot be asked.
 */
export async function stopRun(entry: RunEntry, platform: string = process.platform): Promise<void> {
  const { id, out, folder, state } = entry;
  const lives = state && goesOn(entry) ? await processOf(out, state) : 'dead';
  if (!state || lives === 'dead' || lives === 'unknown')
    throw new QuillError('usage', `The run ${id} is not going on; there is nothing to stop.`);
  const isSignalled = lives === 'alive' && platform !== 'win32' && signal(state.pid);
  if (!isSignalled) await askToStop(folder);
}

/** False for a process of another user. */
function signal(pid: number): boolean {
  try {
    process.kill(pid, 'SIGTERM');
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}
