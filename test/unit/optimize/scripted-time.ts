import type { Clock, Database, Statement } from '../../../src/core/ports.ts';

/**
 * A database with a clock that is ahead by what the runs of a query are to take, one after the other, in milliseconds;
 * the last of `durationsOf` a text goes on.
 */
export function scriptedTime(
  db: Database,
  durationsOf: (sql: string) => readonly number[],
): { database: Database; clock: Clock; runs: (sql?: string) => number } {
  let now = 0;
  const runs = new Map<string, number>();
  const prepare = (sql: string): Statement => {
    const inner = db.prepare('SELECT 1');
    return {
      columns: inner.columns,
      bind: params => inner.bind(params),
      drain: limit => {
        const durations = durationsOf(sql);
        const run = runs.get(sql) ?? 0;
        runs.set(sql, run + 1);
        now += durations[Math.min(run, durations.length - 1)]!;
        return inner.drain(limit);
      },
      run: params => inner.run(params),
      all: how => inner.all(how),
      each: (visit, how) => inner.each(visit, how),
      free: () => inner.free(),
    };
  };
  return {
    database: {
      exec: sql => db.exec(sql),
      prepare,
      query: (sql, how) => db.query(sql, how),
      close: () => undefined,
    },
    clock: { now: () => now },
    runs: sql => (sql === undefined ? [...runs.values()].reduce((a, b) => a + b, 0) : (runs.get(sql) ?? 0)),
  };
}
