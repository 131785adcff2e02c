/** Which database a worker opens, and what it tells about one. */
import * as v from 'valibot';
import { sampleSizes } from '../core/sample/size.ts';

export const databaseSource = v.variant('kind', [
  v.object({ kind: v.literal('file'), path: v.string() }),
  v.object({ kind: v.literal('sample'), size: v.picklist(sampleSizes), seed: v.number() }),
  /** Synthetic rows, `rows` a table, under the constraints of the DDL. */
  v.object({ kind: v.literal('schema'), ddl: v.string(), rows: v.number(), seed: v.number() }),
]);
export type DatabaseSource = v.InferOutput<typeof databaseSource>;

const tableOverview = v.object({
  name: v.string(),
  /** Null where the table cannot be read, such as a virtual table of a module that is not there. */
  rows: v.nullable(v.number()),
  columns: v.array(
    v.object({ name: v.string(), type: v.string(), notNull: v.boolean(), primaryKey: v.boolean() }),
  ),
  /** With their columns; an expression stands as its text. */
  indexes: v.array(v.object({ name: v.string(), unique: v.boolean(), columns: v.array(v.string()) })),
});

export const databaseOverview = v.object({
  tables: v.array(tableOverview),
  /** One sentence for each thing that the engine lacks: modules of virtual tables, collations. */
  unsupported: v.array(v.string()),
  /** One sentence each: rows that could not be made up, statements left out. */
  notes: v.array(v.string()),
});
export type DatabaseOverview = v.InferOutput<typeof databaseOverview>;
export type TableOverview = v.InferOutput<typeof tableOverview>;
