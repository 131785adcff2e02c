/**
 * The planner's opinion of indexes, without building one: a database with the same schema and the same statistics but
 * no rows. SQLite plans by schema and sqlite_stat1 alone, so the plan is the one that the real database would get.
 */

import type { PlanNode } from '../../dialect/plan-node.ts';
import { explainPlan, indexesInPlan } from '../../dialect/sqlite/plan.ts';
import type { Bindings, Cell, Database, Engine } from '../../ports.ts';
import type { Schema } from '../../schema/model.ts';
import { openScratch } from '../../schema/scratch.ts';
import { type IndexCandidate, indexDdl, type NamedIndex } from './candidate.ts';
import { offeredIndexes } from './offered.ts';
import { rolledBack } from './savepoint.ts';

/** A clone of the schema that plans queries with indexes which do not exist. Call `close` when done. */
export class WhatIf {
  readonly #clone: Database;

  private constructor(clone: Database) {
    this.#clone = clone;
  }

  /** Clones the schema of `db`, and its statistics when it has been analysed. */
  static open(engine: Engine, db: Database, schema: Schema): WhatIf {
    const clone = openScratch(engine, schema);
    attempt(() => {
      const { rows } = db.query('SELECT tbl, idx, stat FROM sqlite_stat1');
      // The table cannot be created directly; ANALYZE of an empty database does it.
      clone.exec('ANALYZE');
      const insert = clone.prepare('INSERT INTO sqlite_stat1 VALUES (?, ?, ?)');
      for (const row of rows) insert.run(row as readonly Cell[]);
      insert.free();
      clone.exec('ANALYZE sqlite_master');
    });
    return new WhatIf(clone);
  }

  /**
   * The plan that the query would get, were these indexes there. The clone is the same afterwards, also on an error.
   */
  plan(sql: string, indexes: readonly NamedIndex[], params: Bindings): PlanNode[] {
    return rolledBack(this.#clone, () => {
      for (const index of indexes) this.#clone.exec(indexDdl(index));
      return explainPlan(this.#clone, sql, params);
    });
  }

  /** Those of the indexes that the planner would use. */
  used(sql: string, indexes: readonly NamedIndex[], params: Bindings): NamedIndex[] {
    const names = indexesInPlan(this.plan(sql, indexes, params));
    return indexes.filter(index => names.has(index.name));
  }

  /** The statements as candidates, as far as they are any. */
  offered(schema: Schema, statements: readonly string[]): IndexCandidate[] {
    return offeredIndexes(this.#clone, schema, statements);
  }

  close(): void {
    this.#clone.close();
  }
}

function attempt(action: () => void): void {
  try {
    action();
  } catch {
    // The clone is then less faithful, and the measured runs decide anyway.
  }
}
