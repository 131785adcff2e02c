import assert from 'node:assert/strict';
import type { WrittenQuery } from '../../../../src/core/pipeline/contract.ts';
import { BuiltinWriter } from '../../../../src/core/pipeline/writers/builtin/builtin-writer.ts';
import { frequent } from '../../../../src/core/pipeline/writers/builtin/grammar/values.ts';
import type { Injector } from '../../../../src/core/pipeline/writers/builtin/injector.ts';
import { correlatedLookup } from '../../../../src/core/pipeline/writers/builtin/injectors/correlated-lookup.ts';
import { havingOnKey } from '../../../../src/core/pipeline/writers/builtin/injectors/having-on-key.ts';
import { inSubquery } from '../../../../src/core/pipeline/writers/builtin/injectors/in-subquery.ts';
import { unionForDisjoint } from '../../../../src/core/pipeline/writers/builtin/injectors/union-for-disjoint.ts';
import { terrainOf } from '../../../../src/core/pipeline/writers/builtin/terrain/terrain.ts';
import type { Engine, Row } from '../../../../src/core/ports.ts';
import { Random } from '../../../../src/core/random.ts';
import { readProfile } from '../../../../src/core/schema/profile.ts';
import { testEngine } from '../../engine.ts';
import { type Filled, filledFrom } from './builtin-schemas.ts';

const ddl = `
CREATE TABLE accounts (
  iban TEXT NOT NULL PRIMARY KEY COLLATE NOCASE, holder_name TEXT NOT NULL COLLATE NOCASE,
  branch TEXT NOT NULL COLLATE RTRIM);
CREATE TABLE transfers (
  id INTEGER PRIMARY KEY, from_iban TEXT NOT NULL REFERENCES accounts (iban),
  to_iban TEXT NOT NULL COLLATE NOCASE REFERENCES accounts (iban), state TEXT COLLATE NOCASE, amount REAL NOT NULL);
CREATE TABLE currencies (code TEXT NOT NULL PRIMARY KEY, label TEXT NOT NULL);
CREATE TABLE rates (id INTEGER PRIMARY KEY, currency_code TEXT NOT NULL COLLATE RTRIM, value REAL NOT NULL);
CREATE TABLE prices (id INTEGER PRIMARY KEY, currency_code TEXT NOT NULL, value REAL NOT NULL);
CREATE TABLE tags (name TEXT NOT NULL COLLATE NOCASE, color TEXT, PRIMARY KEY (name COLLATE BINARY));`;

let place: Filled;

/** Texts in two spellings that NOCASE or RTRIM take for one. */
function fill(engine: Engine): Filled {
  const { db, schema } = filledFrom(engine, 'collations', ddl, 40);
  for (const table of ['transfers', 'accounts', 'rates', 'prices', 'currencies', 'tags'])
    db.query(`DELETE FROM ${table}`);
  const insert = (table: string, count: number, row: (i: number) => Row): void => {
    for (let i = 0; i < count; i++)
      db.query(
        `INSERT INTO ${table} VALUES (${row(i)
          .map(() => '?')
          .join(', ')})`,
        { params: row(i) },
      );
  };
  const code = (i: number): string => (i % 2 === 0 ? 'code ' : 'CODE ') + String(i);
  insert('accounts', 60, i => [
    code(i),
    i % 2 === 0 ? `ann ${i % 5}` : `ANN ${i % 5}`,
    `b${i % 3}${' '.repeat(i % 2)}`,
  ]);
  insert('transfers', 200, i => {
    const iban = code(i % 55);
    const other = i % 3 === 0 ? iban.toLowerCase() : iban.toUpperCase();
    return [BigInt(i), iban, other, i % 7 === 0 ? null : ['open', 'OPEN', 'paid', 'Paid'][i % 4]!, i * 1.5];
  });
  insert('currencies', 60, i => [code(i), `label ${i}`]);
  insert('rates', 100, i => [BigInt(i), code(i % 50), i * 2.5]);
  insert('prices', 100, i => [BigInt(i), code(i % 50), i * 2.5]);
  insert('tags', 40, i => [`${i % 2 === 0 ? 'tag' : 'TAG'} ${Math.floor(i / 2)}`, 'red']);
  return { db, schema: { ...schema, profile: readProfile(db, schema.schema) } };
}

before(async () => {
  place = fill(await testEngine());
});

after(() => place.db.close());

function queries(injector: Injector, count = 60): WrittenQuery[] {
  const writer = new BuiltinWriter([injector]);
  return Array.from({ length: count }, (_, index) =>
    writer.queries({
      index,
      stage: 2,
      schema: place.schema,
      seed: Math.imul(index + 1, 0x9e3779b1) >>> 0,
      technique: undefined,
      difficulty: undefined,
    }),
  ).flat();
}

/** Which spelling a group shows is open. */
const rows = (sql: string): string[] =>
  place.db
    .query(sql, { limitMs: 2000 })
    .rows.map(row => JSON.stringify(row.map(cell => String(cell).toLowerCase().trimEnd())))
    .sort();

function assertSameRows({ sql, better }: WrittenQuery): void {
  for (const candidate of better)
    assert.deepEqual(rows(candidate.sql), rows(sql), `${sql}\n→\n${candidate.sql}`);
}

describe('built-in writer on columns of several collations', () => {
  it('follows links between columns of one collation only', () => {
    const { links } = terrainOf(place.schema);
    const found = links.map(({ child, childFields, parent }) =>
      [child.name, ...childFields.map(field => field.name), parent.name].join(' '),
    );
    assert.deepEqual(found, ['transfers to_iban accounts', 'prices currency_code currencies']);
  });

  it('takes no primary key for one under whose collation rows are not told apart', () => {
    const keys = terrainOf(place.schema).entities.map(({ name, key }) => [
      name,
      ...key.map(field => field.name),
    ]);
    assert.deepEqual(keys.at(-1), ['tags']);
    assert.deepEqual(keys[0], ['accounts', 'iban']);
  });

  it('keeps the rows of what is looked up, also where it is grouped', () => {
    const written = queries(correlatedLookup);
    assert.ok(written.some(({ sql }) => /GROUP BY/i.test(sql)));
    for (const query of written) {
      assertSameRows(query);
      for (const { sql } of query.better)
        assert.doesNotMatch(sql, /ORDER BY(?:(?!\bFROM\b).)*\ba\w*\.(?:holder_name|branch)\b/is);
    }
  });

  it('keeps the rows of unions, memberships and conditions of groups', () => {
    for (const injector of [unionForDisjoint, inSubquery, havingOnKey]) {
      const written = queries(injector);
      assert.ok(written.length > 20, `${injector.antiPattern}: ${written.length}`);
      for (const query of written) assertSameRows(query);
    }
  });

  it('tests no spelling of a value that groups are formed by', () => {
    for (const { sql } of queries(havingOnKey)) {
      const [, tested = ''] = sql.split(/\bHAVING\b/i);
      assert.doesNotMatch(
        tested.split(/\b(?:SELECT|ORDER|GROUP)\b/i)[0]!,
        /\b(?:state|holder_name|branch)\b/,
      );
    }
  });

  it('takes spellings of one value for one value', () => {
    const state = terrainOf(place.schema)
      .entities.flatMap(({ fields }) => fields)
      .find(({ name }) => name === 'state');
    const values = frequent(new Random(1), state!, 4).map(value => value.toLowerCase());
    assert.deepEqual(values.sort(), ["'open'", "'paid'"]);
  });
});
