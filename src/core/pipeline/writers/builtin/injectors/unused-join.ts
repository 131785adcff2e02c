/** Tables joined that nothing is read from; well: without them. */
import { finishFor } from '../grammar/finish.ts';
import { groupNames, groupQuery } from '../grammar/group-query.ts';
import { joinToParent } from '../grammar/joins.ts';
import { drawEntity } from '../grammar/links.ts';
import { listQuery, shownKey, tablesFor } from '../grammar/list-query.ts';
import { type Scene, type Use, useOf } from '../grammar/scene.ts';
import { sentence } from '../grammar/sentences.ts';
import type { Injector } from '../injector.ts';
import type { Link } from '../terrain/terrain.ts';
import { type FromItem, joinedWith } from '../text/query.ts';

/** Each row has exactly one, or an outer join keeps it: the join changes nothing. */
const changesNothing = (link: Link, join: FromItem['join']): boolean =>
  join === 'LEFT JOIN' || (link.declared && !link.optional);

export const unusedJoin: Injector = {
  antiPattern: 'unused-join',
  undoneBy: ['unused-join-removed'],
  inject(scene) {
    const { random } = scene;
    const root = drawEntity(scene, entity => entity.rows >= 20 && entity.parents.length > 0);
    if (!root) return undefined;
    const extras = random.shuffle(root.parents).slice(0, 1 + random.int(3));
    const grouped = random.chance(0.45)
      ? groupQuery(scene, { root, tables: tablesFor(scene, 2) })
      : undefined;
    const list = grouped ?? listQuery(scene, { root, tables: tablesFor(scene, 3) });
    const items = joinsTo(scene, list.root, extras, grouped !== undefined);
    if (items.length === 0) return undefined;
    const key = grouped ? groupNames(grouped) : shownKey(list);
    const finish = finishFor(scene, { outputs: list.query.outputs, key });
    return {
      slow: finish(joinedWith(list.query, ...items)),
      better: [{ query: finish(list.query), techniques: ['unused-join-removed'] }],
      task: sentence(scene, list.says),
    };
  },
};

function joinsTo(scene: Scene, root: Use, links: readonly Link[], grouped: boolean): FromItem[] {
  const items: FromItem[] = [];
  for (const link of links) {
    // SQLite leaves out an unused outer join itself, but not in a grouped query.
    const join =
      changesNothing(link, 'JOIN') && !(grouped && scene.random.chance(0.3)) ? 'JOIN' : 'LEFT JOIN';
    const parent = useOf(scene, link.parent);
    items.push(joinToParent(root, parent, link, join));
    const [next] = scene.random.shuffle(link.parent.parents.filter(other => other.parent !== link.parent));
    if (next && changesNothing(next, join) && scene.random.chance(0.4))
      items.push(joinToParent(parent, useOf(scene, next.parent), next, join));
  }
  return items;
}
