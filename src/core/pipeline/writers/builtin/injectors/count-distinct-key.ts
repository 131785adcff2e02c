/** The distinct values of a key counted; well: the rows. */
import { finishFor } from '../grammar/finish.ts';
import { groupNames, groupQuery } from '../grammar/group-query.ts';
import { drawEntity } from '../grammar/links.ts';
import { tablesFor } from '../grammar/list-query.ts';
import { ref } from '../grammar/scene.ts';
import { sentence } from '../grammar/sentences.ts';
import type { Injector } from '../injector.ts';
import { words } from '../terrain/wording.ts';
import type { Output } from '../text/query.ts';
import { choice, sql } from '../text/sql-text.ts';

export const countDistinctKey: Injector = {
  antiPattern: 'count-distinct-key',
  undoneBy: ['count-of-key'],
  inject(scene) {
    const { random } = scene;
    const root = drawEntity(scene, entity => entity.key.length === 1 && entity.rows >= 20);
    if (!root) return undefined;
    const grouped = random.chance(0.8);
    const group = groupQuery(scene, {
      root,
      tables: tablesFor(scene, 4),
      groups: 1 + random.int(3),
      aggregates: 1 + random.int(3),
    });
    if (!group) return undefined;
    const { outputs } = group.query;
    const counted: Output = {
      sql: choice('count-of-key', sql`COUNT(DISTINCT ${ref(group.root, root.key[0]!)})`, sql`COUNT(*)`),
      name: group.names.claim(`number of ${words(root.table.name)}`),
      aliased: true,
      kind: 'number',
      says: 'the number',
    };
    const all = grouped ? [...outputs, counted] : [counted, ...outputs.slice(group.groups.length)];
    const body = { ...group.query, outputs: all, ...(grouped ? {} : { groupBy: [], having: [] }) };
    const finish = grouped
      ? finishFor(scene, { outputs: all, key: groupNames(group) })
      : (q: typeof body) => q;
    return {
      slow: finish(body),
      better: [{ query: finish(body), techniques: ['count-of-key'] }],
      task: sentence(scene, {
        ...group.says,
        ...(grouped ? {} : { per: '' }),
        shown: [`the number of ${words(root.table.name)}`, ...group.says.shown],
      }),
    };
  },
};
