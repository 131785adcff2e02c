/** The one line that says how a run is doing. */
import { formatCount } from '../../core/format.ts';
import type { RunState } from '../../core/pipeline/run-state.ts';

/** How often a line is written where it cannot be written over, in milliseconds. */
const PLAIN_EVERY = 10_000;

export function progressLine(state: RunState): string {
  const share =
    state.items === 0 ? '' : `, ${Math.round((100 * state.successes) / state.items)} % of queries`;
  const rate =
    state.pairsPerSecond >= 1
      ? `${state.pairsPerSecond.toFixed(1)} pairs/s`
      : `${(60 * state.pairsPerSecond).toFixed(1)} pairs/min`;
  const cost = state.cost > 0 ? `, $${state.cost.toFixed(2)}` : '';
  const left = remaining(state);
  const waiting = state.state === 'waiting' ? `, waiting: ${state.reason}` : '';
  return `${formatCount(state.accepted)} of ${formatCount(state.target)} pairs, ${rate}${share}${cost}${left}${waiting}`;
}

function remaining({ accepted, target, pairsPerSecond }: RunState): string {
  if (pairsPerSecond <= 0 || accepted >= target) return '';
  const minutes = (target - accepted) / pairsPerSecond / 60;
  if (minutes < 1) return ', less than a minute left';
  return minutes < 90 ? `, ${Math.round(minutes)} min left` : `, ${(minutes / 60).toFixed(1)} h left`;
}

/** Writes the line over and over in a terminal, and now and then elsewhere. */
export class ProgressLine {
  readonly #stream: NodeJS.WriteStream;
  #written = Number.NEGATIVE_INFINITY;
  #length = 0;

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
  }

  show(state: RunState): void {
    const line = progressLine(state);
    if (this.#stream.isTTY) {
      const cut = line.slice(0, Math.max(20, this.#stream.columns - 1));
      this.#stream.write(`\r${cut.padEnd(this.#length)}`);
      this.#length = cut.length;
      return;
    }
    const now = performance.now();
    if (now - this.#written < PLAIN_EVERY) return;
    this.#written = now;
    this.#stream.write(`${line}\n`);
  }

  end(): void {
    if (this.#stream.isTTY && this.#length > 0) this.#stream.write('\n');
    this.#length = 0;
  }
}
