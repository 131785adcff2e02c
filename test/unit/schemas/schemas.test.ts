import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Engine } from '../../../src/core/ports.ts';
import { sampleDdl, sampleDomains } from '../../../src/core/sample/sample-ddl.ts';
import { synthesize } from '../../../src/core/sample/synthesize.ts';
import { createSchema, runDdl } from '../../../src/core/schema/ddl.ts';
import type { Schema } from '../../../src/core/schema/model.ts';
import { testEngine } from '../engine.ts';
import { allSchemas, schemaFiles } from './schema-files.ts';

let engine: Engine;
const schemas = new Map<string, Schema>();
before(async () => {
  engine = await testEngine();
  for (const { id, ddl } of allSchemas) schemas.set(id, createSchema(engine, ddl));
});

function tableNames(id: string): Set<string> {
  return new Set(schemas.get(id)!.tables.map(table => table.name.toLowerCase()));
}

describe('schemas', () => {
  it('are at least 34, beside the five domains of the sample', () => {
    assert.ok(schemaFiles.length >= 34, String(schemaFiles.length));
    assert.equal(sampleDomains.length, 5);
    assert.equal(new Set(allSchemas.map(schema => schema.id)).size, allSchemas.length);
    for (const { id } of allSchemas) assert.match(id, /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
  });

  it('are as many as the README says', () => {
    const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
    assert.equal(/(\d+) shipped schemas/.exec(readme)?.[1], String(allSchemas.length));
  });

  it('begin with a title and a sentence on what the business asks', () => {
    for (const { id, ddl } of schemaFiles) assert.match(ddl, /^-- [A-Z].{3,50}\n-- [A-Z].{40,200}\.\n\n/, id);
  });

  it('have 3 to 25 tables', () => {
    for (const { id } of schemaFiles) {
      const { tables } = schemas.get(id)!;
      assert.ok(tables.length >= 3 && tables.length <= 25, `${id} has ${tables.length} tables`);
    }
  });

  it('share no more than a third of their table names', () => {
    // The sample's domains share tables among themselves, and come after the files.
    for (const [i, a] of allSchemas.entries())
      for (const b of schemaFiles.slice(0, i)) {
        const [left, right] = [tableNames(a.id), tableNames(b.id)];
        const shared = [...left].filter(name => right.has(name));
        const least = Math.min(left.size, right.size);
        assert.ok(shared.length <= least / 3, `${a.id} and ${b.id} share ${shared.join(', ')}`);
      }
  });

  it('have foreign keys that refer to keys', () => {
    for (const [id, { tables }] of schemas)
      for (const table of tables)
        for (const key of table.foreignKeys)
          assert.ok(key.valid, `${id}: ${table.name} refers to ${key.table}`);
  });

  it('are filled whole with legal rows', function () {
    this.timeout(60_000);
    for (const { id, ddl } of allSchemas) {
      const db = engine.open();
      runDdl(db, ddl);
      const report = synthesize(db, schemas.get(id)!, 300, 1);
      assert.deepEqual(report.notes, [], id);
      for (const table of report.tables) assert.ok(table.rows >= 3, `${id}: ${table.name} has ${table.rows}`);
      assert.deepEqual(db.query('PRAGMA foreign_key_check').rows, [], id);
      assert.deepEqual(db.query('PRAGMA integrity_check').rows, [['ok']], id);
      db.close();
    }
  });

  it('make up the sample database where they are its domains', () => {
    const whole = createSchema(engine, sampleDdl);
    const parts = sampleDomains.flatMap(({ id }) => schemas.get(id)!.ddl);
    assert.deepEqual([...new Set(parts)].sort(), [...whole.ddl].sort());
  });
});
