/** The start that injectors of tests for a match share: rows of a parent table, and the matches below them. */
import type { Link } from '../terrain/terrain.ts';
import { words } from '../terrain/wording.ts';
import { type Finish, finishFor } from './finish.ts';
import { drawLink } from './links.ts';
import { type ListQuery, listQuery, shownKey, tablesFor } from './list-query.ts';
import type { Scene } from './scene.ts';
import { sentence } from './sentences.ts';
import { type Matches, matchesOf, saysOf } from './subqueries.ts';

export interface OnParents {
  readonly list: ListQuery;
  readonly matches: Matches;
  readonly finish: Finish;
  task(negated: boolean): string;
}

export function onParents(
  scene: Scene,
  fits: (link: Link) => boolean = () => true,
  most = 3,
): OnParents | undefined {
  const link = drawLink(scene, fits);
  if (!link) return undefined;
  const list = listQuery(scene, { root: link.parent, tables: tablesFor(scene, most) });
  const matches = matchesOf(scene, link, 2);
  const things = words(link.child.table.name);
  return {
    list,
    matches,
    finish: finishFor(scene, { outputs: list.query.outputs, key: shownKey(list) }),
    task: negated =>
      sentence(scene, list.says, `only those ${negated ? 'without' : 'with'} ${things}${saysOf(matches)}`),
  };
}
