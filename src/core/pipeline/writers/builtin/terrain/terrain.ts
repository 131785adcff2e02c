/** A schema as a writer walks through it: tables with what their columns are for, and the links between them. */
import { quoteName } from '../../../../dialect/sqlite/quote.ts';
import type { Column, Table } from '../../../../schema/model.ts';
import { primaryKeyOf } from '../../../../schema/primary-key.ts';
import type { ColumnProfile, TableProfile } from '../../../../schema/profile-model.ts';
import { sameName } from '../../../../sql/model.ts';
import type { PipelineSchema } from '../../../contract.ts';
import { findLinks } from './links.ts';
import { type Role, roleOf } from './role.ts';

export interface Field {
  /** As it is written in SQL. */
  readonly name: string;
  readonly column: Column;
  readonly profile: ColumnProfile;
  readonly role: Role;
}

export interface Entity {
  readonly table: Table;
  /** As it is written in SQL. */
  readonly name: string;
  readonly rows: number;
  readonly fields: readonly Field[];
  /** The columns of the shortest declared key without NULLs; empty when there is none. */
  readonly key: readonly Field[];
  /** Where its rows point to. */
  readonly parents: readonly Link[];
  /** What points to its rows. */
  readonly children: readonly Link[];
}

export interface Link {
  readonly child: Entity;
  readonly childFields: readonly Field[];
  readonly parent: Entity;
  /** A key of the parent. */
  readonly parentFields: readonly Field[];
  /** False where only like names suggest it. */
  readonly declared: boolean;
  /** A child's row may point nowhere. */
  readonly optional: boolean;
  /** At most one child's row for a parent's. */
  readonly single: boolean;
}

export interface Terrain {
  readonly entities: readonly Entity[];
  readonly links: readonly Link[];
}

const known = new WeakMap<PipelineSchema, Terrain>();

/** The terrain of a schema, computed once. Tables without rows, virtual and hidden ones are left out. */
export function terrainOf(schema: PipelineSchema): Terrain {
  const found = known.get(schema) ?? survey(schema);
  known.set(schema, found);
  return found;
}

interface Draft extends Entity {
  readonly parents: Link[];
  readonly children: Link[];
}

function survey({ schema, profile }: PipelineSchema): Terrain {
  const entities = schema.tables.flatMap(table => {
    const counted = profile.tables.find(other => sameName(other.name, table.name));
    const usable = counted && counted.rows > 0 && table.virtualModule === undefined && !table.lacking;
    return usable ? [entityOf(table, counted)] : [];
  });
  const links = findLinks(entities);
  for (const link of links) {
    entities.find(entity => entity === link.child)?.parents.push(link);
    entities.find(entity => entity === link.parent)?.children.push(link);
  }
  return { entities, links };
}

function entityOf(table: Table, profile: TableProfile): Draft {
  const primaryKey = primaryKeyOf(table);
  const keys = [primaryKey, ...table.uniques].filter(
    key => key.length > 0 && key.every(name => columnOf(table, name)?.notNull === true),
  );
  const key = primaryKey.length > 0 ? keys[0] : keys.sort((a, b) => a.length - b.length)[0];
  const references = table.foreignKeys.flatMap(foreign => foreign.columns);
  const fields = table.columns.flatMap(column => {
    const facts = profile.columns.find(other => sameName(other.name, column.name));
    if (!facts || column.hidden) return [];
    const role = references.some(name => sameName(name, column.name))
      ? 'reference'
      : key?.some(name => sameName(name, column.name)) && (key.length === 1 || column.affinity === 'integer')
        ? 'key'
        : roleOf(column, facts, profile.rows);
    return [{ name: quoteName(column.name), column, profile: facts, role } satisfies Field];
  });
  return {
    table,
    name: quoteName(table.name),
    rows: profile.rows,
    fields,
    key: fieldsNamed(fields, key ?? []) ?? [],
    parents: [],
    children: [],
  };
}

function columnOf(table: Table, name: string): Column | undefined {
  return table.columns.find(column => sameName(column.name, name));
}

/** True when texts are equal only where they are the same. */
export function comparesBytes({ column }: Field): boolean {
  return column.collation.toUpperCase() === 'BINARY';
}

/** The fields in the order of the names; undefined when one is missing. */
export function fieldsNamed(fields: readonly Field[], names: readonly string[]): Field[] | undefined {
  const found = names.flatMap(name => fields.find(field => sameName(field.column.name, name)) ?? []);
  return found.length === names.length ? found : undefined;
}
