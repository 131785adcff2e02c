/** Injectors whose spoilt place is one condition of WHERE. */
import type { Blemish } from '../blemishes/blemish.ts';
import { blemishOn } from '../blemishes/blemishes.ts';
import { finishFor } from '../grammar/finish.ts';
import { groupNames, groupQuery } from '../grammar/group-query.ts';
import { drawEntity } from '../grammar/links.ts';
import { listQuery, shownKey, tablesFor } from '../grammar/list-query.ts';
import { sentence } from '../grammar/sentences.ts';
import type { Injector } from '../injector.ts';
import { filtered } from '../text/query.ts';

/** A list with a condition spoilt by this kind of blemish. */
export function spoiltCondition(kind: Blemish): Injector {
  return {
    antiPattern: kind.antiPattern,
    undoneBy: [kind.undoneBy],
    inject(scene) {
      const { random } = scene;
      const root = drawEntity(scene, entity => entity.rows >= 20);
      if (!root) return undefined;
      // Figures of the rows leave nothing to do but the condition.
      const figures = random.chance(0.5)
        ? groupQuery(scene, {
            root,
            tables: random.chance(0.7) ? 1 : 2,
            groups: 1,
            aggregates: 1 + random.int(3),
            conditions: 0,
          })
        : undefined;
      const list =
        figures ??
        listQuery(scene, { root, tables: tablesFor(scene, 3), conditions: random.int(2), mayBeBare: true });
      const first = blemishOn(scene, [list.root], [kind]) ?? blemishOn(scene, list.uses, [kind]);
      if (!first) return undefined;
      const second = random.chance(0.4) ? blemishOn(scene, list.uses, [kind]) : undefined;
      const own = second ? [first, second] : [first];
      const single = figures && random.chance(0.5);
      const base = single
        ? {
            ...figures.query,
            outputs: figures.query.outputs.slice(figures.groups.length),
            groupBy: [],
            having: [],
          }
        : list.query;
      const body = filtered(base, ...own.map(blemish => blemish.sql));
      const key = figures ? groupNames(figures) : shownKey(list);
      const finish = single ? (q: typeof body) => q : finishFor(scene, { outputs: body.outputs, key });
      const says = {
        ...list.says,
        conditions: [...list.says.conditions, ...own.map(blemish => blemish.says)],
      };
      return {
        slow: finish(body),
        better: [{ query: finish(body), techniques: [kind.undoneBy] }],
        task: sentence(scene, says),
      };
    },
  };
}
