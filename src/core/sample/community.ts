/** Domain community: posts and comments. Domain tracking: events. */
import type { Random } from '../random.ts';
import { dateOf, growingDay, timestampOf } from './calendar.ts';
import { scattered, zipfPick } from './skew.ts';
import type { TableRows } from './table-rows.ts';
import { WORDS } from './words.ts';

/** Some words in a row, the first one capitalised. */
export function phrase(random: Random, word: () => string, words: number): string {
  const all = Array.from({ length: words }, word).join(' ');
  return random.chance(0.95) ? all.charAt(0).toUpperCase() + all.slice(1) : all;
}

/** A count with a long tail: mostly small, sometimes `top`. */
export function longTail(random: Random, top: number): bigint {
  return BigInt(Math.floor(top * random.next() ** 6));
}

export function posts(random: Random, count: number, userCount: number): TableRows {
  const user = scattered(random, userCount);
  const word = zipfPick(random, WORDS, 0.6);
  const status = zipfPick(random, ['published', 'draft', 'archived', 'deleted'], 1.5);
  return {
    table: 'posts',
    columns: 'id user_id title body status views likes created_at updated_at'.split(' '),
    count,
    row: i => {
      const day = growingDay(i, count, random.next());
      const views = longTail(random, 50_000);
      return [
        BigInt(i + 1),
        random.chance(0.04) ? null : BigInt(user() + 1),
        phrase(random, word, 3 + random.int(4)),
        `${phrase(random, word, 8 + random.int(12))}.`,
        status(),
        views,
        BigInt(Math.floor(Number(views) * 0.1 * random.next())),
        timestampOf(day),
        random.chance(0.6) ? null : timestampOf(day + random.int(200)),
      ];
    },
  };
}

/** Comments: a third of them answer an earlier comment (of any post), scores tie often and may be negative. */
export function comments(random: Random, count: number, postCount: number, userCount: number): TableRows {
  const post = scattered(random, postCount, 0.9);
  const user = scattered(random, userCount);
  const word = zipfPick(random, WORDS, 0.6);
  const stock = zipfPick(random, ['Thanks!', 'thanks!', '+1', 'First', 'Same here.'], 0.5);
  return {
    table: 'comments',
    columns: 'id post_id user_id parent_id body score created_at'.split(' '),
    count,
    row: i => [
      BigInt(i + 1),
      BigInt(post() + 1),
      random.chance(0.08) ? null : BigInt(user() + 1),
      i > 0 && random.chance(0.33) ? BigInt(i - random.int(Math.min(i, 50))) : null,
      random.chance(0.1) ? stock() : phrase(random, word, 3 + random.int(12)),
      longTail(random, 300) - BigInt(random.int(4)),
      timestampOf(growingDay(i, count, random.next())),
    ],
  };
}

/** Events: one type makes up half of them; JSON payloads, some NULL; times with, imported ones without time. */
export function events(random: Random, count: number, userCount: number): TableRows {
  const user = scattered(random, userCount);
  const type = zipfPick(
    random,
    ['page_view', 'click', 'search', 'login', 'purchase', 'signup', 'logout', 'error', 'Click'],
    1.4,
  );
  const page = zipfPick(random, [
    '/',
    '/pricing',
    '/docs',
    '/blog',
    '/login',
    '/cart',
    '/account',
    '/search',
  ]);
  const device = zipfPick(random, ['mobile', 'desktop', 'tablet']);
  return {
    table: 'events',
    columns: 'id user_id type payload session created_at'.split(' '),
    count,
    row: i => {
      const day = growingDay(i, count, random.next());
      const payload = `{"page":"${page()}","device":"${device()}","ms":${longTail(random, 9000)}}`;
      return [
        BigInt(i + 1),
        random.chance(0.25) ? null : BigInt(user() + 1),
        type(),
        random.chance(0.1) ? null : payload,
        `s${(i >> 2).toString(36)}${random.int(36).toString(36)}`,
        random.chance(0.97) ? timestampOf(day) : dateOf(day),
      ];
    },
  };
}
