/** A sort in a subquery whose order nobody sees; well: without. */

import { conditionsOn } from '../grammar/conditions.ts';
import { finishFor } from '../grammar/finish.ts';
import { linked } from '../grammar/joins.ts';
import { drawLink } from '../grammar/links.ts';
import { listQuery, shownKey, tablesFor } from '../grammar/list-query.ts';
import { outputsOf } from '../grammar/outputs.ts';
import { ref, type Scene, useOf } from '../grammar/scene.ts';
import { sentence } from '../grammar/sentences.ts';
import { keyOf, matchesOf, matchingKeys, saysOf, tableOf } from '../grammar/subqueries.ts';
import type { Injector, Spoilt } from '../injector.ts';
import { identifier, thingOf, words } from '../terrain/wording.ts';
import { filtered, type Query, query } from '../text/query.ts';
import { joined, sql } from '../text/sql-text.ts';

export const innerSort: Injector = {
  antiPattern: 'inner-sort',
  undoneBy: ['inner-order-by-removed'],
  inject(scene) {
    return scene.random.chance(0.45) ? sortedKeys(scene) : sortedCte(scene);
  },
};

/** `id IN (SELECT … ORDER BY …)`. */
function sortedKeys(scene: Scene): Spoilt | undefined {
  const link = drawLink(scene, ({ childFields }) => childFields.length === 1);
  if (!link) return undefined;
  const list = listQuery(scene, { root: link.parent, tables: tablesFor(scene, 3) });
  const matches = matchesOf(scene, link, 1);
  const keys = matchingKeys(matches);
  const others = matches.child.entity.fields.filter(field =>
    ['date', 'amount', 'count', 'label'].includes(field.role),
  );
  const by = scene.random.shuffle(others).slice(0, 1 + scene.random.int(2));
  const order = (by.length > 0 ? by : link.childFields).map(field => sql`${ref(matches.child, field)} DESC`);
  const form = (inner: Query): Query => filtered(list.query, sql`${keyOf(list.root, link)} IN ${inner}`);
  const finish = finishFor(scene, { outputs: list.query.outputs, key: shownKey(list) });
  return {
    slow: finish(form({ ...keys, orderBy: order })),
    better: [{ query: finish(form(keys)), techniques: ['inner-order-by-removed'] }],
    task: sentence(scene, list.says, `only those with ${words(link.child.table.name)}${saysOf(matches)}`),
  };
}

/** A sorted CTE whose rows are grouped or joined afterwards. */
function sortedCte(scene: Scene): Spoilt | undefined {
  const { random } = scene;
  const link = drawLink(scene);
  if (!link) return undefined;
  const name = scene.aliases.fresh(random.pick(['sorted', 'ranked', 'ordered', 'recent', 'latest']));
  const child = useOf(scene, link.child);
  const shown = outputsOf(scene, [child], 2 + random.int(4), { withKey: false, plain: true });
  const keys = link.childFields.filter(field => !shown.some(output => output.name === field.column.name));
  const inner = query({
    outputs: [
      ...keys.map(field => ({
        sql: sql`${ref(child, field)}`,
        name: field.column.name,
        aliased: false,
        kind: 'key' as const,
        says: '',
      })),
      ...shown,
    ],
    from: [tableOf(child)],
    where: conditionsOn(scene, [child], random.int(3)).map(condition => condition.sql),
  });
  const parent = useOf(scene, link.parent);
  const numbers = shown.filter(output => output.kind === 'number');
  const last = shown.at(-1);
  if (!last || keys.some(field => field.name !== field.column.name)) return undefined;
  const outputs = outputsOf(scene, [parent], 1 + random.int(3), { withKey: true, plain: true });
  const things = thingOf(link.child.table.name);
  const taken = new Set(outputs.map(output => output.name));
  const measured = [
    { text: sql`COUNT(*)`, wish: `${things}_count` },
    ...numbers
      .slice(0, 2)
      .map(({ name: own }) => ({ text: sql`MAX(${name}.${own})`, wish: `highest_${own}` })),
  ].filter(({ wish }) => !taken.has(wish));
  const on = linked({ ...child, alias: name }, parent, link);
  const conditions = conditionsOn(scene, [parent], random.int(2));
  const form = (cte: Query): Query =>
    query({
      ctes: [{ name, query: cte, hint: 'MATERIALIZED' }],
      outputs: [
        ...outputs,
        ...measured.map(({ text, wish }) => ({
          sql: text,
          name: identifier(wish),
          aliased: true,
          kind: 'number' as const,
          says: wish,
        })),
      ],
      from: [
        { source: name, alias: '', on: [] },
        { join: 'JOIN', source: parent.entity.name, alias: parent.alias, on },
      ],
      where: conditions.map(condition => condition.sql),
      groupBy: outputs.map(output => output.sql),
    });
  const finish = finishFor(scene, { outputs, key: undefined });
  return {
    slow: finish(form({ ...inner, orderBy: [joined([last.sql, random.chance(0.5) ? ' DESC' : ''], '')] })),
    better: [{ query: finish(form(inner)), techniques: ['inner-order-by-removed'] }],
    task: sentence(
      scene,
      {
        table: link.parent.table.name,
        shown: outputs.map(output => output.says),
        conditions: conditions.map(condition => condition.says),
      },
      `with the number of their ${words(link.child.table.name)}`,
    ),
  };
}
