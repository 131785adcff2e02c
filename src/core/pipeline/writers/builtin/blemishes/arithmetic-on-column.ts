/** `quantity * 2 >= 20` for `quantity >= 10`. Whole numbers alone: they calculate without rounding. */
import { ref } from '../grammar/scene.ts';
import { quantile } from '../grammar/values.ts';
import { columnPhrase } from '../terrain/phrases.ts';
import { choice, type Sql, sql } from '../text/sql-text.ts';
import type { Blemish } from './blemish.ts';

const limit = 1_000_000_000n;

const said: Readonly<Record<string, string>> = {
  '=': 'is',
  '>': 'is above',
  '>=': 'is at least',
  '<': 'is below',
};

export const arithmeticOnColumn: Blemish = {
  antiPattern: 'arithmetic-on-column',
  undoneBy: 'bare-column',
  fits: field => field.column.affinity === 'integer' && field.role !== 'flag' && field.role !== 'other',
  spoil({ random, spoil }, use, field) {
    const isKey = field.role === 'key' || field.role === 'reference' || field.role === 'level';
    const value = quantile(field, isKey ? random.next() : 0.2 + random.next() * 0.7);
    if (typeof value !== 'bigint' || value < 0n || value > limit) return undefined;
    const column = ref(use, field);
    const operator = isKey && random.chance(0.7) ? '=' : random.pick(['>', '>=', '<', '=']);
    const good = sql`${column} ${operator} ${value.toString()}`;
    const step = BigInt(1 + spoil.int(9));
    const forms: Sql[] = [
      sql`${column} + 0 ${operator} ${value.toString()}`,
      sql`${column} + ${step.toString()} ${operator} ${(value + step).toString()}`,
      sql`${column} - ${step.toString()} ${operator} ${(value - step).toString()}`,
      sql`${column} * ${(step + 1n).toString()} ${operator} ${(value * (step + 1n)).toString()}`,
    ];
    if (operator === '=')
      forms.push(sql`${column} - ${value.toString()} = 0`, sql`${column} * 1 = ${value.toString()}`);
    return {
      sql: choice('bare-column', spoil.pick(forms), good),
      says: `${columnPhrase(field.column.name)} ${said[operator] ?? operator} ${value}`,
    };
  },
};
