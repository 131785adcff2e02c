/** A CTE that computes columns nobody reads; well: only those that are used. */
import { finishFor } from '../grammar/finish.ts';
import { groupNames, groupQuery } from '../grammar/group-query.ts';
import { drawEntity } from '../grammar/links.ts';
import { tablesFor } from '../grammar/list-query.ts';
import { ref } from '../grammar/scene.ts';
import { sentence } from '../grammar/sentences.ts';
import { unnamed } from '../grammar/subqueries.ts';
import type { Injector } from '../injector.ts';
import { type Output, type Query, query } from '../text/query.ts';
import { type Sql, sql } from '../text/sql-text.ts';

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
      task: sentence(scene, { ...group.says, shown: read.map(output => output.says) }),
    };
  },
};
