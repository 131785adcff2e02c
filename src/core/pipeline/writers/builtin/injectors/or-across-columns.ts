/** Conditions on different tables joined by OR; well: one part for each, without its repeats. */

import { conditionsOn } from '../grammar/conditions.ts';
import { finishFor } from '../grammar/finish.ts';
import { drawLink } from '../grammar/links.ts';
import { listQuery, shownKey, tablesFor } from '../grammar/list-query.ts';
import { selectiveOn } from '../grammar/selective.ts';
import { sentence } from '../grammar/sentences.ts';
import { correlated, keyOf, matchesOf, matchingKeys, saysOf } from '../grammar/subqueries.ts';
import type { Injector } from '../injector.ts';
import { words } from '../terrain/wording.ts';
import { filtered } from '../text/query.ts';
import { type Sql, sql } from '../text/sql-text.ts';

export const orAcrossColumns: Injector = {
  antiPattern: 'or-across-columns',
  undoneBy: ['or-to-union'],
  weight: 1.2,
  inject(scene) {
    const { random } = scene;
    const link = drawLink(scene);
    if (!link) return undefined;
    const list = listQuery(scene, {
      root: link.parent,
      tables: tablesFor(scene, 3),
      conditions: random.int(2),
      clean: true,
    });
    const matches = matchesOf(scene, link, 1);
    const selective = random.chance(0.5) ? selectiveOn(scene, list.root) : undefined;
    const [plain] = selective
      ? [selective]
      : conditionsOn(
          scene,
          list.uses.filter(use => !use.padded),
          1,
        );
    if (!plain) return undefined;
    const probed = random.chance(0.75);
    const probe: Sql = probed
      ? sql`EXISTS ${correlated(matches, list.root, sql`1`)}`
      : sql`${correlated(matches, list.root, sql`COUNT(*)`)} > 0`;
    const among = sql`${keyOf(list.root, link)} IN ${matchingKeys(matches)}`;
    const first = sql`(${plain.sql})`;
    const union = {
      ...filtered(list.query, plain.sql),
      arms: [
        { operator: 'UNION ALL' as const, query: filtered(list.query, among, sql`${first} IS NOT TRUE`) },
      ],
    };
    const says = {
      ...list.says,
      conditions: [
        ...list.says.conditions,
        `${plain.says} or they have ${link.child === link.parent ? 'other ' : ''}${words(link.child.table.name)}${saysOf(matches)}`,
      ],
    };
    const finish = finishFor(scene, { outputs: list.query.outputs, key: shownKey(list) });
    return {
      slow: finish(filtered(list.query, sql`(${plain.sql} OR ${probe})`)),
      better: [
        {
          query: finish(union),
          techniques: probed
            ? ['or-to-union', 'exists-to-in']
            : ['or-to-union', 'count-to-exists', 'exists-to-in'],
        },
      ],
      task: sentence(scene, says),
    };
  },
};

/** `a.x = 1 OR b.y = 2`: each part alone could begin with its own table. */
export const orAcrossTables: Injector = {
  antiPattern: 'or-across-columns',
  undoneBy: ['or-to-union'],
  weight: 0.3,
  inject(scene) {
    const { random } = scene;
    const link = drawLink(scene);
    if (!link) return undefined;
    const list = listQuery(scene, {
      root: link.child,
      tables: Math.max(2, tablesFor(scene, 4)),
      conditions: random.int(2),
      clean: true,
    });
    const [root, other] = [list.root, list.uses.slice(1).find(use => !use.padded)];
    if (!other) return undefined;
    const one = selectiveOn(scene, root) ?? conditionsOn(scene, [root], 1)[0];
    const two = selectiveOn(scene, other) ?? conditionsOn(scene, [other], 1)[0];
    if (!one || !two) return undefined;
    const union = {
      ...filtered(list.query, one.sql),
      arms: [
        {
          operator: 'UNION ALL' as const,
          query: filtered(list.query, two.sql, sql`(${one.sql}) IS NOT TRUE`),
        },
      ],
    };
    const says = { ...list.says, conditions: [...list.says.conditions, `${one.says} or ${two.says}`] };
    const finish = finishFor(scene, { outputs: list.query.outputs, key: shownKey(list) });
    return {
      slow: finish(filtered(list.query, sql`(${one.sql} OR ${two.sql})`)),
      better: [{ query: finish(union), techniques: ['or-to-union'] }],
      task: sentence(scene, says),
    };
  },
};
