/** A condition that keeps a few rows: a range of the key, or a rare value. */
import { literal } from '../../../../dialect/sqlite/quote.ts';
import { sameName } from '../../../../sql/model.ts';
import { columnPhrase, oneOf } from '../terrain/phrases.ts';
import type { Entity, Field } from '../terrain/terrain.ts';
import { type Sql, sql } from '../text/sql-text.ts';
import { ref, type Scene, type Use } from './scene.ts';
import { dayOf, frequent, later, quantile } from './values.ts';

/** The columns that keep few rows by a value or a month; with `unindexed` those of them that no index leads to. */
export function rareFields(entity: Entity, unindexed: boolean): Field[] {
  const { primaryKey, indexes } = entity.table;
  const leading = [primaryKey[0], ...indexes.map(index => index.columns[0]?.name)];
  return entity.fields.filter(
    ({ role, profile, column }) =>
      (role === 'date' || role === 'reference' || role === 'code') &&
      profile.distinct * 20 >= entity.rows &&
      !(unindexed && leading.some(name => name !== undefined && sameName(name, column.name))),
  );
}

/** With `unindexed` on a column that no index leads to, and so never on the key. */
export function selectiveOn(
  scene: Scene,
  use: Use,
  unindexed = false,
): { sql: Sql; says: string } | undefined {
  const { random, constrained } = scene;
  const isFree = (field: Field): boolean => !constrained.has(ref(use, field));
  const [key, second] = use.entity.key;
  if (
    !unindexed &&
    key &&
    !second &&
    isFree(key) &&
    key.column.affinity === 'integer' &&
    random.chance(0.6)
  ) {
    const { min, max } = key.profile;
    if (typeof min === 'bigint' && typeof max === 'bigint' && max - min > 40n) {
      const width = 5n + BigInt(random.int(20));
      const from = min + BigInt(random.int(Number(max - min) - 30));
      const column = ref(use, key);
      return {
        sql: random.chance(0.5)
          ? sql`${column} BETWEEN ${from.toString()} AND ${(from + width).toString()}`
          : sql`${column} >= ${from.toString()} AND ${column} < ${(from + width).toString()}`,
        says: `${columnPhrase(key.column.name)} is between ${from} and ${from + width}`,
      };
    }
  }
  const rare = rareFields(use.entity, unindexed).filter(isFree);
  if (rare.length === 0) return undefined;
  const field = random.pick(rare);
  constrained.add(ref(use, field));
  const column = ref(use, field);
  const value = quantile(field, random.next());
  const day = dayOf(value);
  if (field.role === 'date' && day !== undefined) {
    const begin = `${day.slice(0, 7)}-01`;
    return {
      sql: sql`${column} >= '${begin}' AND ${column} < '${later(day, 1)}'`,
      says: `${columnPhrase(field.column.name)} is in ${day.slice(0, 7)}`,
    };
  }
  const values = frequent(random, field, 1 + random.int(3));
  if (value === undefined || values.length === 0) return undefined;
  return values.length === 1
    ? {
        sql: sql`${column} = ${literal(value)}`,
        says: `${columnPhrase(field.column.name)} is ${literal(value)}`,
      }
    : {
        sql: sql`${column} IN (${values.join(', ')})`,
        says: `${columnPhrase(field.column.name)} is ${oneOf(values)}`,
      };
}
