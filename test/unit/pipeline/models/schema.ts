/** A small schema with data for the tests of models. */

import type { PipelineSchema, WorkItem } from '../../../../src/core/pipeline/contract.ts';
import { createSchema } from '../../../../src/core/schema/ddl.ts';
import { readProfile } from '../../../../src/core/schema/profile.ts';
import { testEngine } from '../../engine.ts';

const ddl = `CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL, country TEXT);
CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customers (id), total REAL);`;

export async function shopSchema(): Promise<PipelineSchema> {
  const engine = await testEngine();
  const db = engine.open();
  db.exec(ddl);
  db.exec("INSERT INTO customers VALUES (1, 'Ada', 'GB'); INSERT INTO orders VALUES (1, 1, 9.5)");
  const schema = createSchema(engine, ddl);
  const profile = readProfile(db, schema);
  db.close();
  return { id: 'shop', ddl, schema, profile, origin: 'own' };
}

export function itemOf(schema: PipelineSchema, more: Partial<WorkItem> = {}): WorkItem {
  return { index: 0, stage: 2, schema, seed: 1, technique: 'or-to-in', difficulty: 'easy', ...more };
}
