/** What instances are filled from, for a query over some tables. */
import { analyze } from '../../../src/core/dialect/sqlite/analyze.ts';
import type { Database } from '../../../src/core/ports.ts';
import { createSchema } from '../../../src/core/schema/ddl.ts';
import type { Schema } from '../../../src/core/schema/model.ts';
import { openScratch } from '../../../src/core/schema/scratch.ts';
import type { BoundQuery } from '../../../src/core/sql/bound.ts';
import { noParameters } from '../../../src/core/verify/instances/constraints/check-conditions.ts';
import { Domains } from '../../../src/core/verify/instances/constraints/domains.ts';
import { LegalValues } from '../../../src/core/verify/instances/constraints/legal-values.ts';
import { planFill } from '../../../src/core/verify/instances/fill-plan.ts';
import type { FillTable } from '../../../src/core/verify/instances/instance.ts';
import { collectValues, noValues } from '../../../src/core/verify/instances/values/interesting-values.ts';
import { Evaluator } from '../../../src/core/verify/query/evaluate.ts';
import { addTouched, type Touched } from '../../../src/core/verify/query/touched.ts';
import { testEngine } from '../engine.ts';

export interface Filled {
  readonly db: Database;
  readonly schema: Schema;
  readonly bound: BoundQuery;
  readonly evaluator: Evaluator;
  readonly tables: readonly FillTable[];
  readonly legal: LegalValues;
  readonly domains: Domains;
}

/** The caller closes `db`. */
export async function filled(ddl: string, sql: string): Promise<Filled> {
  const engine = await testEngine();
  const schema = createSchema(engine, ddl);
  const db = openScratch(engine, schema);
  const evaluator = new Evaluator(db);
  const bound = analyze(sql, schema);
  const touched: Touched = { tables: new Set(), columns: new Set(), rowids: new Set() };
  addTouched(bound, touched);
  const values = noValues();
  collectValues(bound, evaluator, noParameters, values);
  const tables = planFill(schema, { ...touched, dates: new Set(), json: new Set() });
  const legal = new LegalValues(schema, tables, evaluator);
  return { db, schema, bound, evaluator, tables, legal, domains: new Domains(tables, values, legal) };
}
