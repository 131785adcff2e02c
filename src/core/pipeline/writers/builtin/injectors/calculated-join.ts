/** A join over a cast or calculation on both sides, which no key serves; well: the bare columns. */

import { conditionsOn } from '../grammar/conditions.ts';
import { finishFor } from '../grammar/finish.ts';
import { drawLink } from '../grammar/links.ts';
import { listQuery, shownKey, tablesFor } from '../grammar/list-query.ts';
import { outputsOf } from '../grammar/outputs.ts';
import { ref, useOf } from '../grammar/scene.ts';
import { sentence } from '../grammar/sentences.ts';
import type { Injector } from '../injector.ts';
import { comparesBytes } from '../terrain/terrain.ts';
import { words } from '../terrain/wording.ts';
import { filtered, joinedWith } from '../text/query.ts';
import { choice, type Sql, sql } from '../text/sql-text.ts';

type Side = (column: string) => Sql;

const ofNumbers: readonly Side[] = [
  column => sql`CAST(${column} AS TEXT)`,
  column => sql`${column} + 0`,
  column => sql`${column} || ''`,
  column => sql`CAST(${column} AS INTEGER)`,
];
const ofTexts: readonly Side[] = [column => sql`${column} || ''`, column => sql`CAST(${column} AS TEXT)`];

export const calculatedJoin: Injector = {
  antiPattern: 'implicit-cast',
  undoneBy: ['bare-column'],
  inject(scene) {
    const { random, spoil } = scene;
    const link = drawLink(scene, ({ childFields: [own, second], parentFields: [key] }) => {
      const alike = own !== undefined && key !== undefined && own.column.affinity === key.column.affinity;
      return (
        second === undefined &&
        alike &&
        comparesBytes(own) &&
        ['integer', 'text'].includes(own.column.affinity)
      );
    });
    const [own] = link?.childFields ?? [];
    const [key] = link?.parentFields ?? [];
    if (!link || !own || !key) return undefined;
    const list = listQuery(scene, { root: link.child, tables: tablesFor(scene, 2), without: [link] });
    const padded = link.optional && random.chance(0.4);
    const parent = useOf(scene, link.parent, { padded });
    const outputs = [
      ...list.query.outputs,
      ...outputsOf(scene, [parent], 1 + random.int(3), { names: list.names, withKey: false }),
    ];
    const tests = padded ? [] : conditionsOn(scene, [parent], random.int(2));
    // Every pair of rows is calculated: of large tables with the cheapest form alone.
    const cheap = link.child.rows * link.parent.rows > 500_000 ? ofNumbers.slice(1, 2) : ofNumbers;
    const side = spoil.pick(own.column.affinity === 'integer' ? cheap : ofTexts);
    const [left, right] = [ref(parent, key), ref(list.root, own)];
    const one = spoil.chance(0.35);
    const spoilt =
      one && own.column.affinity === 'integer'
        ? sql`${ofNumbers[1]!(left)} = ${right}`
        : sql`${side(left)} = ${side(right)}`;
    const on = choice('bare-column', spoilt, sql`${left} = ${right}`);
    const body = filtered(
      joinedWith(
        { ...list.query, outputs },
        { join: padded ? 'LEFT JOIN' : 'JOIN', source: parent.entity.name, alias: parent.alias, on: [on] },
      ),
      ...tests.map(test => test.sql),
    );
    const finish = finishFor(scene, { outputs, key: shownKey(list) });
    const says = { ...list.says, conditions: [...list.says.conditions, ...tests.map(test => test.says)] };
    return {
      slow: finish(body),
      better: [{ query: finish(body), techniques: ['bare-column'] }],
      task: sentence(scene, says, `with their ${words(link.parent.table.name)}`),
    };
  },
};
