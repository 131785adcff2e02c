/** `substr(code, 1, 2) = 'AB'` for a range of texts. */
import { quoteText } from '../../../../dialect/sqlite/quote.ts';
import { ref } from '../grammar/scene.ts';
import { occurring } from '../grammar/values.ts';
import { columnPhrase, oneOf } from '../terrain/phrases.ts';
import { comparesBytes } from '../terrain/terrain.ts';
import { choice, joined, type Sql, sql } from '../text/sql-text.ts';
import type { Blemish } from './blemish.ts';

export const substringMatch: Blemish = {
  antiPattern: 'substring-match',
  undoneBy: 'prefix-to-range',
  fits: field =>
    field.column.affinity === 'text' &&
    comparesBytes(field) &&
    ['label', 'code', 'prose', 'key', 'reference', 'category'].includes(field.role),
  spoil({ random, spoil }, use, field) {
    const texts = occurring(field)
      .filter(cell => typeof cell === 'string')
      .filter(text => /^[A-Za-z0-9]{2}/.test(text));
    if (texts.length === 0) return undefined;
    const several = random.chance(0.45) ? 2 + random.int(4) : 1;
    const length = 1 + random.int(4);
    const starts = texts.map(text => (/^[A-Za-z0-9]+/.exec(text)?.[0] ?? '').slice(0, length));
    const prefixes = random.shuffle([...new Set(starts)]).slice(0, several);
    const column = ref(use, field);
    const first = spoil.chance(0.75);
    const cut = (prefix: string): Sql =>
      first
        ? sql`substr(${column}, 1, ${prefix.length}) = ${quoteText(prefix)}`
        : sql`instr(${column}, ${quoteText(prefix)}) = 1`;
    const range = (prefix: string): Sql => {
      const end = prefix.slice(0, -1) + String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1);
      return sql`${column} >= ${quoteText(prefix)} AND ${column} < ${quoteText(end)}`;
    };
    const whole = (parts: readonly Sql[]): Sql =>
      parts.length > 1 ? sql`(${joined(parts, ' OR ')})` : sql`${parts[0]!}`;
    return {
      sql: choice('prefix-to-range', whole(prefixes.map(cut)), whole(prefixes.map(range))),
      says: `${columnPhrase(field.column.name)} starts with ${oneOf(prefixes.map(prefix => `'${prefix}'`))}`,
    };
  },
};
