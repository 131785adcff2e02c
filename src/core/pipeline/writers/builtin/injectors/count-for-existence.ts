/** All matches counted to learn whether there is one; well: EXISTS, or the set of keys. */

import { onParents } from '../grammar/on-parents.ts';
import { correlated, keyOf, matchingKeys } from '../grammar/subqueries.ts';
import type { Injector } from '../injector.ts';
import { filtered } from '../text/query.ts';
import { sql } from '../text/sql-text.ts';

export const countForExistence: Injector = {
  antiPattern: 'count-for-existence',
  undoneBy: ['count-to-exists', 'exists-to-in'],
  inject(scene) {
    const { random, spoil } = scene;
    const start = onParents(scene);
    if (!start) return undefined;
    const { list, matches, finish } = start;
    const negated = random.chance(0.35);
    const count = correlated(matches, list.root, sql`COUNT(*)`);
    const test = spoil.pick(negated ? ['= 0', '= 0', '< 1'] : ['> 0', '> 0', '>= 1', '<> 0']);
    const one = correlated(matches, list.root, sql`1`);
    const not = negated ? 'NOT ' : '';
    const exists = filtered(list.query, sql`${not}EXISTS ${one}`);
    const among = filtered(
      list.query,
      sql`${keyOf(list.root, matches.link)} ${not}IN ${matchingKeys(matches, negated)}`,
    );
    return {
      slow: finish(filtered(list.query, sql`${count} ${test}`)),
      better: [
        { query: finish(exists), techniques: ['count-to-exists'] },
        { query: finish(among), techniques: ['count-to-exists', 'exists-to-in'] },
      ],
      task: start.task(negated),
    };
  },
};
