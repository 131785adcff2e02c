import { QuillError } from '../../core/errors.ts';
import type { RunsMonitor } from './monitor.ts';
import type { RunEntry } from './run-entry.ts';
import { RunRow } from './runs-tree.ts';

/**
 * The run that a command is for: the row it was clicked on, the id given, else the latest that fits. Throws QuillError
 * `usage`, with the given sentence where there is none that fits.
 */
export async function chosenRun(
  monitor: RunsMonitor,
  given: unknown,
  fits: (entry: RunEntry) => boolean,
  none: string,
): Promise<RunEntry> {
  await monitor.refresh();
  const id = given instanceof RunRow ? given.entry.id : given;
  if (typeof id === 'string') {
    const folder = given instanceof RunRow ? given.entry.folder : undefined;
    const named = monitor.entries.find(
      entry => entry.id === id && (folder === undefined || entry.folder === folder),
    );
    if (!named) throw new QuillError('usage', `There is no run ${id} in this workspace.`);
    return named;
  }
  const found = monitor.entries.find(fits);
  if (!found) throw new QuillError('usage', none);
  return found;
}

/** What `chosenRun` takes for a command that any run will do for. */
export const anyRun = [
  () => true,
  'There is no run in this workspace yet: run “Quill: Generate Dataset”.',
] as const;
