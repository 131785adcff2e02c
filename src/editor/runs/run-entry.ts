/** A run as it is found on disk: `.quill/runs/<id>/`. Nothing here knows the editor. */
import type { Worked } from '../../adapters/pipeline/run-folder.ts';
import type { RunConfig } from '../../core/pipeline/config.ts';
import { isAlive, isComplete, type RunState } from '../../core/pipeline/run-state.ts';

/** `killed`: its heartbeat is gone though it never said that it ended. `starting`: no heartbeat yet. */
export type RunLife = RunState['state'] | 'starting' | 'killed';

export interface RunEntry extends Worked {
  readonly id: string;
  /** The `.quill` that it belongs to. */
  readonly out: string;
  /** Undefined where it cannot be read. */
  readonly config: RunConfig | undefined;
  /** Undefined before the first heartbeat. */
  readonly state: RunState | undefined;
  readonly life: RunLife;
}

/** What is known of a run without its heartbeat. Times are Unix times in milliseconds. */
export interface Surroundings {
  readonly now: number;
  /** When its configuration was written. */
  readonly configuredAt: number;
  /** True where its heartbeat was just seen to change, whatever time it tells. */
  readonly isSeenAlive?: boolean;
  /** True where its process is known to have ended. */
  readonly processGone: boolean;
}

/** The first heartbeat waits for SQLite, the schemas and the pairs that are there; in milliseconds. */
const startLimit = 30_000;

/** What a run is doing, by its last heartbeat and what else is known. */
export function lifeOf(
  state: RunState | undefined,
  { now, configuredAt, isSeenAlive = false, processGone }: Surroundings,
): RunLife {
  if (!state) return Math.abs(now - configuredAt) < startLimit ? 'starting' : 'killed';
  if (state.state !== 'running' && state.state !== 'waiting') return state.state;
  return (isSeenAlive || isAlive(state, now)) && !processGone ? state.state : 'killed';
}

/** True while a process works on it. */
export function goesOn({ life }: Pick<RunEntry, 'life'>): boolean {
  return life === 'running' || life === 'waiting' || life === 'starting';
}

/** True for a run that ended before its goal. */
export function isResumable(entry: RunEntry): boolean {
  return !goesOn(entry) && !isComplete(entry.state) && entry.config !== undefined;
}
