import assert from 'node:assert/strict';
import type { Engine } from '../../../src/core/ports.ts';
import { createSchema } from '../../../src/core/schema/ddl.ts';
import type { Column, Schema, Table } from '../../../src/core/schema/model.ts';
import { testEngine } from '../engine.ts';
import { schemaFiles } from './schema-files.ts';

let engine: Engine;
const schemas = new Map<string, Schema>();
before(async () => {
  engine = await testEngine();
  for (const { id, ddl } of schemaFiles) schemas.set(id, createSchema(engine, ddl));
});

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

function isJunction({ primaryKey, foreignKeys }: Table): boolean {
  const links = foreignKeys.filter(key => key.columns.every(name => primaryKey.includes(name)));
  return links.length >= 2 && primaryKey.every(name => links.some(key => key.columns.includes(name)));
}

function isReference(table: Table, notNull: boolean): boolean {
  return table.foreignKeys.some(key =>
    key.columns.every(name => table.columns.some(each => same(each.name, name) && each.notNull === notNull)),
  );
}

function hasColumn(test: (column: Column, table: Table) => boolean): (table: Table) => boolean {
  return table => table.columns.some(column => test(column, table));
}

function isChecked(pattern: RegExp): (table: Table) => boolean {
  return table => table.checks.some(check => pattern.test(check));
}

/** How many tables at least must have each shape. */
const TABLES: readonly [shape: string, least: number, has: (table: Table) => boolean][] = [
  ['a composite primary key', 60, table => table.primaryKey.length > 1],
  ['a composite primary key of three columns or more', 15, table => table.primaryKey.length > 2],
  ['a reference to itself', 25, table => table.foreignKeys.some(key => same(key.table, table.name))],
  ['a junction', 25, isJunction],
  ['a soft delete', 15, hasColumn(({ name }) => /^(deleted_?at|is_deleted|del_flg)$/i.test(name))],
  ['JSON', 12, table => isChecked(/json_valid/)(table) || hasColumn(each => each.type === 'JSON')(table)],
  ['30 columns or more', 2, table => table.columns.length >= 30],
  ['3 columns or fewer', 30, table => table.columns.length <= 3],
  ['no rowid', 50, table => table.withoutRowid],
  ['strict types', 25, table => table.strict],
  ['an enumeration', 150, isChecked(/\bIN\s*\('/i)],
  ['a range', 80, isChecked(/\bBETWEEN\b/i)],
  ['a nullable foreign key', 70, table => isReference(table, false)],
  ['a foreign key that is not null', 150, table => isReference(table, true)],
  ['a composite foreign key', 15, table => table.foreignKeys.some(key => key.columns.length > 1)],
  ['a unique set of columns', 15, table => table.uniques.some(key => key.length > 1)],
  ['an index of its own', 20, table => table.indexes.some(index => index.origin === 'c')],
  ['a partial index', 2, table => table.indexes.some(index => index.where !== undefined)],
  ['a collation NOCASE', 25, hasColumn(each => each.collation === 'NOCASE')],
  ['dates as text', 120, hasColumn(each => each.affinity === 'text' && /_(at|on|date)$/.test(each.name))],
  ['dates as seconds', 25, hasColumn(each => each.affinity === 'integer' && /_at$/.test(each.name))],
  ['money in cents', 25, hasColumn(each => each.affinity === 'integer' && /cents$/i.test(each.name))],
  [
    'money as fractions',
    20,
    hasColumn(
      ({ affinity, name }) =>
        /^(real|numeric)$/.test(affinity) && /price|amount|cost|budget|amt|premium|rate$/i.test(name),
    ),
  ],
  ['a boolean', 80, isChecked(/\bIN \(0, 1\)/)],
  ['a default', 80, hasColumn(each => each.defaultValue !== undefined)],
  ['a generated column', 5, hasColumn(each => each.generated !== undefined)],
];

function allTables(): Table[] {
  return [...schemas.values()].flatMap(schema => schema.tables);
}

function schemasWhere(test: (schema: Schema, id: string) => boolean): string[] {
  return [...schemas].filter(([id, schema]) => test(schema, id)).map(([id]) => id);
}

describe('shapes of schemas', () => {
  for (const [shape, least, has] of TABLES)
    it(`${shape}: ${least} tables or more`, () => {
      const count = allTables().filter(has).length;
      assert.ok(count >= least, `${count} tables`);
    });

  it('are small, middling and large', () => {
    const between = (low: number, high: number): number =>
      schemasWhere(({ tables }) => tables.length >= low && tables.length <= high).length;
    assert.ok(between(3, 5) >= 5, `${between(3, 5)} small ones`);
    assert.ok(between(6, 12) >= 20, `${between(6, 12)} middling ones`);
    assert.ok(between(15, 25) >= 4, `${between(15, 25)} large ones`);
  });

  it('declare no reference in the three legacy ones, and some everywhere else', () => {
    const bare = schemasWhere(({ tables }) => tables.every(table => table.foreignKeys.length === 0));
    assert.deepEqual(
      bare,
      schemasWhere((_, id) => id.startsWith('legacy-')),
    );
    assert.equal(bare.length, 3);
  });

  it('have names that need quoting, and names in camel case', () => {
    const named = (pattern: RegExp): string[] =>
      schemasWhere(
        ({ tables }) =>
          tables.flatMap(table => table.columns).filter(each => pattern.test(each.name)).length > 10,
      );
    assert.equal(named(/[^A-Za-z0-9_]/).length, 1);
    assert.equal(named(/[a-z][A-Z]/).length, 1);
  });
});
