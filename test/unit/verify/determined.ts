import { analyze } from '../../../src/core/dialect/sqlite/analyze.ts';
import type { Binding } from '../../../src/core/verify/bindings.ts';
import { Original } from '../../../src/core/verify/original.ts';
import { Evaluator } from '../../../src/core/verify/query/evaluate.ts';
import { testEngine } from '../engine.ts';
import { schemaOf } from '../judged.ts';

/** True when SQL leaves no choice of the query's answer on a database filled by `inserts`. */
export async function isDetermined(
  ddl: string,
  sql: string,
  inserts: string,
  params: Binding = {},
): Promise<boolean> {
  const engine = await testEngine();
  const schema = await schemaOf(ddl);
  const db = engine.open();
  try {
    db.exec(ddl);
    db.exec(inserts);
    const original = new Original(db, analyze(sql, schema), new Evaluator(db), 1000);
    try {
      return original.determined(params);
    } finally {
      original.free();
    }
  } finally {
    db.close();
  }
}
