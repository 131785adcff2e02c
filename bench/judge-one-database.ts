/**
 * The way of judging that Quill replaced: one realistic database, no regard for the pair; both results as sorted lists
 * of rows, compared with `==`; where the original runs past its limit, the rewrite is accepted unchecked.
 */
import { QuillError } from '../src/core/errors.ts';
import type { Cell, Database } from '../src/core/ports.ts';
import { synthesize } from '../src/core/sample/synthesize.ts';
import { createSchema } from '../src/core/schema/ddl.ts';
import { createTables } from '../src/core/schema/scratch.ts';
import { testEngine } from '../test/unit/engine.ts';
import type { Pair } from './judge-pairs.ts';

export interface OneDatabaseCounts {
  /** Pairs of which both results were the same. */
  accepted: number;
  /** Of these, with no rows on either side. */
  acceptedEmpty: number;
  /** Accepted because the original ran past its limit. */
  unchecked: number;
  rejected: number;
  /** No database could be filled, or the original failed. */
  failed: number;
}

const LIMIT_MS = 2000;

/** Judges the pairs on one database each, of about so many rows a table. */
export async function judgeOnOneDatabase(
  pairs: readonly Pair[],
  rows: number,
  seed: number,
): Promise<OneDatabaseCounts> {
  const engine = await testEngine();
  const counts = { accepted: 0, acceptedEmpty: 0, unchecked: 0, rejected: 0, failed: 0 };
  for (const { schema: ddl, a, b } of pairs) {
    const db = engine.open();
    try {
      const schema = createSchema(engine, ddl);
      createTables(db, schema);
      synthesize(db, schema, rows, seed);
      const original = sortedRows(db, a);
      const rewrite = original === 'slow' ? original : sortedRows(db, b);
      if (original === 'slow') counts.unchecked++;
      else if (original !== rewrite) counts.rejected++;
      else {
        counts.accepted++;
        if (original === '') counts.acceptedEmpty++;
      }
    } catch (error) {
      if (!(error instanceof QuillError)) throw error;
      counts.failed++;
    } finally {
      db.close();
    }
  }
  return counts;
}

/** The rows as one text; `slow` for a query past its limit, another text for one that fails. */
function sortedRows(db: Database, sql: string): string {
  try {
    const { rows } = db.query(sql, { limitMs: LIMIT_MS });
    return rows
      .map(row => row.map(plain).join('\u0001'))
      .sort()
      .join('\n');
  } catch (error) {
    if (!(error instanceof QuillError)) throw error;
    return error.reason === 'timeout' ? 'slow' : `failed: ${error.message}`;
  }
}

/** 1 == 1.0, as in most languages that compare so. */
function plain(cell: Cell): string {
  if (cell instanceof Uint8Array) return [...cell].join(' ');
  return cell === null ? '\u0002' : typeof cell === 'string' ? `t${cell}` : String(Number(cell));
}
