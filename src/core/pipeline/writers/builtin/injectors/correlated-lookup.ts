/** Columns of the row that a row points to, by a subquery for each; well: one join. */

import { conditionsOn } from '../grammar/conditions.ts';
import { finishFor } from '../grammar/finish.ts';
import { joinToParent, linked } from '../grammar/joins.ts';
import { drawLink } from '../grammar/links.ts';
import { listQuery, shownKey, tablesFor } from '../grammar/list-query.ts';
import { outputsOf } from '../grammar/outputs.ts';
import { ref, type Use, useOf } from '../grammar/scene.ts';
import { sentence } from '../grammar/sentences.ts';
import { tableOf, unnamed } from '../grammar/subqueries.ts';
import type { Injector } from '../injector.ts';
import { comparesBytes, type Link } from '../terrain/terrain.ts';
import { singular, words } from '../terrain/wording.ts';
import { filtered, joinedWith, type Output, query } from '../text/query.ts';
import { type Sql, sql } from '../text/sql-text.ts';

export const correlatedLookup: Injector = {
  antiPattern: 'correlated-lookup',
  undoneBy: ['correlated-subquery-to-join'],
  weight: 1.2,
  inject(scene) {
    const { random } = scene;
    const link = drawLink(scene, ({ child, parent }) => child.rows >= 20 && parent.fields.length > 2);
    if (!link) return undefined;
    const list = listQuery(scene, { root: link.child, tables: tablesFor(scene, 2), without: [link] });
    const parent = useOf(scene, link.parent, { padded: link.optional });
    // For want of a row the subquery gives NULL; over an outer join an expression such as CASE would not.
    const looked = outputsOf(scene, [parent], 2 + random.int(4), {
      names: list.names,
      withKey: false,
      plain: link.optional,
    }).map(output => (hasOwnCollation(parent, output) ? { ...output, kind: 'other' as const } : output));
    if (looked.length < 2) return undefined;
    const tests = random.chance(0.5) ? conditionsOn(scene, [{ ...parent, padded: false }], 1) : [];
    const lookup = (shown: Sql): Sql => sql`${subquery(link, list.root, parent, shown)}`;
    const outputs = [...list.query.outputs, ...looked];
    const finish = finishFor(scene, { outputs, key: shownKey(list) });
    const slow = filtered(
      {
        ...list.query,
        outputs: [
          ...list.query.outputs,
          ...looked.map(output => ({ ...output, aliased: true, sql: lookup(output.sql) })),
        ],
      },
      ...tests.map(test => sql`${lookup(sql`${test.sql}`)}`),
    );
    const optional = link.optional && tests.length === 0;
    const good = filtered(
      joinedWith(
        { ...list.query, outputs },
        joinToParent(list.root, parent, link, optional ? 'LEFT JOIN' : 'JOIN'),
      ),
      ...tests.map(test => test.sql),
    );
    const says = { ...list.says, conditions: [...list.says.conditions, ...tests.map(test => test.says)] };
    return {
      slow: finish(slow),
      better: [{ query: finish(good), techniques: ['correlated-subquery-to-join'] }],
      task: sentence(
        scene,
        says,
        `with the ${looked[0]!.says} of their ${singular(words(link.parent.table.name))}`,
      ),
    };
  },
};

/**
 * True for a column of a collation of its own, which the value of a subquery does not have: the end of the query must
 * not sort or group by it.
 */
function hasOwnCollation(parent: Use, { sql: { pieces } }: Output): boolean {
  return parent.entity.fields.some(
    field => !comparesBytes(field) && pieces.length === 1 && pieces[0] === ref(parent, field),
  );
}

function subquery(link: Link, child: Use, parent: Use, shown: Sql) {
  return query({
    outputs: [unnamed(shown)],
    from: [tableOf(parent)],
    where: linked(child, parent, link, true),
  });
}
