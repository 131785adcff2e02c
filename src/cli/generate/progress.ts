/** The one line that says how a run is doing. */
import { formatCount } from '../../core/format.ts';
import { costText, rateText, remainingText, successText } from '../../core/pipeline/run-progress.ts';
import type { RunState } from '../../core/pipeline/run-state.ts';

export function progressLine(state: RunState): string {
  const success = successText(state);
  const left = remainingText(state);
  return [
    `${formatCount(state.accepted)} of ${formatCount(state.target)} pairs`,
    rateText(state.pairsPerSecond),
    ...(success === undefined ? [] : [`${success} of queries`]),
    ...(state.cost > 0 ? [costText(state.cost)] : []),
    ...(left === undefined ? [] : [`${left} left`]),
    ...(state.state === 'waiting' ? [`waiting: ${state.reason}`] : []),
  ].join(', ');
}
