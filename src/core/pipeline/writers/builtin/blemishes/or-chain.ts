/** `status = 'a' OR status = 'b' OR …` for `status IN ('a', 'b', …)`. */
import { ref } from '../grammar/scene.ts';
import { frequent } from '../grammar/values.ts';
import { words } from '../terrain/wording.ts';
import { choice, joined, sql } from '../text/sql-text.ts';
import type { Blemish } from './blemish.ts';

export const orChain: Blemish = {
  antiPattern: 'or-chain',
  fits: field =>
    field.profile.distinct > 3 &&
    ['category', 'level', 'reference', 'key', 'code', 'label', 'count'].includes(field.role),
  spoil({ random, spoil }, use, field) {
    const values = frequent(random, field, 3 + random.int(8));
    if (values.length < 3) return undefined;
    const column = ref(use, field);
    const name = words(field.column.name);
    const list = values.join(', ');
    const negated = random.chance(0.45);
    if (negated) {
      const chain = joined(
        values.map(value => sql`${column} <> ${value}`),
        ' AND ',
      );
      const grouped = sql`NOT (${joined(
        values.map(value => sql`${column} = ${value}`),
        ' OR ',
      )})`;
      return {
        sql: choice('or-to-in', spoil.chance(0.75) ? chain : grouped, sql`${column} NOT IN (${list})`),
        says: `${name} is none of ${list}`,
      };
    }
    const flipped = spoil.chance(0.2);
    const terms = values.map(value => (flipped ? sql`${value} = ${column}` : sql`${column} = ${value}`));
    return {
      sql: choice('or-to-in', sql`(${joined(terms, ' OR ')})`, sql`${column} IN (${list})`),
      says: `${name} is one of ${list}`,
    };
  },
};
