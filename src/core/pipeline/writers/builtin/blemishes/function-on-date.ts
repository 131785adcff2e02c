/** `strftime('%Y', ordered_at) = '2024'` for a range of dates. */

import { ref } from '../grammar/scene.ts';
import { dayOf, later, quantile } from '../grammar/values.ts';
import { columnPhrase } from '../terrain/phrases.ts';
import { choice, type Sql, sql } from '../text/sql-text.ts';
import type { Blemish } from './blemish.ts';

export const functionOnDate: Blemish = {
  antiPattern: 'function-on-column',
  undoneBy: 'date-function-to-range',
  fits: field => field.role === 'date',
  spoil({ random, spoil }, use, field) {
    const day = dayOf(quantile(field, 0.1 + random.next() * 0.8));
    if (day === undefined) return undefined;
    const column = ref(use, field);
    const name = columnPhrase(field.column.name);
    const made = (spoilt: Sql, good: Sql, says: string) => ({
      sql: choice('date-function-to-range', spoilt, good),
      says: `${name} ${says}`,
    });
    const [year, month] = [day.slice(0, 4), day.slice(0, 7)];
    const inRange = (from: string, to: string): Sql => sql`${column} >= '${from}' AND ${column} < '${to}'`;
    const nextYear = `${Number(year) + 1}-01-01`;
    switch (random.int(6)) {
      case 0:
      case 1:
        return made(
          spoil.pick([
            sql`strftime('%Y', ${column}) = '${year}'`,
            sql`substr(${column}, 1, 4) = '${year}'`,
            sql`CAST(strftime('%Y', ${column}) AS INTEGER) = ${year}`,
          ]),
          inRange(`${year}-01-01`, nextYear),
          `is in ${year}`,
        );
      case 2:
      case 3:
        return made(
          spoil.pick([
            sql`strftime('%Y-%m', ${column}) = '${month}'`,
            sql`substr(${column}, 1, 7) = '${month}'`,
          ]),
          inRange(`${month}-01`, later(day, 1)),
          `is in ${month}`,
        );
      case 4:
        return made(
          spoil.pick([
            sql`strftime('%Y', ${column}) >= '${year}'`,
            sql`substr(${column}, 1, 4) >= '${year}'`,
          ]),
          sql`${column} >= '${year}-01-01'`,
          `is in ${year} or later`,
        );
      default:
        return made(
          spoil.pick([
            sql`strftime('%Y-%m', ${column}) < '${month}'`,
            sql`substr(${column}, 1, 7) < '${month}'`,
          ]),
          sql`${column} < '${month}-01'`,
          `is before ${month}`,
        );
    }
  },
};
