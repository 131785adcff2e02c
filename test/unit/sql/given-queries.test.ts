import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { analyze } from '../../../src/core/dialect/sqlite/analyze.ts';
import type { Database, Statement } from '../../../src/core/ports.ts';
import { readSchema } from '../../../src/core/schema/read.ts';
import { testEngine } from '../engine.ts';

const cases = process.env['QUILL_CASES'];
const describeWithCases = cases ? describe : describe.skip;

/** The statement, or undefined where SQLite itself refuses the text. */
function prepare(database: Database, sql: string): Statement | undefined {
  try {
    return database.prepare(sql);
  } catch {
    return undefined;
  }
}

describeWithCases('binder on given queries', () => {
  it('gives the output columns that SQLite gives', async () => {
    const engine = await testEngine();
    let checked = 0;
    for (const file of ['not-equivalent.jsonl', 'equivalent.jsonl']) {
      for (const line of readFileSync(path.join(cases ?? '', file), 'utf8')
        .trim()
        .split('\n')) {
        const { id, schema: ddl, a, b } = JSON.parse(line) as Record<'id' | 'schema' | 'a' | 'b', string>;
        const database = engine.open();
        database.exec(ddl);
        const schema = readSchema(database);
        for (const sql of [a, b]) {
          const statement = prepare(database, sql);
          if (!statement) continue;
          const bound = analyze(sql, schema);
          const outputs = bound.outputsOf(bound.query);
          const names = outputs.map((output, i) => (output.named ? output.name : statement.columns[i]));
          assert.deepEqual(names, statement.columns, `${id}: ${sql}`);
          statement.free();
          checked++;
        }
        database.close();
      }
    }
    assert.ok(checked > 500);
  });
});
