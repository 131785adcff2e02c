/** `CASE WHEN total > 100 THEN 'big' ELSE 'small' END = 'big'` for `total > 100`. */
import { conditionOn } from '../grammar/conditions.ts';
import { selectiveOn } from '../grammar/selective.ts';
import { choice, sql } from '../text/sql-text.ts';
import type { Blemish } from './blemish.ts';

export const caseAsCondition: Blemish = {
  antiPattern: 'case-as-condition',
  undoneBy: 'case-to-condition',
  fits: ({ role }) =>
    ['key', 'category', 'level', 'amount', 'count', 'date', 'reference', 'flag'].includes(role),
  spoil(scene, use, field) {
    const condition = field.role === 'key' ? selectiveOn(scene, use) : conditionOn(scene, use, field);
    if (!condition) return undefined;
    const { sql: text, says } = condition;
    const spoilt = scene.spoil.pick([
      sql`CASE WHEN ${text} THEN 'yes' ELSE 'no' END = 'yes'`,
      sql`CASE WHEN ${text} THEN 1 ELSE 0 END = 1`,
      sql`iif(${text}, 1, 0) = 1`,
    ]);
    return { sql: choice('case-to-condition', spoilt, text), says };
  },
};
