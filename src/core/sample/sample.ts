/** The sample database: the same content for the same size and seed, on every machine. */
import type { Database } from '../ports.ts';
import { hashText, Random } from '../random.ts';
import { comments, events, posts } from './community.ts';
import { articles, articleTags, employees, tags } from './publishing.ts';
import { sampleDdl } from './sample-ddl.ts';
import { orders, users } from './shop.ts';
import type { SampleSize } from './size.ts';
import { insertRows, type TableRows } from './table-rows.ts';

const SCALE: Readonly<Record<SampleSize, number>> = { small: 1, medium: 15, large: 100 };

/** The rows of the sample database's tables, in an order in which parents come first. */
function sampleTables(size: SampleSize, seed: number): TableRows[] {
  const scale = SCALE[size];
  const randomFor = (table: string): Random => new Random(hashText(`${seed} ${size} ${table}`));
  const userCount = 1800 * scale;
  const postCount = 1600 * scale;
  const employeeCount = 300 * Math.ceil(scale / 5);
  const articleCount = 700 * scale;
  const tagCount = 60 * Math.ceil(Math.sqrt(scale));
  return [
    users(randomFor('users'), userCount),
    orders(randomFor('orders'), 5000 * scale, userCount),
    posts(randomFor('posts'), postCount, userCount),
    comments(randomFor('comments'), 4500 * scale, postCount, userCount),
    employees(randomFor('employees'), employeeCount),
    events(randomFor('events'), 4500 * scale, userCount),
    articles(randomFor('articles'), articleCount, employeeCount),
    tags(tagCount),
    articleTags(randomFor('article_tags'), articleCount, tagCount),
  ];
}

/**
 * Creates and fills the tables of `sampleDdl` in an empty database. Deterministic in size and seed. `onProgress` is
 * told after each table.
 */
export function buildSample(
  db: Database,
  size: SampleSize,
  seed: number,
  onProgress?: (table: string, rows: number) => void,
): void {
  db.exec('BEGIN');
  try {
    db.exec(sampleDdl);
    for (const rows of sampleTables(size, seed)) {
      insertRows(db, rows);
      onProgress?.(rows.table, rows.count);
    }
    db.exec('COMMIT');
  } catch (error) {
    db.exec('ROLLBACK');
    throw error;
  }
}
