/** Times a known pair of queries again. */
import type { Clock, Database } from '../ports.ts';
import type { Timing } from './contract.ts';
import { rolledBack } from './indexes/savepoint.ts';
import { compareTimes, TimedQuery, timeAlone } from './timing.ts';
import type { Exclusive } from './workbench.ts';

export interface RetimeInput {
  readonly slow: string;
  readonly fast: string;
  /** CREATE INDEX statements that only the fast side has; they are gone afterwards. */
  readonly indexes: readonly string[];
  /** For one run of one query, in milliseconds. */
  readonly queryLimitMs: number;
  /** For taking samples of a pair, in milliseconds. */
  readonly totalMs: number;
}

export interface Retimed {
  readonly before: Timing;
  readonly after: Timing;
}

/**
 * Interleaved times of both sides; with indexes those of the slow side first, and then of the fast side while they
 * exist. Throws QuillError `query-failed` when one cannot be run.
 */
export function retime(db: Database, input: RetimeInput, clock: Clock, exclusive: Exclusive): Retimed {
  return exclusive(() =>
    input.indexes.length === 0 ? interleaved(db, input, clock) : apart(db, input, clock),
  );
}

function interleaved(db: Database, input: RetimeInput, clock: Clock): Retimed {
  const { queryLimitMs, totalMs } = input;
  const before = new TimedQuery(db, input.slow, {}, clock);
  try {
    const after = new TimedQuery(db, input.fast, {}, clock);
    try {
      before.warmUp(queryLimitMs);
      const limits = { beforeLimitMs: queryLimitMs, afterLimitMs: queryLimitMs, totalMs };
      compareTimes(before, after, limits, clock);
      return { before: before.timing, after: after.timing };
    } finally {
      after.close();
    }
  } finally {
    before.close();
  }
}

function apart(db: Database, input: RetimeInput, clock: Clock): Retimed {
  const { slow, fast, indexes, queryLimitMs: limitMs, totalMs } = input;
  // Nothing is known yet to compare with, so that the slow side gets as many samples as a close race needs.
  const before = timeAlone(db, slow, {}, { limitMs, totalMs, beforeMs: 0 }, clock);
  return rolledBack(db, () => {
    for (const index of indexes) db.exec(index);
    const after = timeAlone(db, fast, {}, { limitMs, totalMs, beforeMs: before.ms }, clock);
    return { before, after };
  });
}
