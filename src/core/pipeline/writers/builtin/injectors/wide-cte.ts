/** A CTE that computes columns nobody reads; well: only those that are used. */
import { finishFor } from '../grammar/finish.ts';
import { groupNames, groupQuery } from '../grammar/group-query.ts';
import { drawEntity } from '../grammar/links.ts';
import { listQuery, tablesFor } from '../grammar/list-query.ts';
import { ref } from '../grammar/scene.ts';
import { sentence } from '../grammar/sentences.ts';
import { unnamed } from '../grammar/subqueries.ts';
import type { Injector } from '../injector.ts';
import { words } from '../terrain/wording.ts';
import { type Output, type Query, query } from '../text/query.ts';
import { type Sql, sql } from '../text/sql-text.ts';
import { groupings, measures } from './correlated-greatest.ts';

/** Many figures of each group, of which one or two are read. */
export const wideDerivedTable: Injector = {
  antiPattern: 'wide-derived-table',
  undoneBy: ['derived-table-pruned'],
  inject(scene) {
    const { random } = scene;
    const root = drawEntity(scene, entity => entity.rows >= 20);
    const group =
      root &&
      groupQuery(scene, {
        root,
        tables: tablesFor(scene, 4),
        groups: 1 + random.int(2),
        aggregates: 3 + random.int(4),
      });
    if (!group) return undefined;
    const counted = random
      .shuffle(group.uses.flatMap(use => use.entity.fields.map(field => ({ use, field }))))
      .filter(({ field }) => field.role !== 'other' && field.role !== 'json')
      .slice(0, 1 + random.int(3))
      .map(
        ({ use, field }): Output => ({
          sql: sql`COUNT(DISTINCT ${ref(use, field)})`,
          name: group.names.claim(`different ${field.column.name}`),
          aliased: true,
          kind: 'number',
          says: '',
        }),
      );
    const { outputs } = group.query;
    const figures = outputs.slice(group.groups.length);
    const read = random
      .shuffle(figures.filter(output => output.kind === 'number'))
      .slice(0, 1 + random.int(2));
    const [asked] = read;
    if (!asked) return undefined;
    const kept = outputs.filter((output, i) => i < group.groups.length || read.includes(output));
    const name = scene.aliases.fresh(random.pick(['stats', 'summary', 'overview', 'report', 'figures']));
    const average = query({
      outputs: [unnamed(sql`AVG(${asked.name})`)],
      from: [{ source: name, alias: '', on: [] }],
    });
    const tests: Sql[] = [
      sql`${asked.name} >= ${average}`,
      sql`${asked.name} < ${average}`,
      sql`${asked.name} > ${random.int(3)}`,
    ];
    const where = random.shuffle(tests).slice(0, random.chance(0.75) ? 1 : 0);
    const form = (columns: readonly Output[]): Query =>
      query({
        ctes: [{ name, query: { ...group.query, outputs: columns } }],
        outputs: kept.map(output => ({ ...output, sql: sql`${output.name}`, aliased: false })),
        from: [{ source: name, alias: '', on: [] }],
        where,
      });
    const finish = finishFor(scene, {
      outputs: form(kept).outputs,
      key: groupNames(group),
      mayEnclose: false,
    });
    return {
      slow: finish(form([...outputs, ...counted])),
      better: [{ query: finish(form(kept)), techniques: ['derived-table-pruned'] }],
      task: sentence(scene, { ...group.says, shown: read.map(output => output.says.replace('the ', '')) }),
    };
  },
};

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
        `the first by ${words(measure.column.name)} of each ${words(group.column.name)}`,
      ),
    };
  },
};
