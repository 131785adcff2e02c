/** Queries with nothing written badly: an index is missing, or not even that. */

import { literal } from '../../../../dialect/sqlite/quote.ts';
import { finishFor } from '../grammar/finish.ts';
import { groupNames, groupQuery } from '../grammar/group-query.ts';
import { drawEntity, hasKey } from '../grammar/links.ts';
import { listQuery, shownKey, tablesFor } from '../grammar/list-query.ts';
import { ref } from '../grammar/scene.ts';
import { rareFields, selectiveOn } from '../grammar/selective.ts';
import { sentence } from '../grammar/sentences.ts';
import { quantile } from '../grammar/values.ts';
import type { Injector } from '../injector.ts';
import { columnPhrase } from '../terrain/phrases.ts';
import { filtered } from '../text/query.ts';
import { sql } from '../text/sql-text.ts';

/** Smaller tables are read whole in no time. */
const fewestRows = 200;

export const missingIndex: Injector = {
  antiPattern: 'missing-index',
  undoneBy: ['index'],
  inject(scene) {
    const root = drawEntity(
      scene,
      entity => entity.rows >= fewestRows && rareFields(entity, true).length > 0,
    );
    if (!root) return undefined;
    const list = listQuery(scene, {
      root,
      tables: tablesFor(scene, 4),
      conditions: scene.random.int(3),
      clean: true,
    });
    const narrow = selectiveOn(scene, list.root, true);
    if (!narrow) return undefined;
    const body = filtered(list.query, narrow.sql);
    const finish = finishFor(scene, { outputs: body.outputs, key: shownKey(list) });
    return {
      slow: finish(body),
      better: [],
      task: sentence(scene, { ...list.says, conditions: [...list.says.conditions, narrow.says] }),
    };
  },
};

/** One row by its key, with what it points to. */
export const byKey: Injector = {
  antiPattern: 'none',
  undoneBy: [],
  inject(scene) {
    const root = drawEntity(scene, hasKey);
    if (!root) return undefined;
    const list = listQuery(scene, { root, tables: tablesFor(scene, 5), conditions: 0, clean: true });
    const values = root.key.map(field => quantile(field, scene.random.next()));
    if (values.some(value => value === undefined)) return undefined;
    const terms = root.key.map((field, i) => sql`${ref(list.root, field)} = ${literal(values[i] ?? null)}`);
    const says = root.key.map(
      (field, i) => `${columnPhrase(field.column.name)} is ${literal(values[i] ?? null)}`,
    );
    return {
      slow: filtered(list.query, ...terms),
      better: [],
      task: sentence(scene, { ...list.says, conditions: says }),
    };
  },
};

/** Figures of all rows, for which all rows must be read. */
export const wholeTable: Injector = {
  antiPattern: 'none',
  undoneBy: [],
  inject(scene) {
    const root = drawEntity(scene);
    const group =
      root && groupQuery(scene, { root, tables: tablesFor(scene, 4), conditions: scene.random.int(2) });
    if (!group) return undefined;
    const finish = finishFor(scene, { outputs: group.query.outputs, key: groupNames(group) });
    return { slow: finish(group.query), better: [], task: sentence(scene, group.says) };
  },
};
