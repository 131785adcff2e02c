/** The one line that says how a run is doing. */
import { counted, formatCount } from '../../core/format.ts';
import { costText, rateText, remainingText, successText } from '../../core/pipeline/run-progress.ts';
import type { RunState } from '../../core/pipeline/run-state.ts';

/** A resumed run may be asked for fewer pairs than it has. */
function pairsText({ accepted, target }: RunState): string {
  return accepted > target
    ? `${counted(accepted, 'pair')} (asked for: ${formatCount(target)})`
    : `${formatCount(accepted)} of ${counted(target, 'pair')}`;
}

/** What is left is said of a run that goes on alone. */
export function progressLine(state: RunState): string {
  const success = successText(state);
  const goesOn = state.state === 'running' || state.state === 'waiting';
  const left = goesOn ? remainingText(state) : undefined;
  return [
    pairsText(state),
    // Of this process: nothing can be said before its first pair.
    ...(state.pairsPerSecond > 0 ? [rateText(state.pairsPerSecond)] : []),
    ...(success === undefined ? [] : [`${success} of queries gave a pair`]),
    ...(state.cost > 0 ? [costText(state.cost)] : []),
    ...(left === undefined ? [] : [`${left} left`]),
    ...(state.state === 'waiting' ? [`waiting: ${state.reason}`] : []),
  ].join(', ');
}
