/** Which process holds something, told apart from a later one with the same number. */
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import * as v from 'valibot';

export const processIdentity = v.object({
  pid: v.number(),
  host: v.string(),
  /** Where numbers of processes count: of a container, say. Null where the system has no such thing. */
  namespace: v.nullable(v.string()),
  /** Of the machine since it was started; null where unknown. */
  boot: v.nullable(v.string()),
  /** When the process began, in ticks since then; null where unknown. */
  ticks: v.nullable(v.string()),
});
export type ProcessIdentity = v.InferOutput<typeof processIdentity>;

/** Of this process. Never throws: what the system does not tell is null. */
export function ownIdentity(): ProcessIdentity {
  return {
    pid: process.pid,
    host: hostname(),
    namespace: namespace(),
    boot: boot(),
    ticks: stat(process.pid)?.ticks ?? null,
  };
}

/**
 * `elsewhere`: on another machine or in another container, where it cannot be looked for. A machine of this name that
 * was started at another time may be this one before, or one that is called the same.
 */
export function stateOf(other: ProcessIdentity): 'alive' | 'dead' | 'elsewhere' {
  if (other.host !== hostname()) return 'elsewhere';
  if (other.boot !== null && boot() !== null && other.boot !== boot()) return 'elsewhere';
  if (other.namespace !== namespace()) return 'elsewhere';
  try {
    process.kill(other.pid, 0);
  } catch (error) {
    // EPERM: it is there and belongs to someone else.
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return 'dead';
  }
  const now = stat(other.pid);
  if (now === undefined) return 'alive';
  // A dead process keeps its number until its parent asks for its exit.
  if (now.state === 'Z' || now.state === 'X') return 'dead';
  return other.ticks !== null && other.ticks !== now.ticks ? 'dead' : 'alive';
}

/**
 * Whether the system tells the process from a later one with the same number: not outside of Linux. Where it does not,
 * one that is `alive` may be a stranger.
 */
export function isToldApart(other: ProcessIdentity): boolean {
  return other.ticks !== null && stat(other.pid) !== undefined;
}

function namespace(): string | null {
  return attempt(() => readlinkSync('/proc/self/ns/pid')) ?? null;
}

function boot(): string | null {
  return attempt(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()) ?? null;
}

/** Fields 3 and 22 of /proc/PID/stat (proc(5)); the second field may hold spaces and parentheses. */
function stat(pid: number): { state: string; ticks: string } | undefined {
  const text = attempt(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  const fields = text?.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state, ticks] = [fields?.[0], fields?.[19]];
  return state === undefined || ticks === undefined ? undefined : { state, ticks };
}

function attempt(read: () => string): string | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
