/** What a column is for, read from its declaration, its name and its values. */
import type { Cell } from '../../../../ports.ts';
import type { Column } from '../../../../schema/model.ts';
import type { ColumnProfile } from '../../../../schema/profile-model.ts';
import { isIsoDate } from '../../../../schema/value-kind.ts';

export type Role =
  | 'key'
  | 'reference'
  /** A name that people know the thing by. */
  | 'label'
  /** Few different texts. */
  | 'category'
  /** Few different whole numbers. */
  | 'level'
  | 'flag'
  | 'amount'
  | 'count'
  /** ISO text. */
  | 'date'
  /** Unix seconds. */
  | 'epoch'
  /** Long text. */
  | 'prose'
  /** Other short text. */
  | 'code'
  | 'json'
  | 'other';

export function roleOf(column: Column, profile: ColumnProfile, rows: number): Role {
  const values = [...profile.sample, ...profile.common].filter(value => value !== null);
  const name = column.name.toLowerCase();
  if (values.length === 0) return 'other';
  if (values.every(value => typeof value === 'string')) return roleOfText(name, values, profile, rows);
  if (values.every(value => typeof value === 'bigint')) return roleOfWhole(name, profile);
  return values.every(value => typeof value === 'bigint' || typeof value === 'number') ? 'amount' : 'other';
}

function roleOfText(name: string, texts: readonly string[], profile: ColumnProfile, rows: number): Role {
  if (texts.every(isIsoDate)) return 'date';
  if (texts.every(text => /^\s*[[{]/.test(text))) return 'json';
  if (texts.some(text => text.length > 40) || /body|description|comment|note/.test(name)) return 'prose';
  if (/name|title|label|e_?mail|login|headline/.test(name)) return 'label';
  return profile.distinct <= Math.min(24, Math.max(2, rows / 4)) ? 'category' : 'code';
}

function roleOfWhole(name: string, { min, max, distinct }: ColumnProfile): Role {
  if (distinct <= 2 && isOneOf(min, 0n, 1n) && isOneOf(max, 0n, 1n)) return 'flag';
  if (typeof min === 'bigint' && min > 500_000_000n && /at$|time|since|until|seen|epoch|date|^ts/.test(name))
    return 'epoch';
  return distinct <= 12 ? 'level' : 'count';
}

function isOneOf(cell: Cell, ...values: readonly Cell[]): boolean {
  return values.includes(cell);
}
