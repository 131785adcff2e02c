/** The one line that says how a run is doing. */
import { counted, formatCount } from '../../core/format.ts';
import { costText, rateText, remainingText, successText } from '../../core/pipeline/run-progress.ts';
import type { RunState } from '../../core/pipeline/run-state.ts';

export function progressLine(state: RunState): string {
  const success = successText(state);
  const left = remainingText(state);
  return [
    `${formatCount(state.accepted)} of ${counted(state.target, 'pair')}`,
    // Of this process: nothing can be said before its first pair.
    ...(state.pairsPerSecond > 0 ? [rateText(state.pairsPerSecond)] : []),
    ...(success === undefined ? [] : [`${success} of queries gave a pair`]),
    ...(state.cost > 0 ? [costText(state.cost)] : []),
    ...(left === undefined ? [] : [`${left} left`]),
    ...(state.state === 'waiting' ? [`waiting: ${state.reason}`] : []),
  ].join(', ');
}
