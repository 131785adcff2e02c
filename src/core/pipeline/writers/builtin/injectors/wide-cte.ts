/** A CTE that computes columns nobody reads; well: only those that are used. */

import type { AntiPattern } from '../../../anti-patterns.ts';
import { aggregatesOver } from '../grammar/aggregates.ts';
import { finishFor } from '../grammar/finish.ts';
import { drawLink } from '../grammar/links.ts';
import { type ListQuery, listQuery, tablesFor } from '../grammar/list-query.ts';
import type { Scene } from '../grammar/scene.ts';
import { sentence } from '../grammar/sentences.ts';
import { correlated, matchesOf } from '../grammar/subqueries.ts';
import type { Injector, Spoilt } from '../injector.ts';
import type { Link } from '../terrain/terrain.ts';
import { type Output, type Query, query } from '../text/query.ts';
import { sql } from '../text/sql-text.ts';

/** With lookups of other tables among the unread columns. */
export const wideDerivedTable: Injector = carrying('wide-derived-table', false);
/** With all columns of the tables. */
export const selectStar: Injector = carrying('select-star', true);

function carrying(antiPattern: AntiPattern, all: boolean): Injector {
  return { antiPattern, undoneBy: ['derived-table-pruned'], inject: scene => carried(scene, all) };
}

function carried(scene: Scene, all: boolean): Spoilt | undefined {
  const { random } = scene;
  const link = drawLink(scene);
  if (!link) return undefined;
  const list = listQuery(scene, {
    root: all && random.chance(0.7) ? link.child : link.parent,
    tables: tablesFor(scene, 3),
    withKey: true,
    plain: all,
    outputs: 3 + random.int(4),
    conditions: random.int(3),
  });
  const { outputs } = list.query;
  const [kept, asked] = usedOutputs(scene, outputs);
  if (!asked || kept.length === outputs.length) return undefined;
  const unread = all ? [] : unreadLookups(scene, list, link);
  const name = scene.aliases.fresh(random.pick(['all_rows', 'details', 'enriched', 'full_list', 'report']));
  // A CTE that is read twice is kept as a table, with every column.
  const average = query({
    outputs: [{ sql: sql`AVG(${asked.name})`, name: '', aliased: false, kind: 'number', says: '' }],
    from: [{ source: name, alias: '', on: [] }],
  });
  const sign = random.pick(['>=', '>', '<', '<=']);
  const form = (columns: readonly Output[]): Query =>
    query({
      ctes: [{ name, query: { ...list.query, outputs: columns } }],
      outputs: kept.map(output => ({ ...output, sql: sql`${output.name}`, aliased: false })),
      from: [{ source: name, alias: '', on: [] }],
      where: [sql`${asked.name} ${sign} ${average}`],
    });
  const finish = finishFor(scene, { outputs: kept, key: undefined });
  const stars =
    all && list.uses.length === 1 && list.root.entity.fields.every(field => field.name === field.column.name);
  const star: Output = { sql: sql`*`, name: '*', aliased: false, kind: 'other', says: '' };
  const slow = stars ? [star] : [...outputs, ...unread];
  return {
    slow: finish(form(slow)),
    better: [{ query: finish(form(kept)), techniques: ['derived-table-pruned'] }],
    task: sentence(
      scene,
      { ...list.says, shown: kept.map(output => output.says) },
      `only those whose ${asked.says} is ${sign} the average`,
    ),
  };
}

/** Some outputs, with a number that is asked about. */
function usedOutputs({ random }: Scene, outputs: readonly Output[]): [Output[], Output | undefined] {
  const asked = random.shuffle(outputs.filter(output => output.kind === 'number'))[0];
  const others = random.shuffle(outputs.filter(output => output !== asked)).slice(0, 1 + random.int(3));
  return [outputs.filter(output => output === asked || others.includes(output)), asked];
}

function unreadLookups(scene: Scene, list: ListQuery, link: Link): Output[] {
  if (list.root.entity !== link.parent) return [];
  const matches = matchesOf(scene, link);
  return aggregatesOver(scene, matches.child, 1 + scene.random.int(2)).map(aggregate => ({
    sql: sql`${correlated(matches, list.root, aggregate.sql)}`,
    name: list.names.claim(aggregate.name),
    aliased: true,
    kind: 'number',
    says: '',
  }));
}
