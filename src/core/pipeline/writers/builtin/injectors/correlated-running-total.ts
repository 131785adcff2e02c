/** A running total that adds up all earlier rows for each row; well: a window. */

import { conditionsOn } from '../grammar/conditions.ts';
import { finishFor } from '../grammar/finish.ts';
import { drawEntity } from '../grammar/links.ts';
import { shownKey } from '../grammar/list-query.ts';
import { OutputNames, outputsOf } from '../grammar/outputs.ts';
import { ref, useOf } from '../grammar/scene.ts';
import { sentence } from '../grammar/sentences.ts';
import { tableOf, unnamed } from '../grammar/subqueries.ts';
import type { Injector } from '../injector.ts';
import { columnPhrase } from '../terrain/phrases.ts';
import { identifier, words } from '../terrain/wording.ts';
import { filtered, type Output, query } from '../text/query.ts';
import { type Sql, sql } from '../text/sql-text.ts';
import { groupings, measures } from './correlated-greatest.ts';

export const correlatedRunningTotal: Injector = {
  antiPattern: 'correlated-running-total',
  undoneBy: ['running-total-to-window'],
  inject(scene) {
    const { random } = scene;
    const sorted = (e: Parameters<typeof measures>[0]) =>
      [...measures(e), ...e.key].filter(f => f.column.notNull);
    const entity = drawEntity(scene, e => e.rows >= 20 && sorted(e).length > 0);
    if (!entity) return undefined;
    const order = random.pick(sorted(entity));
    // Without groups every row reads half the table.
    const grouped =
      entity.rows > 600 || random.chance(0.65)
        ? groupings(entity).filter(f => f.column.notNull && f !== order)
        : [];
    const groups = random.shuffle(grouped).slice(0, 1);
    const outer = useOf(scene, entity);
    const inner = useOf(scene, entity);
    const names = new OutputNames();
    const conditions = conditionsOn(scene, [outer], grouped.length > 0 ? random.int(2) : 1);
    const outputs = outputsOf(scene, [outer], 1 + random.int(4), { names, withKey: random.chance(0.85) });
    const numbers = entity.fields.filter(({ role }) => role === 'amount' || role === 'count');
    const summed = numbers.length > 0 && random.chance(0.8) ? random.pick(numbers) : undefined;
    const call = summed ? random.pick(['SUM', 'SUM', 'SUM', 'AVG', 'MAX', 'COUNT']) : 'COUNT';
    const from = random.chance(0.12);
    const sign = from ? '>=' : '<=';
    const value = (column: string): Sql => sql`${call}(${column})`;
    const subquery = query({
      outputs: [unnamed(value(summed ? ref(inner, summed) : '*'))],
      from: [tableOf(inner)],
      where: [
        ...groups.map(field => sql`${ref(inner, field)} = ${ref(outer, field)}`),
        sql`${ref(inner, order)} ${sign} ${ref(outer, order)}`,
      ],
    });
    const wish = summed ? `running ${words(summed.column.name)}` : 'position';
    const total: Output = {
      sql: sql`${subquery}`,
      name: names.claim(wish),
      aliased: true,
      kind: 'number',
      says: wish,
    };
    const partition = groups.length > 0 ? `PARTITION BY ${groups[0]!.name} ` : '';
    const over = sql`${value(summed?.name ?? '*')} OVER (${partition}ORDER BY ${order.name}${from ? ' DESC' : ''})`;
    const all = scene.aliases.fresh(identifier(`${wish} value`));
    const windowed = query({
      outputs: [
        ...entity.fields.map(
          (field): Output => ({ ...unnamed(sql`${field.name}`), name: field.column.name }),
        ),
        { ...total, sql: over, name: all },
      ],
      from: [{ source: entity.name, alias: '', on: [] }],
    });
    const base = filtered(query({ outputs, from: [tableOf(outer)] }), ...conditions.map(c => c.sql));
    const shown = [...outputs, total];
    const finish = finishFor(scene, {
      outputs: shown,
      key: shownKey({ query: base, root: outer }),
      // SQLite computes the subquery again for every mention around it.
      mayEnclose: entity.rows <= 500,
    });
    const good = {
      ...base,
      outputs: [...outputs, { ...total, sql: sql`${outer.alias}.${all}` }],
      from: [{ source: windowed, alias: outer.alias, on: [] }],
    };
    return {
      slow: finish({ ...base, outputs: shown }),
      better: [{ query: finish(good), techniques: ['running-total-to-window'] }],
      task: sentence(
        scene,
        {
          table: entity.table.name,
          shown: outputs.map(output => output.says),
          conditions: conditions.map(c => c.says),
        },
        `with the ${summed ? `running total of the ${columnPhrase(summed.column.name)}` : 'position'} in the order of the ${columnPhrase(order.column.name)}${groups.length > 0 ? ` within each ${columnPhrase(groups[0]!.column.name)}` : ''}`,
      ),
    };
  },
};
