/** Domain shop: users and orders. */
import type { Random } from '../random.ts';
import { CALENDAR_DAYS, dateOf, growingDay, timestampOf } from './calendar.ts';
import { scattered, zipfPick } from './skew.ts';
import type { TableRows } from './table-rows.ts';
import { CITIES, COUNTRIES, FIRST_NAMES, LAST_NAMES } from './words.ts';

/** Users: country codes in two letter cases, `last_seen` with and without time, a tenth referred by another. */
export function users(random: Random, count: number): TableRows {
  const country = zipfPick(random, COUNTRIES);
  const city = zipfPick(random, CITIES);
  const first = zipfPick(random, FIRST_NAMES, 0.5);
  const last = zipfPick(random, LAST_NAMES, 0.5);
  const status = zipfPick(random, ['active', 'inactive', 'banned'], 2.5);
  const plan = zipfPick(random, ['free', 'pro', 'team', 'enterprise'], 1.6);
  const host = zipfPick(random, [
    'example.com',
    'mail.example',
    'example.org',
    'Example.com',
    'corp.example',
  ]);
  return {
    table: 'users',
    columns: 'id email name country city status plan is_admin referred_by created_at last_seen'.split(' '),
    count,
    row: i => {
      const [given, family] = [first(), last()];
      const address = `${given}.${family.replace("'", '')}${i + 1}@${host()}`;
      const day = growingDay(i, count, random.next());
      const seen = day + random.next() ** 2 * (CALENDAR_DAYS - day);
      const code = country();
      return [
        BigInt(i + 1),
        random.chance(0.9) ? address.toLowerCase() : address,
        random.chance(0.97) ? `${given} ${family}` : `${given} ${family}`.toLowerCase(),
        random.chance(0.06) ? null : random.chance(0.95) ? code : code.toLowerCase(),
        random.chance(0.2) ? null : city(),
        status(),
        plan(),
        random.chance(0.01) ? 1n : 0n,
        i > 0 && random.chance(0.1) ? BigInt(random.int(i) + 1) : null,
        timestampOf(day),
        random.chance(0.15) ? null : random.chance(0.7) ? timestampOf(seen) : dateOf(seen),
      ];
    },
  };
}

const PRICES = [9.99, 19.99, 49, 4.5, 99.95, 14.9, 29, 249, 7.25, 59.9, 0];

/** Orders: a few users with very many, a fifth with none; totals with many ties and a long tail. */
export function orders(random: Random, count: number, userCount: number): TableRows {
  const user = scattered(random, userCount);
  const status = zipfPick(
    random,
    ['paid', 'shipped', 'delivered', 'pending', 'cancelled', 'refunded', 'Paid'],
    1,
  );
  const price = zipfPick(random, PRICES, 0.7);
  const currency = zipfPick(random, ['EUR', 'USD', 'GBP', 'CHF', 'JPY'], 1.3);
  const coupon = zipfPick(random, ['WELCOME10', 'SPRING', 'summer', 'VIP', 'BLACKFRIDAY', 'welcome10']);
  return {
    table: 'orders',
    columns: 'id user_id status total discount currency coupon ordered_at shipped_on'.split(' '),
    count,
    row: i => {
      const day = growingDay(i, count, random.next());
      const state = status();
      const total = random.chance(0.6) ? price() : Math.round(5000 * random.next() ** 3 * 100) / 100;
      const sent = state === 'shipped' || state === 'delivered';
      return [
        BigInt(i + 1),
        BigInt(user() + 1),
        state,
        total,
        random.chance(0.7) ? null : Math.round(total * 0.1 * 100) / 100,
        currency(),
        random.chance(0.85) ? null : coupon(),
        random.chance(0.92) ? timestampOf(day) : dateOf(day),
        sent && random.chance(0.95) ? dateOf(day + 1 + random.int(9)) : null,
      ];
    },
  };
}
