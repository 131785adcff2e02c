/** A ranked CTE or derived table of `t.*`; well: only the columns that are shown. */

import { finishFor } from '../grammar/finish.ts';
import { drawEntity } from '../grammar/links.ts';
import { listQuery } from '../grammar/list-query.ts';
import { ref } from '../grammar/scene.ts';
import { sentence } from '../grammar/sentences.ts';
import type { Injector } from '../injector.ts';
import { columnPhrase } from '../terrain/phrases.ts';
import { type Output, type Query, query } from '../text/query.ts';
import { sql } from '../text/sql-text.ts';
import { groupings, measures } from './correlated-greatest.ts';

/** All columns carried through a ranking of which a few are shown. */
export const selectStar: Injector = {
  antiPattern: 'select-star',
  undoneBy: ['derived-table-pruned'],
  inject(scene) {
    const { random } = scene;
    const root = drawEntity(
      scene,
      entity =>
        entity.fields.length > 4 &&
        entity.rows >= 20 &&
        groupings(entity).length > 0 &&
        measures(entity).length > 0,
    );
    if (!root) return undefined;
    const list = listQuery(scene, {
      root,
      tables: 1,
      plain: true,
      rootOnly: true,
      outputs: 1 + random.int(3),
      conditions: random.int(3),
      clean: true,
    });
    const [group, measure] = [random.pick(groupings(root)), random.pick(measures(root))];
    const by = [measure, ...root.key].map(field => `${ref(list.root, field)} DESC`).join(', ');
    const rank = list.names.claim(random.pick(['rn', 'place', 'position', 'rnk']));
    const call = root.key.length > 0 ? random.pick(['ROW_NUMBER', 'RANK']) : 'RANK';
    const over = (text: string, name: string): Output => ({
      sql: sql`${text} OVER (PARTITION BY ${ref(list.root, group)} ORDER BY ${by})`,
      name,
      aliased: true,
      kind: 'number',
      says: '',
    });
    const ranked = over(`${call}()`, rank);
    const star: Output = {
      sql: sql`${list.root.alias}.*`,
      name: '*',
      aliased: false,
      kind: 'other',
      says: '',
    };
    const more = random.chance(0.4)
      ? [over(`LAG(${ref(list.root, measure)})`, list.names.claim('previous'))]
      : [];
    const name = scene.aliases.fresh(random.pick(['ranked', 'numbered', 'ordered_rows', 'latest']));
    const shown = list.query.outputs.filter(output => !output.aliased);
    if (shown.length === 0 || root.fields.some(field => field.column.name.toLowerCase() === rank))
      return undefined;
    const test = random.chance(0.5) ? sql`${rank} = 1` : sql`${rank} <= ${2 + random.int(4)}`;
    const asCte = random.chance(0.7);
    const form = (columns: readonly Output[]): Query => {
      const inner = { ...list.query, outputs: columns };
      return query({
        ctes: asCte ? [{ name, query: inner }] : [],
        outputs: shown.map(output => ({ ...output, sql: sql`${output.name}` })),
        from: [asCte ? { source: name, alias: '', on: [] } : { source: inner, alias: name, on: [] }],
        where: [test],
      });
    };
    const finish = finishFor(scene, { outputs: form(shown).outputs, key: undefined, mayEnclose: false });
    return {
      slow: finish(form([star, ranked, ...more])),
      better: [{ query: finish(form([...shown, ranked])), techniques: ['derived-table-pruned'] }],
      task: sentence(
        scene,
        list.says,
        `only the first by ${columnPhrase(measure.column.name)} within each ${columnPhrase(group.column.name)}`,
      ),
    };
  },
};
