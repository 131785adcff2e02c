/** Rows without a match, tested one by one; well: an outer join that finds none. */
import { linked } from '../grammar/joins.ts';
import { onParents } from '../grammar/on-parents.ts';
import { ref } from '../grammar/scene.ts';
import { correlated, keyOf, matchingKeys, termsOf } from '../grammar/subqueries.ts';
import type { Injector } from '../injector.ts';
import { filtered, joinedWith } from '../text/query.ts';
import { sql } from '../text/sql-text.ts';

export const outerJoinAsAntiJoin: Injector = {
  antiPattern: 'outer-join-as-anti-join',
  undoneBy: ['anti-join'],
  inject: scene => {
    const start = onParents(scene, link => link.child.fields.some(field => field.column.notNull));
    if (!start) return undefined;
    const { list, matches, finish } = start;
    return {
      slow: finish(filtered(list.query, sql`NOT EXISTS ${correlated(matches, list.root, sql`1`)}`)),
      better: [{ query: finish(unmatched(start)), techniques: ['anti-join'] }],
      task: start.task(true),
    };
  },
};

export const notInSubquery: Injector = {
  antiPattern: 'not-in-subquery',
  undoneBy: ['anti-join', 'in-to-exists'],
  inject: scene => {
    const start = onParents(
      scene,
      link => link.childFields.length === 1 && link.child.fields.some(field => field.column.notNull),
    );
    if (!start) return undefined;
    const { list, matches, finish } = start;
    const keys = matchingKeys(matches, true);
    const probed = scene.spoil.chance(0.6)
      ? filtered(keys, ...linked(matches.child, list.root, matches.link))
      : keys;
    const term = sql`${keyOf(list.root, matches.link)} NOT IN ${probed}`;
    return {
      slow: finish(filtered(list.query, term)),
      better: [
        { query: finish(unmatched(start)), techniques: ['anti-join'] },
        {
          query: finish(filtered(list.query, sql`NOT EXISTS ${correlated(matches, list.root, sql`1`)}`)),
          techniques: ['in-to-exists'],
        },
      ],
      task: start.task(true),
    };
  },
};

function unmatched({ list, matches }: NonNullable<ReturnType<typeof onParents>>) {
  const { child, link } = matches;
  const [own] = link.childFields;
  const tested = own?.column.notNull ? own : child.entity.fields.find(field => field.column.notNull);
  const joined = joinedWith(list.query, {
    join: 'LEFT JOIN',
    source: child.entity.name,
    alias: child.alias,
    on: [...linked(child, list.root, link), ...termsOf(matches)],
  });
  return filtered(joined, sql`${ref(child, tested ?? own!)} IS NULL`);
}
