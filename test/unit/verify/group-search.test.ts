import assert from 'node:assert/strict';
import { noParameters } from '../../../src/core/verify/instances/constraints/check-conditions.ts';
import {
  type GroupConditions,
  groupConditions,
} from '../../../src/core/verify/instances/groups/group-conditions.ts';
import { type SolvedGroup, searchGroups } from '../../../src/core/verify/instances/groups/group-search.ts';
import { filled } from './filled.ts';

/** What a HAVING asks of groups, and the groups found on its sides. */
async function solved(
  having: string,
): Promise<{ conditions: GroupConditions; groups: readonly SolvedGroup[] }> {
  const { db, bound, evaluator, tables, domains } = await filled(
    'CREATE TABLE bill (shop INTEGER, paid INTEGER, name TEXT);',
    `SELECT shop FROM bill GROUP BY shop HAVING ${having}`,
  );
  const conditions = groupConditions([bound], evaluator, () => noParameters);
  assert.ok(conditions);
  const measured = conditions.columns.flatMap(column => {
    const filling = tables[0]?.columns.find(each => each.column === column);
    if (!filling) return [];
    const [counted, uniform] = [conditions.counted.has(column), conditions.uniform.has(column)];
    return [{ column: filling, pool: domains.pool(filling), allows: () => true, counted, uniform }];
  });
  const groups = searchGroups(conditions, measured, [], evaluator);
  db.close();
  return { conditions, groups };
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
