/** Shipped schemas with data and a profile, as the pipeline hands them to a writer. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PipelineSchema } from '../../../../src/core/pipeline/contract.ts';
import type { Database, Engine } from '../../../../src/core/ports.ts';
import { sampleDomains } from '../../../../src/core/sample/sample-ddl.ts';
import { synthesize } from '../../../../src/core/sample/synthesize.ts';
import { createSchema, runDdl } from '../../../../src/core/schema/ddl.ts';
import { readProfile } from '../../../../src/core/schema/profile.ts';

const folder = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../../../schemas');

export interface Filled {
  readonly schema: PipelineSchema;
  readonly db: Database;
}

export function shippedIds(): string[] {
  return readdirSync(folder)
    .filter(file => file.endsWith('.sql'))
    .map(file => file.slice(0, -'.sql'.length));
}

/** A shipped schema, or a domain of the sample, with `rows` rows in its largest table. */
export function filled(engine: Engine, id: string, rows: number): Filled {
  const ddl =
    sampleDomains.find(domain => domain.id === id)?.ddl ??
    readFileSync(path.join(folder, `${id}.sql`), 'utf8');
  return filledFrom(engine, id, ddl, rows);
}

export function filledFrom(engine: Engine, id: string, ddl: string, rows: number): Filled {
  const schema = createSchema(engine, ddl);
  const db = engine.open();
  runDdl(db, ddl);
  synthesize(db, schema, rows, 1);
  return { db, schema: { id, ddl, schema, profile: readProfile(db, schema), origin: 'shipped' } };
}
