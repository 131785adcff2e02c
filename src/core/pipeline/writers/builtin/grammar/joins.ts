/** The tables of a query: a root and, step by step, what its rows point to. */

import type { Entity, Link } from '../terrain/terrain.ts';
import type { FromItem, JoinWord } from '../text/query.ts';
import { type Sql, sql } from '../text/sql-text.ts';
import { ref, type Scene, type Use, useOf } from './scene.ts';

export interface Outline {
  readonly root: Use;
  /** The root first. One row of them all for each row of the root, or none. */
  readonly uses: readonly Use[];
  readonly from: readonly FromItem[];
}

export interface OutlineWish {
  readonly root: Entity;
  /** Tables at most. */
  readonly tables: number;
  /** Links that are not to be followed. */
  readonly without?: readonly Link[];
  /** Columns may stand without the table's alias, where there is one table. */
  readonly mayBeBare?: boolean;
}

export function outlineOf(
  scene: Scene,
  { root, tables, without = [], mayBeBare = false }: OutlineWish,
): Outline {
  const { random } = scene;
  const first = useOf(scene, root, { bare: mayBeBare && tables === 1 && random.chance(0.7) });
  const uses = [first];
  const from: FromItem[] = [{ source: root.name, alias: first.alias, on: [] }];
  const followed = new Set<string>(without.map(link => linkKey(first, link)));
  while (uses.length < tables) {
    const open = uses.flatMap(use =>
      use.entity.parents
        .filter(link => !followed.has(linkKey(use, link)))
        .filter(link => link.parent !== link.child || random.chance(0.3))
        .map(link => ({ use, link })),
    );
    const step = random.weighted(open, ({ link }) => (link.parentFields.length > 1 ? 0.5 : 1));
    if (!step) break;
    followed.add(linkKey(step.use, step.link));
    const padded = step.use.padded || (step.link.optional && random.chance(0.55));
    const parent = useOf(scene, step.link.parent, { padded });
    uses.push(parent);
    from.push(joinToParent(step.use, parent, step.link, padded ? 'LEFT JOIN' : 'JOIN', random.chance(0.6)));
  }
  return { root: first, uses, from };
}

function linkKey(use: Use, link: Link): string {
  return `${use.alias} ${link.childFields.map(field => field.name).join(' ')} ${link.parent.name}`;
}

export function joinToParent(
  child: Use,
  parent: Use,
  link: Link,
  join: JoinWord,
  parentFirst = true,
): FromItem {
  return {
    join,
    source: parent.entity.name,
    alias: parent.alias,
    on: linked(child, parent, link, parentFirst),
  };
}

export function joinToChild(parent: Use, child: Use, link: Link, join: JoinWord): FromItem {
  return { join, source: child.entity.name, alias: child.alias, on: linked(child, parent, link, false) };
}

/** The equations of a link. */
export function linked(child: Use, parent: Use, link: Link, parentFirst = false): Sql[] {
  return link.childFields.map((field, i) => {
    const [own, other] = [ref(child, field), ref(parent, link.parentFields[i]!)];
    return parentFirst ? sql`${other} = ${own}` : sql`${own} = ${other}`;
  });
}
