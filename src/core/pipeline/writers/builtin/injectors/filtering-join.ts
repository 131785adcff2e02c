/** A join that only filters, which ties the planner's hands; well: EXISTS. */

import { conditionsOn } from '../grammar/conditions.ts';
import { finishFor } from '../grammar/finish.ts';
import { joinToParent, linked } from '../grammar/joins.ts';
import { drawLink } from '../grammar/links.ts';
import { listQuery, shownKey, tablesFor } from '../grammar/list-query.ts';
import { ref, useOf } from '../grammar/scene.ts';
import { sentence } from '../grammar/sentences.ts';
import { tableOf, unnamed } from '../grammar/subqueries.ts';
import type { Injector } from '../injector.ts';
import { whose } from '../terrain/phrases.ts';
import { words } from '../terrain/wording.ts';
import { filtered, joinedWith, query } from '../text/query.ts';
import { sql } from '../text/sql-text.ts';

export const filteringJoin: Injector = {
  antiPattern: 'filtering-join',
  undoneBy: ['join-to-exists'],
  inject(scene) {
    const { random } = scene;
    const link = drawLink(scene, ({ child, parent }) => child.rows >= 20 && parent.rows * 2 <= child.rows);
    if (!link) return undefined;
    const list = listQuery(scene, {
      root: link.child,
      tables: tablesFor(scene, 3),
      without: [link],
      clean: true,
    });
    const parent = useOf(scene, link.parent);
    const tests = conditionsOn(scene, [parent], 1 + random.int(3));
    if (tests.length === 0) return undefined;
    const terms = tests.map(test => test.sql);
    const probe = query({
      outputs: [unnamed(sql`1`)],
      from: [tableOf(parent)],
      where: [...linked(list.root, parent, link, true), ...terms],
    });
    const [own, second] = link.childFields;
    const [key] = link.parentFields;
    const keys = (column: string) =>
      query({ outputs: [unnamed(sql`${column}`)], from: [tableOf(parent)], where: terms });
    const finish = finishFor(scene, { outputs: list.query.outputs, key: shownKey(list) });
    return {
      slow: finish(filtered(joinedWith(list.query, joinToParent(list.root, parent, link, 'JOIN')), ...terms)),
      better: [
        { query: finish(filtered(list.query, sql`EXISTS ${probe}`)), techniques: ['join-to-exists'] },
        ...(own && key && !second
          ? [
              {
                query: finish(filtered(list.query, sql`${ref(list.root, own)} IN ${keys(ref(parent, key))}`)),
                techniques: ['join-to-exists' as const, 'exists-to-in' as const],
              },
            ]
          : []),
      ],
      task: sentence(
        scene,
        list.says,
        `only those that belong to ${words(link.parent.table.name)}${whose(tests)}`,
      ),
    };
  },
};
