/** `status = 'a' OR status = 'b' OR …` for `status IN ('a', 'b', …)`. */

import type { Random } from '../../../../random.ts';
import { ref } from '../grammar/scene.ts';
import { frequent } from '../grammar/values.ts';
import { columnPhrase, oneOf } from '../terrain/phrases.ts';
import type { Field } from '../terrain/terrain.ts';
import { choice, joined, sql } from '../text/sql-text.ts';
import type { Blemish } from './blemish.ts';

export const orChain: Blemish = {
  antiPattern: 'or-chain',
  undoneBy: 'or-to-in',
  fits: field =>
    field.profile.distinct > 3 &&
    ['category', 'level', 'reference', 'key', 'code', 'label', 'count', 'date'].includes(field.role),
  spoil({ random, spoil }, use, field) {
    const long = random.chance(0.8);
    const values =
      (long && scattered(random, field)) ||
      frequent(random, field, long ? 12 + random.int(9) : 3 + random.int(6));
    // SQLite reads a chain of `=` as IN itself; a chain of `<>` it does not, which costs when it is long.
    if (values.length < (long ? 8 : 3)) return undefined;
    const negated = field.profile.distinct > values.length && random.chance(long ? 0.9 : 0.5);
    const column = ref(use, field);
    const name = columnPhrase(field.column.name);
    const list = values.join(', ');
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
        says: `${name} is not ${oneOf(values)}`,
      };
    }
    const flipped = spoil.chance(0.2);
    const terms = values.map(value => (flipped ? sql`${value} = ${column}` : sql`${column} = ${value}`));
    return {
      sql: choice('or-to-in', sql`(${joined(terms, ' OR ')})`, sql`${column} IN (${list})`),
      says: `${name} is ${oneOf(values)}`,
    };
  },
};

/**
 * Whole numbers between the least and the greatest, as in a list of accounts that somebody keeps; undefined for a small
 * range.
 */
function scattered(random: Random, { profile: { min, max }, role }: Field): string[] | undefined {
  if (!['key', 'reference', 'count'].includes(role) || typeof min !== 'bigint' || typeof max !== 'bigint')
    return undefined;
  const span = max - min;
  if (span < 80n || span > 1_000_000_000n) return undefined;
  const values = Array.from({ length: 20 + random.int(35) }, () => min + BigInt(random.int(Number(span))));
  return [...new Set(values)].map(value => value.toString());
}
