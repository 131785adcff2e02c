/** DISTINCT over joins that only multiply rows; well: EXISTS. */
import { joinToChild } from '../grammar/joins.ts';
import { isIndexed } from '../grammar/links.ts';
import { shownKey } from '../grammar/list-query.ts';
import { onParents } from '../grammar/on-parents.ts';
import { correlated, keyOf, type Matches, matchesOf, matchingKeys, termsOf } from '../grammar/subqueries.ts';
import type { Injector } from '../injector.ts';
import { filtered, joinedWith } from '../text/query.ts';
import { type Sql, sql } from '../text/sql-text.ts';

export const distinctOverJoin: Injector = {
  antiPattern: 'distinct-over-join',
  undoneBy: ['distinct-join-to-exists'],
  weight: 1.2,
  inject(scene) {
    const { random } = scene;
    const start = onParents(scene, link => !link.single, 2);
    if (!start) return undefined;
    const { list, finish } = start;
    const all: Matches[] = [start.matches];
    const others = list.root.entity.children.filter(
      link => link !== start.matches.link && !link.single && link.child.rows * 3 <= link.parent.rows * 12,
    );
    if (others.length > 0 && random.chance(0.55)) all.push(matchesOf(scene, random.pick(others)));
    const slow = filtered(
      joinedWith(
        { ...list.query, distinct: true },
        ...all.map(matches => joinToChild(list.root, matches.child, matches.link, 'JOIN')),
      ),
      ...all.flatMap(termsOf),
    );
    const unique = shownKey(list) !== undefined;
    const probe = (matches: Matches): Sql => sql`EXISTS ${correlated(matches, list.root, sql`1`)}`;
    const among = (matches: Matches): Sql =>
      sql`${keyOf(list.root, matches.link)} IN ${matchingKeys(matches)}`;
    const base = { ...list.query, distinct: !unique };
    const indexed = all.every(({ link }) => isIndexed(link.child, link.childFields));
    const forms = indexed ? [probe, among] : [among, probe];
    return {
      slow: finish(slow),
      better: forms.map(form => ({
        query: finish(filtered(base, ...all.map(form))),
        techniques:
          form === probe
            ? ['distinct-join-to-exists' as const]
            : ['distinct-join-to-exists' as const, 'exists-to-in' as const],
      })),
      task: start.task(false),
    };
  },
};
