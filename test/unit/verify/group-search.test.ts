import assert from 'node:assert/strict';
import { noParameters } from '../../../src/core/verify/instances/constraints/check-conditions.ts';
import {
  type GroupConditions,
  groupConditions,
} from '../../../src/core/verify/instances/groups/group-conditions.ts';
import { type SolvedGroup, searchGroups } from '../../../src/core/verify/instances/groups/group-search.ts';
import type { Evaluator } from '../../../src/core/verify/query/evaluate.ts';
import { type Filled, filled } from './filled.ts';

interface Solved {
  readonly conditions: GroupConditions;
  readonly groups: readonly SolvedGroup[];
}

/** What a HAVING asks of groups, and the groups found on its sides. */
async function solved(having: string): Promise<Solved> {
  const place = await filledFor(having);
  const found = solvedIn(place, place.evaluator);
  place.db.close();
  return found;
}

function filledFor(having: string): Promise<Filled> {
  return filled(
    'CREATE TABLE bill (shop INTEGER, paid INTEGER, name TEXT);',
    `SELECT shop FROM bill GROUP BY shop HAVING ${having}`,
  );
}

function solvedIn({ bound, tables, domains }: Filled, evaluator: Evaluator): Solved {
  const conditions = groupConditions([bound], evaluator, () => noParameters);
  assert.ok(conditions);
  const measured = conditions.columns.flatMap(column => {
    const filling = tables[0]?.columns.find(each => each.column === column);
    if (!filling) return [];
    const [counted, uniform] = [conditions.counted.has(column), conditions.uniform.has(column)];
    return [{ column: filling, pool: domains.pool(filling), allows: () => true, counted, uniform }];
  });
  return { conditions, groups: searchGroups(conditions, measured, [], evaluator) };
}

describe('the search for groups', () => {
  it('finds groups that just meet and just miss a sum', async () => {
    const { groups } = await solved('sum(paid) > 10');
    assert.deepEqual(new Set(groups.map(({ met }) => met)), new Set([0, 1]));
    const sums = groups.map(({ values: [cells = []] }) =>
      cells.reduce<number>((sum, cell) => sum + Number(cell), 0),
    );
    assert.ok(sums.includes(10));
  });

  it('makes groups large enough for a share', async () => {
    const { groups } = await solved('avg(paid) > 0.2 AND avg(paid) < 0.21');
    const both = groups.find(({ met }) => met === 2);
    assert.ok(both && both.size > 12 && both.size <= 40, `size ${both?.size}`);
  });

  it('finds groups as large as a column of theirs says, and one of them with a NULL', async () => {
    const { conditions, groups } = await solved('count(name) > paid');
    const [counted, shared] = conditions.columns.map(column => conditions.uniform.has(column));
    assert.deepEqual([counted, shared], [false, true]);
    assert.deepEqual(new Set(groups.map(({ met }) => met)), new Set([0, 1]));
    for (const { values } of groups) assert.equal(new Set(values[1]).size, 1);
    const { groups: both } = await solved('count(name) > paid OR count(*) > paid');
    assert.ok(both.some(({ values: [names = []] }) => names.includes(null)));
  });

  it('leaves a column out that is compared with an aggregate of itself, or with another column', async () => {
    const { conditions } = await solved('paid > avg(paid) AND shop = paid AND count(*) > 1');
    assert.deepEqual([conditions.columns, conditions.comparisons.length], [[], 1]);
  });

  it('keeps nothing of a comparison that it leaves out', async () => {
    const { conditions } = await solved('paid > avg(paid) AND count(paid) > 3');
    assert.deepEqual([...conditions.counted], conditions.columns);
    assert.equal(conditions.columns[0]?.name, 'paid');
  });

  it('keeps nothing of comparisons beyond the seventh', async () => {
    const seven = Array.from({ length: 7 }, (_, n) => `count(*) <> ${n + 2}`).join(' AND ');
    const { conditions } = await solved(`${seven} AND (SELECT sum(b.paid) FROM bill b) < 99`);
    assert.equal(conditions.comparisons.length, 7);
    const { columns, numbers, correlated } = conditions;
    assert.deepEqual([columns, numbers.includes(99), correlated], [[], false, false]);
  });

  it('does not take a column that all rows share for one whose least value is asked for', async () => {
    const [shared, least] = await Promise.all([
      filledFor('count(*) > paid AND sum(paid) > 10'),
      filledFor('count(*) > min(paid) AND sum(paid) > 10'),
    ]);
    const own = solvedIn(least, least.evaluator).groups;
    solvedIn(shared, shared.evaluator);
    assert.deepEqual(solvedIn(least, shared.evaluator).groups, own);
    least.db.close();
    shared.db.close();
  });

  it('takes no text for an aggregate', async () => {
    const { conditions } = await solved("max(name) > 'avg('");
    assert.deepEqual(
      conditions.comparisons.map(({ totals, hasAverage }) => ({ totals, hasAverage })),
      [{ totals: 0, hasAverage: false }],
    );
    const { conditions: share } = await solved('sum(paid) * 100 / count(*) > 20');
    assert.equal(share.comparisons[0]?.totals, 2);
  });
});
