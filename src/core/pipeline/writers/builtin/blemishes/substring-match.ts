/** `substr(code, 1, 2) = 'AB'` for a range of texts. */
import { quoteText } from '../../../../dialect/sqlite/quote.ts';
import { ref } from '../grammar/scene.ts';
import { occurring } from '../grammar/values.ts';
import { words } from '../terrain/wording.ts';
import { choice, sql } from '../text/sql-text.ts';
import type { Blemish } from './blemish.ts';

export const substringMatch: Blemish = {
  antiPattern: 'substring-match',
  fits: ({ column, role }) =>
    column.affinity === 'text' &&
    column.collation.toUpperCase() === 'BINARY' &&
    ['label', 'code', 'prose', 'key', 'reference', 'category'].includes(role),
  spoil({ random, spoil }, use, field) {
    const texts = occurring(field)
      .filter(cell => typeof cell === 'string')
      .filter(text => /^[A-Za-z0-9]{2}/.test(text));
    if (texts.length === 0) return undefined;
    const text = random.pick(texts);
    const start = /^[A-Za-z0-9]+/.exec(text)?.[0] ?? '';
    const prefix = start.slice(0, 1 + random.int(Math.min(4, start.length)));
    const column = ref(use, field);
    const spoilt = spoil.pick([
      sql`substr(${column}, 1, ${prefix.length}) = ${quoteText(prefix)}`,
      sql`substr(${column}, 1, ${prefix.length}) = ${quoteText(prefix)}`,
      sql`instr(${column}, ${quoteText(prefix)}) = 1`,
    ]);
    const end = prefix.slice(0, -1) + String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1);
    return {
      sql: choice(
        'prefix-to-range',
        spoilt,
        sql`${column} >= ${quoteText(prefix)} AND ${column} < ${quoteText(end)}`,
      ),
      says: `${words(field.column.name)} starts with ${prefix}`,
    };
  },
};
