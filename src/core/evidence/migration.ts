/** The migration that creates advised indexes: its text and a name for its file. */
import { formatBytes, formatMs } from '../format.ts';
import type { IndexAdvice } from '../optimize/contract.ts';

/** The CREATE INDEX statements as a migration to save, each with what it costs. `from` names the statement served. */
export function migrationSql(indexes: readonly IndexAdvice[], from: string): string {
  const head = `-- ${indexes.length === 1 ? 'Index' : 'Indexes'} for ${from}. An index takes space and slows down writes to its table.`;
  const statements = indexes.map(
    index => `-- ${formatBytes(index.bytes)}, built in ${formatMs(index.buildMs)}\n${index.sql};`,
  );
  return `${[head, ...statements].join('\n\n')}\n`;
}

/** The longest name without number and ending, so that paths stay within what file systems take. */
const longestName = 60;

/**
 * A file name in the style of the migrations that are there (`004_…`, `V4__…`, `20260131120000_…`), which none of them
 * has; dated where no style shows. `now` is in local time.
 */
export function migrationFileName(
  indexes: readonly IndexAdvice[],
  existing: readonly string[],
  now: Date,
): string {
  const name = `${nextPrefix(existing, now)}${migrationTitle(indexes)}`;
  const taken = new Set(existing.map(one => one.toLowerCase()));
  let file = `${name}.sql`;
  for (let n = 2; taken.has(file.toLowerCase()); n++) file = `${name}_${n}.sql`;
  return file;
}

/** `add_orders_user_id_index`, `add_orders_users_indexes`. */
function migrationTitle(indexes: readonly IndexAdvice[]): string {
  const [only, ...others] = indexes;
  const words =
    only && others.length === 0
      ? [only.table, ...columnWords(only.sql), 'index']
      : [...new Set(indexes.map(index => index.table)), 'indexes'];
  const title = words
    .join('_')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '_');
  return `add_${title.length <= longestName ? title : indexes.length === 1 ? 'index' : 'indexes'}`;
}

/** The words between the parentheses of CREATE INDEX. */
function columnWords(sql: string): string[] {
  const columns = sql.slice(sql.indexOf('(') + 1, sql.lastIndexOf(')'));
  return (columns.match(/[\p{L}\p{N}_]+/gu) ?? []).filter(word => !/^(asc|desc|collate|nocase)$/i.test(word));
}

/** What stands before the title: the next number, a time stamp as long as theirs, or today's date. */
function nextPrefix(existing: readonly string[], now: Date): string {
  const styles = existing.flatMap(name => {
    const match = /^(V?)(\d+)(__|[_-])/i.exec(name);
    return match ? [{ mark: match[1]!, digits: match[2]!, joint: match[3]! }] : [];
  });
  const last = styles.sort((a, b) => (BigInt(a.digits) < BigInt(b.digits) ? -1 : 1)).at(-1);
  if (!last) return `${stamp(now).slice(0, 8)}_`;
  const { mark, digits, joint } = last;
  if (/^(19|20)\d{6}(\d{4}|\d{6})?$/.test(digits))
    return `${mark}${stamp(now).slice(0, digits.length)}${joint}`;
  return `${mark}${String(BigInt(digits) + 1n).padStart(digits.length, '0')}${joint}`;
}

/** `20260131120000`. */
function stamp(now: Date): string {
  const parts = [now.getMonth() + 1, now.getDate(), now.getHours(), now.getMinutes(), now.getSeconds()];
  return String(now.getFullYear()) + parts.map(part => String(part).padStart(2, '0')).join('');
}
