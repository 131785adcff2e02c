/** A CTE that is computed as a whole for a few groups, or anew for each row; well: with the hint that fits. */
import { aggregatesOver } from '../grammar/aggregates.ts';
import { conditionsOn } from '../grammar/conditions.ts';
import { finishFor } from '../grammar/finish.ts';
import { drawLink } from '../grammar/links.ts';
import { listQuery, shownKey, tablesFor } from '../grammar/list-query.ts';
import { ref, type Scene, useOf } from '../grammar/scene.ts';
import { sentence } from '../grammar/sentences.ts';
import { tableOf, unnamed } from '../grammar/subqueries.ts';
import { frequent } from '../grammar/values.ts';
import type { Injector, Spoilt } from '../injector.ts';
import type { Link } from '../terrain/terrain.ts';
import { thingOf, words } from '../terrain/wording.ts';
import { type Cte, filtered, type Output, type Query, query } from '../text/query.ts';
import { sql } from '../text/sql-text.ts';

export const repeatedCte: Injector = {
  antiPattern: 'repeated-cte',
  undoneBy: ['cte-materialization'],
  inject(scene) {
    const link = drawLink(scene, ({ childFields }) => childFields.length === 1);
    if (!link) return undefined;
    return scene.random.chance(0.5) ? comparedGroups(scene, link) : lookedUp(scene, link);
  },
};

interface Totals {
  readonly key: string;
  readonly values: readonly Output[];
  readonly query: Query;
  readonly name: string;
}

function totalsOf(scene: Scene, link: Link): Totals | undefined {
  const child = useOf(scene, link.child);
  const key = link.childFields[0]!;
  const values = aggregatesOver(scene, child, 1 + scene.random.int(3)).map(
    (aggregate, i): Output => ({
      sql: aggregate.sql,
      name: `v${i + 1}`,
      aliased: true,
      kind: aggregate.kind,
      says: aggregate.says,
    }),
  );
  if (values.length === 0) return undefined;
  const conditions = conditionsOn(scene, [child], scene.random.int(3));
  return {
    key: key.name,
    values,
    name: scene.aliases.fresh(
      scene.random.pick(['totals', 'per_group', 'summary', `${thingOf(link.child.table.name)} totals`]),
    ),
    query: query({
      outputs: [
        { sql: sql`${ref(child, key)}`, name: key.column.name, aliased: false, kind: 'key', says: '' },
        ...values,
      ],
      from: [tableOf(child)],
      where: conditions.map(condition => condition.sql),
      groupBy: [sql`${ref(child, key)}`],
    }),
  };
}

/** A few groups of a CTE that is read several times: SQLite computes all groups first. */
function comparedGroups(scene: Scene, link: Link): Spoilt | undefined {
  const { random } = scene;
  const totals = totalsOf(scene, link);
  const keys = frequent(random, link.childFields[0]!, 2 + random.int(2));
  if (!totals || keys.length < 2) return undefined;
  const uses = keys.map(() => scene.aliases.fresh(random.pick(['a', 'b', 'first', 'left', 'one'])));
  const arm = (use: string, i: number): Query =>
    query({
      outputs: [
        { sql: sql`${use}.${totals.key}`, name: 'k', aliased: false, kind: 'key', says: '' },
        ...totals.values.map(
          (value): Output => ({ ...value, sql: sql`${use}.${value.name}`, aliased: false }),
        ),
      ],
      from: [{ source: totals.name, alias: use, on: [] }],
      where: [sql`${use}.${totals.key} = ${keys[i]!}`],
    });
  const [first, ...rest] = uses.map(arm);
  const form = (hint?: Cte['hint']): Query => ({
    ...first!,
    ctes: [{ name: totals.name, query: totals.query, ...(hint && { hint }) }],
    arms: rest.map(other => ({ operator: 'UNION ALL', query: other })),
  });
  return {
    slow: form(),
    better: [{ query: form('NOT MATERIALIZED'), techniques: ['cte-materialization'] }],
    task: `Compare ${totals.values.map(value => value.says).join(' and ')} of the ${words(link.child.table.name)} of the ${words(link.parent.table.name)} ${keys.join(' and ')}.`,
  };
}

/** A CTE that a correlated subquery reads: merged, its groups are computed for each row. */
function lookedUp(scene: Scene, link: Link): Spoilt | undefined {
  const totals = totalsOf(scene, link);
  if (!totals) return undefined;
  const list = listQuery(scene, { root: link.parent, tables: tablesFor(scene, 2) });
  const lookups = totals.values.map((value): Output => {
    const inner = query({
      outputs: [unnamed(sql`${totals.name}.${value.name}`)],
      from: [{ source: totals.name, alias: '', on: [] }],
      where: [sql`${totals.name}.${totals.key} = ${ref(list.root, link.parentFields[0]!)}`],
    });
    return {
      ...value,
      sql: sql`${inner}`,
      name: list.names.claim(value.says.replace('the ', '')),
      aliased: true,
    };
  });
  const one = lookups.slice(0, 1);
  const outputs = [...list.query.outputs, ...one];
  const form = (hint: Cte['hint']): Query => ({
    ...filtered(list.query),
    outputs,
    ctes: [{ name: totals.name, query: totals.query, ...(hint && { hint }) }],
  });
  const finish = finishFor(scene, { outputs, key: shownKey(list), mayEnclose: false });
  return {
    slow: finish(form(scene.spoil.chance(0.5) ? undefined : 'NOT MATERIALIZED')),
    better: [{ query: finish(form('MATERIALIZED')), techniques: ['cte-materialization'] }],
    task: sentence(
      scene,
      list.says,
      `with ${totals.values[0]!.says} of their ${words(link.child.table.name)}`,
    ),
  };
}
