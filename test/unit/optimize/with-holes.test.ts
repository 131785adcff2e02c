import assert from 'node:assert/strict';
import {
  defaultOptions,
  type OptimizeResult,
  type SearchEvent,
} from '../../../src/core/optimize/contract.ts';
import { optimize } from '../../../src/core/optimize/search.ts';
import {
  eventWithHoles,
  mayNameTables,
  runnable,
  tableTest,
  whyNotRunnable,
  withHoles,
} from '../../../src/core/optimize/with-holes.ts';
import { readSchema } from '../../../src/core/schema/read.ts';
import { testEngine } from '../engine.ts';
import { buildShop } from './shop.ts';

const masks = /[\uE000-\uF8FF]|main\./;

describe('statements with template holes', () => {
  it('need the tables only where a hole names one', () => {
    assert.equal(mayNameTables("SELECT * FROM {{ ref('orders') }}"), true);
    for (const sql of ['SELECT 1', 'SELECT {{ x }}', "SELECT '%s', $1, '{a}' FROM t WHERE a < 3"])
      assert.equal(mayNameTables(sql), false, sql);
  });

  it('run where parameters and known tables can stand for the holes', () => {
    const sql = "SELECT * FROM {{ ref('orders') }} WHERE id = {{ id }}";
    for (const tables of [undefined, ['Orders']]) {
      const { sql: text, holes } = runnable(sql, tableTest(tables));
      assert.equal(text.length, sql.length);
      assert.equal(holes.length, 2);
    }
    assert.match(whyNotRunnable(sql, tableTest([])) ?? '', /not in the schema/);
    assert.throws(() => runnable(sql, tableTest([])), {
      reason: 'template',
      message: /^Cannot be run: template\. /,
    });
  });

  it('get their holes back in all that is said of them', async () => {
    const engine = await testEngine();
    const db = buildShop(engine, 400);
    const source = `SELECT c.name, (SELECT count(*) FROM orders o WHERE o.customer_id = c.id AND o.status = '{{ status }}') n,
      c.id + {{ label }} AS label FROM {{ ref('customers') }} c WHERE c.country = {{ country }}`;
    const schema = readSchema(db);
    const { sql, holes } = runnable(source, tableTest(schema.tables.map(table => table.name)));
    const events: SearchEvent[] = [];
    let time = 0;
    const masked = optimize({
      engine,
      database: db,
      schema,
      sql,
      clock: { now: () => (time += 0.5) },
      options: { ...defaultOptions, databases: 20, mutants: 4 },
      onEvent: event => events.push(event),
    });
    db.close();
    const text = (value: unknown) =>
      JSON.stringify(value, (key, one: unknown) =>
        key === 'plan' || key === 'indexes' ? undefined : typeof one === 'bigint' ? String(one) : one,
      );
    assert.match(text(masked), masks);
    const result: OptimizeResult = withHoles(masked, source, holes);
    assert.equal(result.original.sql, source);
    assert.doesNotMatch(text(result), masks);
    for (const event of events) {
      if (event.type === 'suggestion') assert.doesNotMatch(text(eventWithHoles(event, source, holes)), masks);
    }
  });

  it('leave other statements as they are', () => {
    const source = 'SELECT 1';
    const { sql, holes } = runnable(source, tableTest([]));
    assert.equal(sql, source);
    assert.deepEqual(holes, []);
  });
});
