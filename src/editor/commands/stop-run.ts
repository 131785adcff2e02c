import type { Command } from '../register-commands.ts';
import { chosenRun } from '../runs/chosen-run.ts';
import { requirePlace } from '../runs/generate-tasks.ts';
import type { RunsMonitor } from '../runs/monitor.ts';
import { goesOn } from '../runs/run-entry.ts';
import { stopRun } from '../runs/signal-run.ts';

/** Asks a run to end; what it has is kept, and it can be resumed. */
export function stopRunCommand(monitor: RunsMonitor): Command {
  return async given => {
    requirePlace();
    const run = await chosenRun(monitor, given, goesOn, 'No run is going on in this workspace.');
    await stopRun(run);
    return { kind: 'stopping', run: run.id };
  };
}
