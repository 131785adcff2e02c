/** The greatest row of each group, searched by a subquery for each row; well: ranked in one pass. */

import { conditionsOn } from '../grammar/conditions.ts';
import { finishFor } from '../grammar/finish.ts';
import { drawEntity } from '../grammar/links.ts';
import { shownKey } from '../grammar/list-query.ts';
import { OutputNames, outputsOf } from '../grammar/outputs.ts';
import { ref, type Use, useOf } from '../grammar/scene.ts';
import { sentence } from '../grammar/sentences.ts';
import { tableOf, unnamed } from '../grammar/subqueries.ts';
import type { Injector } from '../injector.ts';
import { columnPhrase } from '../terrain/phrases.ts';
import type { Entity, Field } from '../terrain/terrain.ts';
import { filtered, type Output, query } from '../text/query.ts';
import { joined, sql } from '../text/sql-text.ts';

export const correlatedGreatest: Injector = {
  antiPattern: 'correlated-greatest',
  undoneBy: ['greatest-per-group-to-window'],
  inject(scene) {
    const { random, spoil } = scene;
    const entity = drawEntity(scene, e => groupings(e).length > 0 && measures(e).length > 0);
    if (!entity) return undefined;
    const groups = random.shuffle(groupings(entity)).slice(0, random.chance(0.15) ? 2 : 1);
    const measure = random.pick(measures(entity));
    const outer = useOf(scene, entity);
    const inner = useOf(scene, entity);
    const least = random.chance(0.3);
    const names = new OutputNames();
    const outputs = outputsOf(scene, [outer], 2 + random.int(4), { names, withKey: random.chance(0.85) });
    const conditions = conditionsOn(scene, [outer], random.int(3));
    const base = filtered(query({ outputs, from: [tableOf(outer)] }), ...conditions.map(c => c.sql));
    const same = groups.map(field => sql`${ref(inner, field)} = ${ref(outer, field)}`);
    const certain = [...groups, measure].every(field => field.column.notNull);
    const best = sql`${least ? 'MIN' : 'MAX'}(${ref(inner, measure)})`;
    const subquery = query({ outputs: [unnamed(best)], from: [tableOf(inner)], where: same });
    const beaten = query({
      outputs: [unnamed(sql`COUNT(*)`)],
      from: [tableOf(inner)],
      where: [...same, sql`${ref(inner, measure)} ${least ? '<' : '>'} ${ref(outer, measure)}`],
    });
    const form = certain ? spoil.pick(['max', 'none', 'none', 'count', 'count'] as const) : 'max';
    const places = form === 'count' ? 1 + random.int(5) : 1;
    const test =
      form === 'max'
        ? sql`${ref(outer, measure)} = ${subquery}`
        : form === 'none'
          ? sql`NOT EXISTS ${{ ...beaten, outputs: [unnamed(sql`1`)] }}`
          : sql`${beaten} < ${places}`;
    const known = certain ? [] : [...groups, measure].filter(field => !field.column.notNull);
    const key = shownKey({ query: base, root: outer });
    const finish = finishFor(scene, { outputs, key, mayLimit: key !== undefined });
    const rank = scene.aliases.fresh(`${measure.column.name} rank`);
    const good = ranked(outer, groups, measure, least, rank);
    return {
      slow: finish(filtered(base, test)),
      better: [
        {
          query: finish(
            filtered(
              { ...base, from: [{ source: good, alias: outer.alias, on: [] }] },
              places === 1 ? sql`${outer.alias}.${rank} = 1` : sql`${outer.alias}.${rank} <= ${places}`,
              ...known.map(field => sql`${ref(outer, field)} IS NOT NULL`),
            ),
          ),
          techniques: ['greatest-per-group-to-window'],
        },
      ],
      task: sentence(
        scene,
        {
          table: entity.table.name,
          shown: outputs.map(output => output.says),
          conditions: conditions.map(c => c.says),
        },
        `only ${places > 1 ? `the ${places}` : 'those'} with the ${least ? 'lowest' : 'highest'} ${columnPhrase(measure.column.name)} within each ${groups.map(g => columnPhrase(g.column.name)).join(' and ')}`,
      ),
    };
  },
};

/** Columns that many rows share. */
export function groupings(entity: Entity): Field[] {
  return entity.fields.filter(
    ({ role, profile }) =>
      ['reference', 'category', 'level'].includes(role) &&
      profile.distinct >= 2 &&
      profile.distinct * 2 <= entity.rows,
  );
}

export function measures(entity: Entity): Field[] {
  return entity.fields.filter(
    ({ role, profile }) => ['amount', 'count', 'date', 'epoch'].includes(role) && profile.distinct > 10,
  );
}

function ranked(use: Use, groups: readonly Field[], measure: Field, least: boolean, rank: string) {
  const columns = use.entity.fields.map(field => unnamedColumn(field));
  const partition = joined(
    groups.map(field => field.name),
    ', ',
  );
  // MIN passes NULL over, which sorts first.
  const direction = !least ? ' DESC' : measure.column.notNull ? '' : ' NULLS LAST';
  const over = sql`RANK() OVER (PARTITION BY ${partition} ORDER BY ${measure.name}${direction})`;
  return query({
    outputs: [...columns, { sql: over, name: rank, aliased: true, kind: 'number' as const, says: '' }],
    from: [{ source: use.entity.name, alias: '', on: [] }],
  });
}

function unnamedColumn(field: Field): Output {
  return { sql: sql`${field.name}`, name: field.column.name, aliased: false, kind: 'other', says: '' };
}
