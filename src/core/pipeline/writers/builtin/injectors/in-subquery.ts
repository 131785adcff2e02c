/** IN over a large set for a few rows; well: one probe a row. */

import { conditionsOn } from '../grammar/conditions.ts';
import { finishFor } from '../grammar/finish.ts';
import { joinToParent, linked } from '../grammar/joins.ts';
import { drawLink } from '../grammar/links.ts';
import { listQuery, shownKey, tablesFor } from '../grammar/list-query.ts';
import { ref, useOf } from '../grammar/scene.ts';
import { selectiveOn } from '../grammar/selective.ts';
import { sentence } from '../grammar/sentences.ts';
import { tableOf, unnamed } from '../grammar/subqueries.ts';
import type { Injector } from '../injector.ts';
import { whose } from '../terrain/phrases.ts';
import { words } from '../terrain/wording.ts';
import { filtered, joinedWith, query } from '../text/query.ts';
import { sql } from '../text/sql-text.ts';

/** Few children, each with a parent to test: the set of all fitting parents is built for nothing. */
export const inSubquery: Injector = {
  antiPattern: 'in-subquery',
  undoneBy: ['in-to-exists', 'in-to-join'],
  inject(scene) {
    const { random } = scene;
    const link = drawLink(scene, ({ parent, childFields }) => parent.rows >= 50 && childFields.length === 1);
    if (!link) return undefined;
    const few = random.chance(0.7);
    const list = listQuery(scene, {
      root: link.child,
      tables: tablesFor(scene, 2),
      without: [link],
      conditions: random.int(2),
    });
    const narrow = few ? selectiveOn(scene, list.root) : undefined;
    const base = narrow ? filtered(list.query, narrow.sql) : list.query;
    const parent = useOf(scene, link.parent);
    const tests = conditionsOn(scene, [parent], 1 + random.int(2));
    const own = ref(list.root, link.childFields[0]!);
    const key = ref(parent, link.parentFields[0]!);
    const terms = tests.map(test => test.sql);
    const keys = query({ outputs: [unnamed(sql`${key}`)], from: [tableOf(parent)], where: terms });
    const probe = query({
      outputs: [unnamed(sql`1`)],
      from: [tableOf(parent)],
      where: [...linked(list.root, parent, link, true), ...terms],
    });
    const negated = few && !link.optional && random.chance(0.3);
    const not = negated ? 'NOT ' : '';
    const finish = finishFor(scene, { outputs: base.outputs, key: shownKey(list) });
    const joined = filtered(joinedWith(base, joinToParent(list.root, parent, link, 'JOIN')), ...terms);
    const says = { ...list.says, conditions: [...list.says.conditions, ...(narrow ? [narrow.says] : [])] };
    const others = `${words(link.parent.table.name)}${whose(tests)}`;
    return {
      slow: finish(filtered(base, sql`${own} ${not}IN ${keys}`)),
      better: [
        { query: finish(filtered(base, sql`${not}EXISTS ${probe}`)), techniques: ['in-to-exists'] },
        ...(negated ? [] : [{ query: finish(joined), techniques: ['in-to-join' as const] }]),
      ],
      task: sentence(scene, says, `only those that ${negated ? 'do not belong' : 'belong'} to ${others}`),
    };
  },
};
