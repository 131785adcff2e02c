/** A match searched anew for each row; well: the set of matching keys, built once. */

import { onParents } from '../grammar/on-parents.ts';
import { correlated, keyOf, matchingKeys } from '../grammar/subqueries.ts';
import type { Injector } from '../injector.ts';
import { filtered, type Output } from '../text/query.ts';
import { type Sql, sql } from '../text/sql-text.ts';

export const existsProbe: Injector = {
  antiPattern: 'exists-probe',
  undoneBy: ['exists-to-in'],
  inject(scene) {
    const { random } = scene;
    const start = onParents(scene);
    if (!start) return undefined;
    const { list, matches } = start;
    const probe = sql`EXISTS ${correlated(matches, list.root, sql`1`)}`;
    const among = sql`${keyOf(list.root, matches.link)} IN ${matchingKeys(matches, true)}`;
    const form = random.int(3);
    if (form < 2) {
      const negated = form === 1;
      const term = (test: Sql): Sql => (negated ? sql`NOT ${test}` : test);
      return {
        slow: start.finish(filtered(list.query, term(probe))),
        better: [{ query: start.finish(filtered(list.query, term(among))), techniques: ['exists-to-in'] }],
        task: start.task(negated),
      };
    }
    const name = list.names.claim(`has ${matches.link.child.table.name}`);
    const shown = (test: Sql): Output => ({
      sql: sql`CASE WHEN ${test} THEN 'yes' ELSE 'no' END`,
      name,
      aliased: true,
      kind: 'category',
      says: name,
    });
    const withFlag = (test: Sql) =>
      start.finish({ ...list.query, outputs: [...list.query.outputs, shown(test)] });
    return {
      slow: withFlag(probe),
      better: [{ query: withFlag(among), techniques: ['exists-to-in'] }],
      task: start.task(false).replace('only those with', 'marking those with'),
    };
  },
};
