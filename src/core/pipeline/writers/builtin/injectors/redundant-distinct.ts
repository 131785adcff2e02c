/** DISTINCT although the key is shown; well: without. */
import { finishFor } from '../grammar/finish.ts';
import { drawEntity, hasKey } from '../grammar/links.ts';
import { listQuery, shownKey } from '../grammar/list-query.ts';
import { sentence } from '../grammar/sentences.ts';
import type { Injector } from '../injector.ts';

export const redundantDistinct: Injector = {
  antiPattern: 'redundant-distinct',
  undoneBy: ['redundant-distinct-removed'],
  inject(scene) {
    const { random, level } = scene;
    const root = drawEntity(scene, entity => hasKey(entity) && entity.parents.length > 0);
    if (!root) return undefined;
    const tables = 2 + random.int(Math.min(3, level + 1));
    const list = listQuery(scene, {
      root,
      tables,
      withKey: true,
      outputs: 6 + random.int(6),
      conditions: random.int(2),
    });
    if (list.uses.length < 2) return undefined;
    const finish = finishFor(scene, { outputs: list.query.outputs, key: shownKey(list), mayLimit: false });
    return {
      slow: finish({ ...list.query, distinct: true }),
      better: [{ query: finish(list.query), techniques: ['redundant-distinct-removed'] }],
      task: sentence(scene, list.says),
    };
  },
};
