/** Injectors whose spoilt place is one condition of WHERE. */
import type { Technique } from '../../../../optimize/techniques.ts';
import type { AntiPattern } from '../../../anti-patterns.ts';
import { blemishOn } from '../blemishes/blemishes.ts';
import { finishFor } from '../grammar/finish.ts';
import { drawEntity } from '../grammar/links.ts';
import { listQuery, shownKey, tablesFor } from '../grammar/list-query.ts';
import { sentence } from '../grammar/sentences.ts';
import type { Injector } from '../injector.ts';
import { filtered } from '../text/query.ts';

/** A list with a spoilt condition. */
export function spoiltCondition(antiPattern: AntiPattern, technique: Technique): Injector {
  return {
    antiPattern,
    undoneBy: [technique],
    inject(scene) {
      const { random } = scene;
      const root = drawEntity(scene, entity => entity.rows >= 20);
      if (!root) return undefined;
      const list = listQuery(scene, {
        root,
        tables: tablesFor(scene, 4),
        conditions: random.int(3),
        mayBeBare: true,
      });
      const first = blemishOn(scene, [list.root], antiPattern) ?? blemishOn(scene, list.uses, antiPattern);
      if (!first) return undefined;
      const second = random.chance(0.3) ? blemishOn(scene, list.uses, antiPattern) : undefined;
      const own = second && second.place !== first.place ? [first, second] : [first];
      const body = filtered(list.query, ...own.map(blemish => blemish.sql));
      const finish = finishFor(scene, { outputs: body.outputs, key: shownKey(list) });
      const says = {
        ...list.says,
        conditions: [...list.says.conditions, ...own.map(blemish => blemish.says)],
      };
      return {
        slow: finish(body),
        better: [{ query: finish(body), techniques: [technique] }],
        task: sentence(scene, says),
      };
    },
  };
}
