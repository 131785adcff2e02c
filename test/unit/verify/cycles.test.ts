import assert from 'node:assert/strict';
import { Random } from '../../../src/core/random.ts';
import { createSchema } from '../../../src/core/schema/ddl.ts';
import { hasCycle, withoutCycles } from '../../../src/core/verify/instances/constraints/cycles.ts';
import { isLegal } from '../../../src/core/verify/instances/constraints/legality.ts';
import { repair } from '../../../src/core/verify/instances/constraints/repair.ts';
import { type RecursionLink, recursionLinks } from '../../../src/core/verify/instances/query/recursion.ts';
import { CycleTurns } from '../../../src/core/verify/instances/random/cycle-turns.ts';
import { plantForests } from '../../../src/core/verify/instances/random/forests.ts';
import { plainRows } from '../../../src/core/verify/instances/random/plain-rows.ts';
import { createJudge } from '../../../src/core/verify/judge.ts';
import { testEngine } from '../engine.ts';
import { type Filled, filled } from './filled.ts';

const trees = 'CREATE TABLE box (id INTEGER PRIMARY KEY, inside INTEGER REFERENCES box (id), other INTEGER);';
const edges = 'CREATE TABLE road (a INTEGER NOT NULL, b INTEGER NOT NULL, PRIMARY KEY (a, b));';
const circle =
  'CREATE TABLE man (id INTEGER PRIMARY KEY, club INTEGER REFERENCES club (id));' +
  'CREATE TABLE club (id INTEGER PRIMARY KEY, head INTEGER REFERENCES man (id));';

const up =
  'WITH RECURSIVE r (id) AS (SELECT id FROM box UNION ALL SELECT b.inside FROM r JOIN box b ON b.id = r.id) SELECT id FROM r';
const along =
  'WITH RECURSIVE r (n) AS (SELECT 1 UNION SELECT b FROM r JOIN road ON a = n) SELECT count(*) FROM r';
const heads =
  'WITH RECURSIVE r (id) AS (SELECT id FROM man UNION ALL SELECT c.head FROM r JOIN man m ON m.id = r.id ' +
  'JOIN club c ON c.id = m.club) SELECT id FROM r';

function linksOf({ bound, tables, domains }: Filled): readonly RecursionLink[] {
  return recursionLinks([bound], tables, column => domains.groupOf(column));
}

async function described(ddl: string, sql: string): Promise<string[]> {
  const all = await filled(ddl, sql);
  const names = linksOf(all).map(({ table, from, to }) =>
    [from, to]
      .map(at => at.map(i => `${table.table.name}.${table.columns[i]?.column.name}`).join('+'))
      .join(' > '),
  );
  all.db.close();
  return names.sort();
}

describe('cycles along which a query recurses', () => {
  it('are told by the columns that the recursion reads', async () => {
    assert.deepEqual(await described(trees, up), ['box.id > box.inside']);
    assert.deepEqual(await described(edges, along), ['road.a > road.b']);
    assert.deepEqual(await described(circle, heads), ['club.id > club.head', 'man.id > man.club']);
  });

  it('are no matter where no query recurses along them', async () => {
    assert.deepEqual(await described(trees, 'SELECT b.id FROM box a JOIN box b ON b.id = a.inside'), []);
    const series =
      'WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5) SELECT id, i FROM box, n';
    assert.deepEqual(await described(trees, series), []);
    const named =
      'WITH RECURSIVE n AS (SELECT inside FROM box) SELECT * FROM n JOIN box ON box.id = n.inside';
    assert.deepEqual(await described(trees, named), []);
  });

  it('can be taken out of every instance, which stays legal', async () => {
    for (const [ddl, sql] of [
      [trees, up],
      [edges, along],
      [circle, heads],
    ] as const) {
      const all = await filled(ddl, sql);
      const links = linksOf(all);
      const random = new Random(3);
      let cyclic = 0;
      let before = 0;
      let rows = 0;
      for (let n = 0; n < 150; n++) {
        const instance = plainRows(all.tables, all.domains, random);
        repair(all.tables, instance, 'add');
        if (hasCycle(links, instance)) cyclic++;
        before += instance.rows.flat().length;
        if (withoutCycles(links, instance)) repair(all.tables, instance, 'null');
        assert.ok(!hasCycle(links, instance));
        assert.ok(isLegal(all.tables, instance));
        rows += instance.rows.flat().length;
      }
      assert.ok(cyclic > 20, `${cyclic} of 150 had one`);
      assert.ok(rows > 0.4 * before, `${rows} of ${before} rows are left`);
      all.db.close();
    }
  });

  it('are not in what is planted, which is deep now and then', async () => {
    const all = await filled(trees, up);
    const links = linksOf(all);
    const random = new Random(4);
    let deep = 0;
    for (let n = 0; n < 100; n++) {
      const instance = plainRows(all.tables, all.domains, random);
      plantForests(links, instance, random);
      repair(all.tables, instance, 'add');
      assert.ok(!hasCycle(links, instance));
      const parents = new Map((instance.rows[0] ?? []).map(([id = null, parent = null]) => [id, parent]));
      const depth = (id: typeof parents extends Map<infer K, unknown> ? K : never): number => {
        const parent = parents.get(id) ?? null;
        return parent === null ? 0 : 1 + depth(parent);
      };
      if ([...parents.keys()].some(id => depth(id) >= 4)) deep++;
    }
    assert.ok(deep > 3, `${deep} of 100 are four levels deep`);
    all.db.close();
  });

  it('become rare after a run without end', () => {
    const turns = new CycleTurns();
    assert.ok(turns.mayHoldCycle());
    turns.note(true, false);
    turns.note(false, true);
    assert.ok(turns.mayHoldCycle());
    turns.note(true, true);
    const kept = Array.from({ length: 100 }, () => turns.mayHoldCycle());
    assert.equal(kept.filter(Boolean).length, 4);
    assert.ok(!kept.slice(0, 20).some(Boolean));
  });

  it('do not use up the budget', async () => {
    const engine = await testEngine();
    const schema = createSchema(engine, trees);
    const rewrite = up.replace('b.inside FROM', 'b.inside AS id FROM');
    const options = { databases: 200, mutants: 20, budgetMs: 30_000, queryLimitMs: 5000, seed: 1 };
    const judge = createJudge(engine, schema, `${up} WHERE id > 0`, options);
    const begin = performance.now();
    const verdict = judge.judge(`${rewrite} WHERE 0 < id`);
    judge.close();
    assert.ok(performance.now() - begin < 5000);
    assert.ok(verdict.verdict === 'proved' || verdict.databases >= 190, `${verdict.databases} databases`);
  });
});
