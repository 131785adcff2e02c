/** A late page, for which everything shown is computed for the skipped rows too; well: the page's keys first. */

import { aggregatesOver } from '../grammar/aggregates.ts';
import { drawLink } from '../grammar/links.ts';
import { listQuery, shownKey } from '../grammar/list-query.ts';
import { ref, useOf } from '../grammar/scene.ts';
import { sentence } from '../grammar/sentences.ts';
import { correlated, matchesOf, tableOf } from '../grammar/subqueries.ts';
import type { Injector } from '../injector.ts';
import { columnPhrase } from '../terrain/phrases.ts';
import { type Output, query } from '../text/query.ts';
import { joined, sql } from '../text/sql-text.ts';

export const offsetPaging: Injector = {
  antiPattern: 'offset-paging',
  undoneBy: ['derived-table-pruned', 'index'],
  weight: 0.7,
  inject(scene) {
    const { random } = scene;
    const link = drawLink(scene, ({ parent }) => parent.rows >= 60);
    if (!link) return undefined;
    const root = link.parent;
    const list = listQuery(scene, {
      root,
      tables: 1,
      withKey: true,
      outputs: 3 + random.int(4),
      conditions: 0,
      clean: true,
    });
    if (!shownKey(list)) return undefined;
    const matches = matchesOf(scene, link);
    const figures = random.chance(0.8) ? aggregatesOver(scene, matches.child, 1 + random.int(2)) : [];
    const outputs = [
      ...list.query.outputs,
      ...figures.map(
        (figure): Output => ({
          ...figure,
          sql: sql`${correlated(matches, list.root, figure.sql)}`,
          name: list.names.claim(figure.name),
          aliased: true,
        }),
      ),
    ];
    const sortable = root.fields.filter(({ role }) => ['date', 'amount', 'count', 'label'].includes(role));
    const by = random
      .shuffle(sortable)
      .slice(0, 1 + random.int(2))
      .map(field => ({ field, descending: random.chance(0.6) }));
    const page = useOf(scene, root);
    const orderOf = (use: typeof page) => [
      ...by.map(({ field, descending }) => sql`${ref(use, field)}${descending ? ' DESC' : ''}`),
      ...root.key.map(field => sql`${ref(use, field)}`),
    ];
    const limit = random.pick([10, 20, 25, 50]);
    const offset = limit * (1 + random.int(Math.max(1, Math.floor((root.rows * 0.8) / limit))));
    const keys = query({
      outputs: root.key.map(field => ({
        sql: sql`${ref(page, field)}`,
        name: field.column.name,
        aliased: false,
        kind: 'key' as const,
        says: '',
      })),
      from: [tableOf(page)],
      orderBy: orderOf(page),
      limit,
      offset,
    });
    const own = root.key.map(field => ref(list.root, field));
    const among = own.length === 1 ? sql`${own[0]!} IN ${keys}` : sql`(${joined(own, ', ')}) IN ${keys}`;
    const body = { ...list.query, outputs };
    return {
      slow: { ...body, orderBy: orderOf(list.root), limit, offset },
      better: [
        {
          query: { ...body, where: [among], orderBy: orderOf(list.root) },
          techniques: ['derived-table-pruned'],
        },
      ],
      task: sentence(
        scene,
        list.says,
        `page ${offset / limit + 1} at ${limit} a page, sorted by ${by.map(({ field }) => columnPhrase(field.column.name)).join(' and ') || 'the key'}`,
      ),
    };
  },
};
