/** Work on a database that leaves nothing behind. */
import { QuillError } from '../../errors.ts';
import type { Database } from '../../ports.ts';

/**
 * Runs `action` and rolls back what it did, whether it ends well or throws; its error is the one that is thrown. It
 * must free every statement that it prepares.
 */
export function rolledBack<T>(db: Database, action: () => T): T {
  db.exec('SAVEPOINT quill_attempt');
  try {
    return action();
  } finally {
    rollBack(db);
  }
}

function rollBack(db: Database): void {
  try {
    db.exec('ROLLBACK TO quill_attempt');
    db.exec('RELEASE quill_attempt');
  } catch (error) {
    // Out of memory or space, SQLite rolls back the whole transaction by itself, and the savepoint is gone.
    if (!QuillError.is(error, 'query-failed')) throw error;
  }
}
