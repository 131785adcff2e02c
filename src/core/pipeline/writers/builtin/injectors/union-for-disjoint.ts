/** UNION of parts that cannot overlap; well: UNION ALL. */

import { conditionsOn } from '../grammar/conditions.ts';
import { finishFor } from '../grammar/finish.ts';
import { drawEntity, hasKey } from '../grammar/links.ts';
import { listQuery, shownKey, tablesFor } from '../grammar/list-query.ts';
import { ref } from '../grammar/scene.ts';
import { sentence } from '../grammar/sentences.ts';
import { frequent } from '../grammar/values.ts';
import type { Injector } from '../injector.ts';
import { columnPhrase, oneOf } from '../terrain/phrases.ts';
import { words } from '../terrain/wording.ts';
import { type Arm, filtered, type Query } from '../text/query.ts';
import { sql } from '../text/sql-text.ts';

export const unionForDisjoint: Injector = {
  antiPattern: 'union-for-disjoint',
  undoneBy: ['union-to-union-all'],
  inject(scene) {
    const { random } = scene;
    const states = (fields: readonly { role: string; profile: { distinct: number } }[]) =>
      fields.filter(
        field => ['category', 'level', 'flag'].includes(field.role) && field.profile.distinct > 1,
      );
    const root = drawEntity(scene, entity => hasKey(entity) && states(entity.fields).length > 0);
    if (!root) return undefined;
    const list = listQuery(scene, {
      root,
      tables: tablesFor(scene, 3),
      withKey: true,
      outputs: 3 + random.int(4),
      conditions: random.int(2),
      clean: true,
    });
    const free = root.fields.filter(f => states([f]).length > 0 && !scene.constrained.has(ref(list.root, f)));
    if (free.length === 0) return undefined;
    const field = random.pick(free);
    scene.constrained.add(ref(list.root, field));
    const values = frequent(random, field, 2 + random.int(2));
    if (values.length < 2) return undefined;
    const name = list.names.claim(`${words(field.column.name)} part`);
    const labelled = random.chance(0.5);
    const arm = (value: string): Query => {
      const label = { sql: sql`${value}`, name, aliased: true, kind: 'category' as const, says: '' };
      const outputs = labelled ? [...list.query.outputs, label] : list.query.outputs;
      const own = conditionsOn(scene, [list.root], random.chance(0.35) ? 1 : 0).map(
        condition => condition.sql,
      );
      return filtered({ ...list.query, outputs }, sql`${ref(list.root, field)} = ${value}`, ...own);
    };
    const [first, ...rest] = values.map(arm);
    if (!first) return undefined;
    const finish = finishFor(scene, { outputs: first.outputs, key: shownKey(list), mayLimit: false });
    const whole = (operator: Arm['operator']) =>
      finish({ ...first, arms: rest.map(query => ({ operator, query })) });
    const says = {
      ...list.says,
      conditions: [...list.says.conditions, `${columnPhrase(field.column.name)} is ${oneOf(values)}`],
    };
    return {
      slow: whole('UNION'),
      better: [{ query: whole('UNION ALL'), techniques: ['union-to-union-all'] }],
      task: sentence(scene, says),
    };
  },
};
