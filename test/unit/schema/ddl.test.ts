import assert from 'node:assert/strict';
import { QuillError } from '../../../src/core/errors.ts';
import type { Engine } from '../../../src/core/ports.ts';
import { createSchema } from '../../../src/core/schema/ddl.ts';
import { testEngine } from '../engine.ts';

let engine: Engine;
before(async () => {
  engine = await testEngine();
});

function messageOf(ddl: string): string {
  try {
    createSchema(engine, ddl);
  } catch (error) {
    assert.ok(QuillError.is(error, 'schema'), String(error));
    return error.message;
  }
  return assert.fail(`accepted: ${ddl}`);
}

describe('schema from DDL', () => {
  it('names the statement that SQLite refuses, with its line', () => {
    const message = messageOf('CREATE TABLE a (x);\n\n-- two\nCREATE TABLE b (\n  y INT,,\n);');
    assert.match(message, /^Line 4 of the schema, `CREATE TABLE b \(`, is refused by SQLite: .*near ","/);
    assert.match(messageOf('CREATE TABLE a (x); CREATE TABLE a (y)'), /table a already exists/);
  });

  it('says which engine a refused statement was written for', () => {
    const foreign: [string, string, string][] = [
      ['CREATE TABLE t (id INT NOT NULL AUTO_INCREMENT)', 'MySQL', 'AUTO_INCREMENT'],
      ['CREATE TABLE `t` (`id` INT) ENGINE=InnoDB', 'MySQL', 'ENGINE=InnoDB'],
      ['CREATE TABLE t (a NVARCHAR(MAX))', 'SQL Server', 'NVARCHAR(MAX)'],
      ["COMMENT ON TABLE t IS 'x'", 'PostgreSQL', 'COMMENT ON'],
      ['CREATE TABLE t (id SERIAL PRIMARY KEY, at TIMESTAMPTZ DEFAULT now())', 'PostgreSQL', 'DEFAULT now('],
      ["CREATE TABLE t (a TEXT DEFAULT 'x'::text)", 'PostgreSQL', '::text'],
      ['SET statement_timeout = 0', 'PostgreSQL', 'SET statement_timeout ='],
    ];
    for (const [ddl, dialect, evidence] of foreign) {
      const message = messageOf(`\n${ddl};`);
      assert.ok(message.includes(`looks like ${dialect} (\`${evidence}\`, line 2)`), message);
    }
    assert.doesNotMatch(messageOf("CREATE TABLE t (a TEXT DEFAULT 'ENGINE=InnoDB',)"), /looks like/);
  });

  it("accepts other engines' types where SQLite does", () => {
    const schema = createSchema(
      engine,
      'CREATE TABLE t (id SERIAL PRIMARY KEY, n VARCHAR(10), u INT UNSIGNED AUTO_INCREMENT, d TIMESTAMP WITH TIME ZONE)',
    );
    assert.equal(schema.tables[0]?.columns.length, 4);
  });

  it('passes over rows, transactions and settings, and reads triggers as one statement', () => {
    const schema = createSchema(
      engine,
      `\uFEFFPRAGMA foreign_keys=OFF; BEGIN TRANSACTION; CREATE TABLE a (x); INSERT INTO a VALUES (';');
       CREATE TRIGGER tr AFTER INSERT ON a BEGIN UPDATE a SET x = CASE WHEN 1 THEN 2 END; DELETE FROM a; END;
       CREATE TABLE b (y); COMMIT;`,
    );
    assert.deepEqual(
      schema.tables.map(table => table.name),
      ['a', 'b'],
    );
    assert.deepEqual(createSchema(engine, ' -- nothing\n;;').tables, []);
  });
});
