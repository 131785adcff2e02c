/** Builds indexes in the copy of the database for the time of one measurement, and takes them away again. */
import type { Clock, Database } from '../../ports.ts';
import type { IndexAdvice } from '../contract.ts';
import { indexDdl, type NamedIndex } from './candidate.ts';
import { rolledBack } from './savepoint.ts';

/** Milliseconds that SQLite in WebAssembly needs to index one row, generously. */
const buildMsPerRow = 0.0015;

/** A guess of how long building takes, in milliseconds. */
export function expectedBuildMs(rows: number): number {
  return 1 + rows * buildMsPerRow;
}

/**
 * Runs `action` while the indexes exist, with their measured sizes and build times, and rolls everything back. The
 * action must free every statement that it prepares.
 */
export function withIndexes<T>(
  db: Database,
  indexes: readonly NamedIndex[],
  clock: Clock,
  action: (built: readonly IndexAdvice[]) => T,
): T {
  return rolledBack(db, () => {
    const built = indexes.map(index => {
      const sql = indexDdl(index);
      const pages = usedPages(db);
      const begin = clock.now();
      db.exec(sql);
      const buildMs = clock.now() - begin;
      const bytes = (usedPages(db) - pages) * pragma(db, 'page_size');
      return { name: index.name, table: index.table.name, sql, bytes, buildMs };
    });
    return action(built);
  });
}

function usedPages(db: Database): number {
  return pragma(db, 'page_count') - pragma(db, 'freelist_count');
}

function pragma(db: Database, name: 'page_count' | 'freelist_count' | 'page_size'): number {
  return Number(db.query(`PRAGMA ${name}`).rows[0]?.[0] ?? 0);
}
