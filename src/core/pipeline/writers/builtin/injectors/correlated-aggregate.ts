/** An aggregate of the rows below each row, by a subquery for each; well: grouped once and joined. */

import { type Aggregate, aggregatesOver } from '../grammar/aggregates.ts';
import { finishFor } from '../grammar/finish.ts';
import { drawLink } from '../grammar/links.ts';
import { listQuery, shownKey, tablesFor } from '../grammar/list-query.ts';
import { OutputNames } from '../grammar/outputs.ts';
import { ref, type Scene, type Use } from '../grammar/scene.ts';
import { sentence } from '../grammar/sentences.ts';
import { correlated, type Matches, matchesOf, saysOf, tableOf, termsOf } from '../grammar/subqueries.ts';
import type { Injector } from '../injector.ts';
import { figuresPhrase } from '../terrain/phrases.ts';
import { words } from '../terrain/wording.ts';
import { type FromItem, filtered, joinedWith, type Output, type Query, query } from '../text/query.ts';
import { joined, type Sql, sql } from '../text/sql-text.ts';

export const correlatedAggregate: Injector = {
  antiPattern: 'correlated-aggregate',
  undoneBy: ['correlated-aggregate-to-join'],
  weight: 1.4,
  inject(scene) {
    const { random, level } = scene;
    const link = drawLink(scene);
    if (!link) return undefined;
    const list = listQuery(scene, { root: link.parent, tables: tablesFor(scene, 3) });
    const matches = matchesOf(scene, link);
    const pairs = link.child.rows * link.parent.rows;
    const most = Math.max(1, Math.min(3, level + 2, Math.floor(2_000_000 / pairs)));
    const aggregates = aggregatesOver(scene, matches.child, 1 + random.int(most));
    if (aggregates.length === 0) return undefined;
    const groups = groupsOf(scene, matches, aggregates, list.root);
    const shown = aggregates.map((aggregate): Output & { good: Sql } => ({
      sql: sql`${correlated(matches, list.root, aggregate.sql)}`,
      good: groups.value(aggregate),
      name: list.names.claim(aggregate.name),
      aliased: true,
      kind: aggregate.kind,
      says: aggregate.says,
    }));
    const asked = random.chance(0.4)
      ? questionAbout(scene, aggregates, aggregate => [
          sql`${correlated(matches, list.root, aggregate.sql)}`,
          groups.value(aggregate),
        ])
      : undefined;
    const hidden = asked && random.chance(0.3);
    const columns = hidden ? [] : shown;
    const outputs = [...list.query.outputs, ...columns];
    const finish = finishFor(scene, { outputs, key: shownKey(list), mayEnclose: pairs <= 400_000 });
    const slow = filtered({ ...list.query, outputs }, ...(asked ? [asked.slow] : []));
    const better = filtered(
      joinedWith(
        {
          ...list.query,
          outputs: [
            ...list.query.outputs,
            ...columns.map(({ good, ...output }) => ({ ...output, sql: good })),
          ],
        },
        groups.item,
      ),
      ...(asked ? [asked.good] : []),
    );
    const withCtes = { ...better, ctes: groups.ctes };
    return {
      slow: finish(slow),
      better: [{ query: finish(withCtes), techniques: ['correlated-aggregate-to-join'] }],
      task: sentence(
        scene,
        list.says,
        `with ${figuresPhrase(
          aggregates.map(a => a.says),
          link.child.table.name,
          `their ${words(link.child.table.name)}${saysOf(matches)}`,
        )}`,
      ),
    };
  },
};

interface Groups {
  readonly item: FromItem;
  readonly ctes: Query['ctes'];
  value(aggregate: Aggregate): Sql;
}

/** The aggregates of all groups as a derived table or CTE, joined by the group's key. */
function groupsOf(scene: Scene, matches: Matches, aggregates: readonly Aggregate[], parent: Use): Groups {
  const { child, link } = matches;
  const alias = scene.aliases.fresh(scene.random.pick(['totals', 'stats', 'g', 'sums', 'agg', 'per_row']));
  const keys = link.childFields.map(field => ref(child, field));
  const taken = new OutputNames();
  for (const field of link.childFields) taken.claimExact(field.column.name);
  const names = aggregates.map(aggregate => taken.claim(aggregate.name));
  const inner = query({
    outputs: [
      ...link.childFields.map((field, i) => ({
        sql: sql`${keys[i]!}`,
        name: field.name,
        aliased: false,
        kind: 'key' as const,
        says: '',
      })),
      ...aggregates.map((aggregate, i) => ({
        sql: aggregate.sql,
        name: names[i]!,
        aliased: true,
        kind: aggregate.kind,
        says: '',
      })),
    ],
    from: [tableOf(child)],
    where: termsOf(matches),
    groupBy: keys.map(key => sql`${key}`),
  });
  const asCte = scene.random.chance(0.25);
  const on = link.childFields.map(
    (field, i) => sql`${alias}.${field.name} = ${ref(parent, link.parentFields[i]!)}`,
  );
  return {
    item: { join: 'LEFT JOIN', source: asCte ? alias : inner, alias: asCte ? '' : alias, on },
    ctes: asCte ? [{ name: alias, query: inner }] : [],
    value(aggregate) {
      const text = sql`${alias}.${names[aggregates.indexOf(aggregate)]!}`;
      return aggregate.ofNothing === undefined ? text : sql`COALESCE(${text}, ${aggregate.ofNothing})`;
    },
  };
}

function questionAbout(
  { random }: Scene,
  aggregates: readonly Aggregate[],
  forms: (aggregate: Aggregate) => readonly [Sql, Sql],
): { slow: Sql; good: Sql } | undefined {
  const aggregate = random.pick(aggregates);
  if (aggregate.kind !== 'number') return undefined;
  const [slow, good] = forms(aggregate);
  const test = random.pick(['> 1', '>= 2', '> 0', 'BETWEEN 1 AND 50', '>= 3', 'IS NOT NULL']);
  return { slow: joined([slow, ' ', test], ''), good: joined([good, ' ', test], '') };
}
