/** `CAST(id AS TEXT) = '42'` for `id = 42`, `code || '' = 'A'` for `code = 'A'`, COALESCE around what is compared. */
import { literal, quoteText } from '../../../../dialect/sqlite/quote.ts';
import { ref } from '../grammar/scene.ts';
import { occurring } from '../grammar/values.ts';
import { columnPhrase } from '../terrain/phrases.ts';
import { comparesBytes, type Field } from '../terrain/terrain.ts';
import { choice, sql } from '../text/sql-text.ts';
import type { Blemish } from './blemish.ts';

export const implicitCast: Blemish = {
  antiPattern: 'implicit-cast',
  undoneBy: 'bare-column',
  fits: field => isWhole(field) || isText(field),
  spoil({ random, spoil }, use, field) {
    const cells = occurring(field).filter(cell => typeof cell === (isWhole(field) ? 'bigint' : 'string'));
    if (cells.length === 0) return undefined;
    const column = ref(use, field);
    const value = literal(random.pick(cells.slice(0, 8)));
    const forms = isWhole(field)
      ? [
          sql`CAST(${column} AS TEXT) = ${quoteText(value)}`,
          sql`COALESCE(${column}, -1) = ${value}`,
          sql`CAST(${column} AS INTEGER) = ${value}`,
          sql`${column} || '' = ${quoteText(value)}`,
        ]
      : [
          sql`${column} || '' = ${value}`,
          sql`CAST(${column} AS TEXT) = ${value}`,
          sql`COALESCE(${column}, '') = ${value}`,
        ];
    return {
      sql: choice('bare-column', spoil.pick(forms), sql`${column} = ${value}`),
      says: `${columnPhrase(field.column.name)} is ${value}`,
    };
  },
};

function isWhole({ column, role }: Field): boolean {
  return column.affinity === 'integer' && ['key', 'reference', 'level', 'count'].includes(role);
}

function isText(field: Field): boolean {
  return (
    field.column.affinity === 'text' &&
    comparesBytes(field) &&
    ['key', 'reference', 'category', 'code', 'label'].includes(field.role)
  );
}
