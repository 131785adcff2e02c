/** Domain staff: employees. Domain publishing: articles, tags and which article has which tag. */
import type { Random } from '../random.ts';
import { CALENDAR_DAYS, dateOf, growingDay, timestampOf } from './calendar.ts';
import { longTail, phrase } from './community.ts';
import { zipf, zipfPick } from './skew.ts';
import type { TableRows } from './table-rows.ts';
import { FIRST_NAMES, LAST_NAMES, TOPICS, WORDS } from './words.ts';

const DEPARTMENTS = [
  'Engineering',
  'Sales',
  'Support',
  'Marketing',
  'Finance',
  'Legal',
  'engineering',
  'People',
];

/** Employees: a tree of managers in which each one leads about eight; salaries in steps, so that ranks tie. */
export function employees(random: Random, count: number): TableRows {
  const department = zipfPick(random, DEPARTMENTS);
  const title = zipfPick(random, [
    'Specialist',
    'Analyst',
    'Engineer',
    'Senior Engineer',
    'Lead',
    'Director',
  ]);
  const first = zipfPick(random, FIRST_NAMES, 0.5);
  const last = zipfPick(random, LAST_NAMES, 0.5);
  return {
    table: 'employees',
    columns: 'id name email department title manager_id salary hired_on left_on'.split(' '),
    count,
    row: i => {
      const [given, family] = [first(), last()];
      const day = random.int(CALENDAR_DAYS);
      const manager = i === 0 || random.chance(0.01) ? null : BigInt(Math.floor((i - 1) / 8) + 1);
      return [
        BigInt(i + 1),
        `${given} ${family}`,
        `${given}.${family}@corp.example`.toLowerCase(),
        random.chance(0.05) ? null : department(),
        i === 0 ? 'Chief Executive' : title(),
        manager,
        BigInt(32_000 + 500 * Math.floor(120 * random.next() ** 2)),
        dateOf(day),
        random.chance(0.85) ? null : dateOf(day + random.int(CALENDAR_DAYS - day)),
      ];
    },
  };
}

/** Articles: a column compared without case, half of the rows unpublished or undated. */
export function articles(random: Random, count: number, employeeCount: number): TableRows {
  const author = zipf(random, employeeCount, 0.9);
  const word = zipfPick(random, WORDS, 0.6);
  const category = zipfPick(random, ['Guides', 'News', 'guides', 'Research', 'Stories', 'NEWS', 'Releases']);
  const status = zipfPick(random, ['published', 'draft', 'review', 'archived'], 1.4);
  return {
    table: 'articles',
    columns: 'id author_id title slug category status views created_at published_at'.split(' '),
    count,
    row: i => {
      const day = growingDay(i, count, random.next());
      const title = phrase(random, word, 3 + random.int(4));
      const state = status();
      const out = (state === 'published' || state === 'archived') && random.chance(0.97);
      const published = day + random.int(60);
      return [
        BigInt(i + 1),
        random.chance(0.05) ? null : BigInt(author() + 1),
        title,
        `${title.toLowerCase().replaceAll(' ', '-')}-${i + 1}`,
        random.chance(0.06) ? null : category(),
        state,
        longTail(random, 200_000),
        timestampOf(day),
        !out ? null : random.chance(0.5) ? timestampOf(published) : dateOf(published),
      ];
    },
  };
}

export function tags(count: number): TableRows {
  return {
    table: 'tags',
    columns: ['id', 'name'],
    count,
    row: i => {
      const topic = TOPICS[i % TOPICS.length]!;
      const round = Math.floor(i / TOPICS.length);
      return [BigInt(i + 1), round === 0 ? topic : `${topic}-${round + 1}`];
    },
  };
}

/**
 * Up to six different tags an article, on average three; a tenth of the articles has none. Needs three times as many
 * rows as articles.
 */
export function articleTags(random: Random, articleCount: number, tagCount: number): TableRows {
  const draw = zipf(random, tagCount);
  const pairs: [bigint, bigint][] = [];
  for (let article = 1; article <= articleCount; article++) {
    const wanted = random.chance(0.1) ? 0 : 1 + random.int(6);
    const chosen = new Set(Array.from({ length: wanted }, draw));
    for (const tag of chosen) pairs.push([BigInt(article), BigInt(tag + 1)]);
  }
  return {
    table: 'article_tags',
    columns: ['article_id', 'tag_id'],
    count: pairs.length,
    row: i => [...pairs[i]!],
  };
}
