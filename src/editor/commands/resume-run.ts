import { QuillError } from '../../core/errors.ts';
import { isComplete } from '../../core/pipeline/run-state.ts';
import type { Command } from '../register-commands.ts';
import { chosenRun } from '../runs/chosen-run.ts';
import { type GenerateTasks, requirePlace } from '../runs/generate-tasks.ts';
import { outOf, type RunsMonitor, runPlaces } from '../runs/monitor.ts';
import { goesOn, isResumable, type RunEntry } from '../runs/run-entry.ts';

/** Goes on with a run that ended before its goal. */
export function resumeRunCommand(monitor: RunsMonitor, tasks: GenerateTasks): Command {
  return async given => {
    requirePlace();
    const run = await chosenRun(monitor, given, isResumable, 'There is no unfinished run to resume.');
    const place = runPlaces().find(one => outOf(one) === run.out);
    if (!place) throw new QuillError('usage', `The folder of the run ${run.id} is not open any more.`);
    await tasks.requireNone(place);
    if (!isResumable(run)) throw new QuillError('usage', whyNot(run));
    await tasks.start(place, { resume: run.id });
    return { kind: 'started', run: run.id };
  };
}

function whyNot(run: RunEntry): string {
  if (isComplete(run.state)) return `The run ${run.id} has all its pairs; begin another one.`;
  if (goesOn(run)) return `The run ${run.id} is going on already.`;
  return `The configuration of the run ${run.id} cannot be read; begin another one.`;
}
