/** Grouped by columns that depend on the key; well: by the key alone. */

import { aggregatesOver } from '../grammar/aggregates.ts';
import { finishFor } from '../grammar/finish.ts';
import { joinToChild } from '../grammar/joins.ts';
import { drawLink } from '../grammar/links.ts';
import { listQuery, shownKey, tablesFor } from '../grammar/list-query.ts';
import { ref } from '../grammar/scene.ts';
import { sentence } from '../grammar/sentences.ts';
import { matchesOf, saysOf, termsOf } from '../grammar/subqueries.ts';
import type { Injector } from '../injector.ts';
import { figuresPhrase } from '../terrain/phrases.ts';
import { words } from '../terrain/wording.ts';
import { filtered, joinedWith, type Output } from '../text/query.ts';
import { sql } from '../text/sql-text.ts';

export const groupByEverything: Injector = {
  antiPattern: 'group-by-everything',
  undoneBy: ['group-by-key'],
  inject(scene) {
    const { random } = scene;
    const link = drawLink(scene, ({ single, parent }) => !single && parent.fields.length > 2);
    if (!link) return undefined;
    const list = listQuery(scene, {
      root: link.parent,
      tables: tablesFor(scene, 3),
      withKey: true,
      plain: true,
      outputs: 3 + random.int(5),
      conditions: random.int(2),
      clean: true,
    });
    const matches = matchesOf(scene, link);
    const outer = random.chance(0.3) && matches.conditions.length === 0;
    const figures = aggregatesOver(scene, matches.child, 1 + random.int(3)).filter(
      figure => !outer || figure.name.startsWith('total'),
    );
    const shown = figures.map(
      (figure): Output => ({ ...figure, name: list.names.claim(figure.name), aliased: true }),
    );
    if (shown.length === 0 || !shownKey(list)) return undefined;
    const outputs = [...list.query.outputs, ...shown];
    const body = filtered(
      joinedWith(
        { ...list.query, outputs },
        joinToChild(list.root, matches.child, link, outer ? 'LEFT JOIN' : 'JOIN'),
      ),
      ...termsOf(matches),
    );
    const key = link.parent.key.map(field => sql`${ref(list.root, field)}`);
    const finish = finishFor(scene, { outputs, key: shownKey(list) });
    return {
      slow: finish({ ...body, groupBy: list.query.outputs.map(output => output.sql) }),
      better: [{ query: finish({ ...body, groupBy: key }), techniques: ['group-by-key'] }],
      task: sentence(
        scene,
        list.says,
        `with ${figuresPhrase(
          figures.map(f => f.says),
          link.child.table.name,
          `their ${words(link.child.table.name)}${saysOf(matches)}`,
        )}`,
      ),
    };
  },
};
