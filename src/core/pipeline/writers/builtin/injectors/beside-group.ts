/** A value beside the average, sum or count of its group, computed for each row; well: a window. */

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
import type { Entity } from '../terrain/terrain.ts';
import { words } from '../terrain/wording.ts';
import { filtered, type Output, query } from '../text/query.ts';
import { type Sql, sql } from '../text/sql-text.ts';
import { groupings } from './correlated-greatest.ts';

const calls: Readonly<Record<string, string>> = {
  AVG: 'average',
  SUM: 'total',
  MAX: 'highest',
  MIN: 'lowest',
};

export const besideGroup: Injector = {
  antiPattern: 'correlated-aggregate',
  undoneBy: ['aggregate-to-window'],
  inject(scene) {
    const { random } = scene;
    const numbers = (e: Entity) => e.fields.filter(f => f.role === 'amount' || f.role === 'count');
    const certain = (e: Entity) => groupings(e).filter(field => field.column.notNull);
    const entity = drawEntity(scene, e => e.rows >= 20 && certain(e).length > 0 && numbers(e).length > 0);
    if (!entity) return undefined;
    const group = random.pick(certain(entity));
    const number = random.pick(numbers(entity).filter(field => field !== group));
    const outer = useOf(scene, entity);
    const inner = useOf(scene, entity);
    const names = new OutputNames();
    const conditions = conditionsOn(scene, [outer], random.int(3));
    const outputs = outputsOf(scene, [outer], 2 + random.int(4), { names });
    const call = random.pick(['AVG', 'AVG', 'AVG', 'MAX', 'SUM', 'MIN']);
    const subquery = query({
      outputs: [unnamed(sql`${call}(${ref(inner, number)})`)],
      from: [tableOf(inner)],
      where: [sql`${ref(inner, group)} = ${ref(outer, group)}`],
    });
    const whole = scene.aliases.fresh(`group ${call} ${number.column.name}`);
    const value: Output = { sql: sql`${subquery}`, name: whole, aliased: true, kind: 'number', says: '' };
    const windowed = query({
      outputs: [
        ...entity.fields.map(
          (field): Output => ({ ...unnamed(sql`${field.name}`), name: field.column.name }),
        ),
        { ...value, sql: sql`${call}(${number.name}) OVER (PARTITION BY ${group.name})` },
      ],
      from: [{ source: entity.name, alias: '', on: [] }],
    });
    const good = sql`${outer.alias}.${whole}`;
    const own = ref(outer, number);
    const compared = random.pick<(v: Sql) => Sql>(
      call === 'AVG'
        ? [
            v => sql`${own} > ${v}`,
            v => sql`${own} > ${v} * 1.5`,
            v => sql`${own} < ${v}`,
            v => sql`${own} >= 2 * ${v}`,
          ]
        : call === 'SUM'
          ? [v => sql`${own} * 10 > ${v}`, v => sql`${own} > ${v} / 20`]
          : [v => sql`${own} = ${v}`, v => sql`${own} <> ${v}`],
    );
    const shown = random.chance(0.35);
    const name = names.claim(
      `${words(group.column.name)} ${{ AVG: 'average', MAX: 'highest', SUM: 'total', MIN: 'lowest' }[call] ?? 'value'}`,
    );
    const column = (text: Sql): Output => ({ sql: text, name, aliased: true, kind: 'number', says: name });
    const asked = !shown || random.chance(0.5);
    const base = filtered(query({ outputs, from: [tableOf(outer)] }), ...conditions.map(c => c.sql));
    const form = (v: Sql) =>
      filtered(
        { ...base, outputs: shown ? [...outputs, column(v)] : outputs },
        ...(asked ? [compared(v)] : []),
      );
    const finish = finishFor(scene, {
      outputs: shown ? [...outputs, column(good)] : outputs,
      key: shownKey({ query: base, root: outer }),
    });
    return {
      slow: finish(form(sql`${subquery}`)),
      better: [
        {
          query: finish({ ...form(good), from: [{ source: windowed, alias: outer.alias, on: [] }] }),
          techniques: ['aggregate-to-window'],
        },
      ],
      task: sentence(
        scene,
        {
          table: entity.table.name,
          shown: outputs.map(output => output.says),
          conditions: conditions.map(c => c.says),
        },
        `next to the ${calls[call] ?? call.toLowerCase()} ${columnPhrase(number.column.name)} within their ${columnPhrase(group.column.name)}`,
      ),
    };
  },
};
