/** Groups filtered by their key after all were computed; well: the rows before. */
import { conditionOn, conditionsOn } from '../grammar/conditions.ts';
import { finishFor } from '../grammar/finish.ts';
import { groupNames, groupQuery } from '../grammar/group-query.ts';
import { drawEntity } from '../grammar/links.ts';
import { tablesFor } from '../grammar/list-query.ts';
import { ref, useOf } from '../grammar/scene.ts';
import { sentence } from '../grammar/sentences.ts';
import { tableOf, unnamed } from '../grammar/subqueries.ts';
import type { Injector } from '../injector.ts';
import { whose } from '../terrain/phrases.ts';
import { comparesBytes } from '../terrain/terrain.ts';
import { singular, words } from '../terrain/wording.ts';
import { filtered, query } from '../text/query.ts';
import { type Sql, sql } from '../text/sql-text.ts';

export const havingOnKey: Injector = {
  antiPattern: 'having-on-key',
  undoneBy: ['having-to-where'],
  inject(scene) {
    const { random } = scene;
    const root = drawEntity(
      scene,
      entity => entity.rows >= 20 && entity.parents.some(link => link.childFields.length === 1),
    );
    if (!root) return undefined;
    const group = groupQuery(scene, {
      root,
      tables: tablesFor(scene, 3),
      groups: 1 + random.int(2),
      aggregates: 2 + random.int(3),
      conditions: random.int(2),
    });
    if (!group) return undefined;
    const referring = group.groups.flatMap(({ use, field }) =>
      use.entity.parents
        .filter(link => link.childFields.length === 1 && link.childFields[0] === field)
        .map(link => ({ use, field, link })),
    );
    let test: { sql: Sql; says: string } | undefined;
    if (referring.length > 0) {
      // SQLite moves a plain condition itself, but not one with a subquery.
      const { use, field, link } = random.pick(referring);
      const parent = useOf(scene, link.parent);
      const conditions = conditionsOn(scene, [parent], 1 + random.int(2));
      const keys = query({
        outputs: [unnamed(sql`${ref(parent, link.parentFields[0]!)}`)],
        from: [tableOf(parent)],
        where: conditions.map(condition => condition.sql),
      });
      const says = `${singular(words(link.parent.table.name))} is one${whose(conditions)}`;
      test = { sql: sql`${ref(use, field)} IN ${keys}`, says };
    } else {
      const { use, field } = random.pick(group.groups);
      // Of a group whose values are spelled differently, HAVING sees one spelling, and WHERE every one.
      if (!comparesBytes(field)) return undefined;
      test = conditionOn(scene, use, field);
    }
    if (!test) return undefined;
    const finish = finishFor(scene, { outputs: group.query.outputs, key: groupNames(group) });
    return {
      slow: finish({ ...group.query, having: [...group.query.having, test.sql] }),
      better: [{ query: finish(filtered(group.query, test.sql)), techniques: ['having-to-where'] }],
      task: sentence(scene, { ...group.says, conditions: [...group.says.conditions, test.says] }),
    };
  },
};
