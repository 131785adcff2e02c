/** The schema of a database and the profile of its rows, as they cross a thread's edge. */
import * as v from 'valibot';
import type { Column, ForeignKey, Index, IndexColumn, Schema, Table, View } from '../core/schema/model.ts';
import type { ColumnProfile, SchemaProfile, TableProfile } from '../core/schema/profile-model.ts';
import { cell } from './cells.ts';

/** What a worker has read of a database. */
export interface ReadSchema {
  readonly schema: Schema;
  readonly profile: SchemaProfile;
}

const texts = v.array(v.string());
const text = v.exactOptional(v.string());

const column: v.GenericSchema<Column> = v.looseObject({
  name: v.string(),
  type: v.string(),
  affinity: v.picklist(['integer', 'real', 'numeric', 'text', 'blob', 'any']),
  notNull: v.boolean(),
  defaultValue: text,
  collation: v.string(),
  generated: v.exactOptional(v.picklist(['virtual', 'stored'])),
  expression: text,
  hidden: v.boolean(),
});

const foreignKey: v.GenericSchema<ForeignKey> = v.looseObject({
  columns: texts,
  table: v.string(),
  references: texts,
  valid: v.boolean(),
});

const indexColumn: v.GenericSchema<IndexColumn> = v.looseObject({
  name: text,
  expression: text,
  descending: v.boolean(),
  collation: v.string(),
});

const index: v.GenericSchema<Index> = v.looseObject({
  name: v.string(),
  unique: v.boolean(),
  columns: v.array(indexColumn),
  where: text,
  origin: v.picklist(['c', 'u', 'pk']),
  sql: text,
});

const table: v.GenericSchema<Table> = v.looseObject({
  name: v.string(),
  columns: v.array(column),
  primaryKey: texts,
  rowidAlias: text,
  uniques: v.array(texts),
  foreignKeys: v.array(foreignKey),
  checks: texts,
  indexes: v.array(index),
  strict: v.boolean(),
  withoutRowid: v.boolean(),
  virtualModule: text,
  lacking: text,
  sql: v.string(),
});

const view: v.GenericSchema<View> = v.looseObject({
  name: v.string(),
  columns: texts,
  lacking: text,
  sql: v.string(),
});

const schema: v.GenericSchema<Schema> = v.looseObject({
  tables: v.array(table),
  views: v.array(view),
  ddl: texts,
  leftOut: v.exactOptional(v.array(v.looseObject({ name: v.string(), lacking: v.string() }))),
});

const columnProfile: v.GenericSchema<ColumnProfile> = v.looseObject({
  name: v.string(),
  distinct: v.number(),
  nulls: v.number(),
  min: cell,
  max: cell,
  common: v.array(cell),
  sample: v.array(cell),
});

const tableProfile: v.GenericSchema<TableProfile> = v.looseObject({
  name: v.string(),
  rows: v.number(),
  columns: v.array(columnProfile),
});

export const readSchema: v.GenericSchema<ReadSchema> = v.looseObject({
  schema,
  profile: v.looseObject({ tables: v.array(tableProfile) }),
});
