/** All groups or ranks computed, most of them thrown away; well: filtered inside the subquery. */

import { aggregatesOver } from '../grammar/aggregates.ts';
import { conditionsOn } from '../grammar/conditions.ts';
import { finishFor } from '../grammar/finish.ts';
import { drawLink } from '../grammar/links.ts';
import { OutputNames, outputsOf } from '../grammar/outputs.ts';
import { ref, useOf } from '../grammar/scene.ts';
import { sentence } from '../grammar/sentences.ts';
import { tableOf, unnamed } from '../grammar/subqueries.ts';
import { frequent } from '../grammar/values.ts';
import type { Injector } from '../injector.ts';
import { columnPhrase, oneOf, whose } from '../terrain/phrases.ts';
import { words } from '../terrain/wording.ts';
import { filtered, type Output, type Query, query } from '../text/query.ts';
import { type Sql, sql } from '../text/sql-text.ts';

export const lateFilter: Injector = {
  antiPattern: 'late-filter',
  undoneBy: ['predicate-into-subquery'],
  inject(scene) {
    const { random } = scene;
    const link = drawLink(scene, ({ childFields, single }) => childFields.length === 1 && !single);
    const own = link?.childFields[0];
    if (!link || !own) return undefined;
    const child = useOf(scene, link.child);
    const names = new OutputNames();
    const ranked = random.chance(0.4);
    const key: Output = {
      sql: sql`${ref(child, own)}`,
      name: own.column.name,
      aliased: false,
      kind: 'key',
      says: columnPhrase(own.column.name),
    };
    if (own.name !== own.column.name) return undefined;
    names.claimExact(key.name);
    const numbers = link.child.fields.filter(
      ({ role }) => role === 'amount' || role === 'count' || role === 'date',
    );
    const shown: Output[] = ranked
      ? [
          ...outputsOf(scene, [child], 2 + random.int(3), { names, withKey: false }).filter(
            o => o.name !== key.name,
          ),
          ...numbers.slice(0, 1 + random.int(2)).map(
            (field): Output => ({
              sql: sql`${random.pick(['RANK()', 'SUM(1)', 'COUNT(*)', 'DENSE_RANK()'])} OVER (PARTITION BY ${key.sql} ORDER BY ${ref(child, field)} DESC)`,
              name: names.claim(`place by ${field.column.name}`),
              aliased: true,
              kind: 'number',
              says: `place by ${columnPhrase(field.column.name)}`,
            }),
          ),
        ]
      : aggregatesOver(scene, child, 2 + random.int(3)).map(
          (figure): Output => ({ ...figure, name: names.claim(figure.name), aliased: true }),
        );
    if (shown.length === 0 || !shown.some(output => output.kind === 'number')) return undefined;
    const inner = query({
      outputs: [key, ...shown],
      from: [tableOf(child)],
      where: conditionsOn(scene, [child], random.int(2)).map(condition => condition.sql),
      groupBy: ranked ? [] : [key.sql],
    });
    const parent = useOf(scene, link.parent);
    const conditions = conditionsOn(scene, [parent], 1 + random.int(2));
    const keys = query({
      outputs: [unnamed(sql`${ref(parent, link.parentFields[0]!)}`)],
      from: [tableOf(parent)],
      where: conditions.map(condition => condition.sql),
    });
    const values = frequent(random, own, 1 + random.int(4));
    const asked = random.chance(0.25) && values.length > 0;
    const test = (column: Sql): Sql =>
      asked ? sql`${column} IN (${values.join(', ')})` : sql`${column} IN ${keys}`;
    const alias = scene.aliases.fresh(random.pick(['grouped', 'summed', 'per_key', 'sub', 't']));
    const asCte = random.chance(0.5);
    const number = shown.find(output => output.kind === 'number')!;
    const more = random.chance(0.4) ? [sql`${alias}.${number.name} >= ${1 + random.int(3)}`] : [];
    const kept = [key, ...shown].map(
      (output): Output => ({ ...output, sql: sql`${alias}.${output.name}`, aliased: false }),
    );
    const form = (subquery: Query, ...terms: Sql[]): Query =>
      query({
        ctes: asCte
          ? [{ name: alias, query: subquery, ...(asked && { hint: 'MATERIALIZED' as const }) }]
          : [],
        outputs: kept,
        from: [asCte ? { source: alias, alias: '', on: [] } : { source: subquery, alias, on: [] }],
        where: [...terms, ...more],
      });
    const finish = finishFor(scene, { outputs: kept, key: ranked ? undefined : [key.name] });
    const says = {
      table: link.child.table.name,
      ...(ranked ? {} : { per: key.says }),
      shown: shown.map(output => output.says),
      conditions: [],
    };
    return {
      slow: finish(form(inner, test(sql`${alias}.${key.name}`))),
      better: [
        { query: finish(form(filtered(inner, test(key.sql)))), techniques: ['predicate-into-subquery'] },
      ],
      task: sentence(
        scene,
        says,
        asked
          ? `only for the ${key.says} ${oneOf(values)}`
          : `only for ${words(link.parent.table.name)}${whose(conditions)}`,
      ),
    };
  },
};
