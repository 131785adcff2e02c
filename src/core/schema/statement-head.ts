/** The first words of a statement that changes the schema: what it does, and to what. */
import type { Token } from '../dialect/sqlite/lex.ts';
import { isWord, significant, unquoted } from './table-text.ts';

export interface StatementHead {
  readonly action: 'create' | 'drop' | 'alter';
  readonly kind: 'table' | 'virtual table' | 'view' | 'index';
  readonly name: string;
  /** IF EXISTS or IF NOT EXISTS stands there. */
  readonly lenient: boolean;
  readonly unique: boolean;
  readonly temporary: boolean;
  /** The table that an index belongs to. */
  readonly table?: string;
  /** The new name of ALTER TABLE … RENAME TO. */
  readonly renamed?: string;
}

const ACTIONS = ['create', 'drop', 'alter'] as const;
const KINDS = ['table', 'view', 'index'] as const;
const ADJECTIVES = ['TEMP', 'TEMPORARY', 'UNIQUE', 'VIRTUAL'];

/** Undefined for any other statement, triggers among them. */
export function headOf(sql: string): StatementHead | undefined {
  const all = significant(sql);
  const action = ACTIONS.find(word => all[0] !== undefined && isWord(sql, all[0], word.toUpperCase()));
  if (action === undefined) return undefined;
  let at = 1;
  const sees = (word: string): boolean => all[at] !== undefined && isWord(sql, all[at]!, word);
  const skip = (word: string): boolean => sees(word) && ++at > 0;
  const adjectives = new Set<string>();
  for (let word = ADJECTIVES.find(sees); word !== undefined; word = ADJECTIVES.find(sees)) {
    adjectives.add(word);
    at++;
  }
  const kind = KINDS.find(word => skip(word.toUpperCase()));
  if (kind === undefined) return undefined;
  const lenient = skip('IF');
  if (lenient) {
    skip('NOT');
    skip('EXISTS');
  }
  const name = qualified(sql, all, at);
  if (name === undefined) return undefined;
  at = name.next;
  const table = kind === 'index' && skip('ON') ? qualified(sql, all, at)?.name : undefined;
  const renamed = skip('RENAME') && skip('TO') ? qualified(sql, all, at)?.name : undefined;
  return {
    action,
    kind: adjectives.has('VIRTUAL') && kind === 'table' ? 'virtual table' : kind,
    name: name.name,
    lenient,
    unique: adjectives.has('UNIQUE'),
    temporary: adjectives.has('TEMP') || adjectives.has('TEMPORARY'),
    ...(table !== undefined && { table }),
    ...(renamed !== undefined && { renamed }),
  };
}

/** The name at a token, without its schema, and where it ends. */
function qualified(
  sql: string,
  all: readonly Token[],
  at: number,
): { readonly name: string; readonly next: number } | undefined {
  const first = all[at];
  if (first === undefined || !['word', 'name', 'string'].includes(first.kind)) return undefined;
  const dot = all[at + 1];
  const second = all[at + 2];
  if (second === undefined || dot === undefined || sql.slice(dot.start, dot.end) !== '.')
    return { name: unquoted(sql, first), next: at + 1 };
  return { name: unquoted(sql, second), next: at + 3 };
}

const catalog = String.raw`(?:["'\`[]?\w+["'\`\]]?\s*\.\s*)?["'\`[]?sqlite_(?:schema|master)\b`;
const catalogWrite = new RegExp(
  String.raw`^(?:(?:INSERT(?:\s+OR\s+\w+)?|REPLACE)\s+INTO|UPDATE(?:\s+OR\s+\w+)?|DELETE\s+FROM)\s+${catalog}`,
  'i',
);

/**
 * For a statement that writes to SQLite's own catalogue: the CREATE VIRTUAL TABLE text that it enters, as dumps do, or
 * '' where it does something else. Undefined for any other statement.
 */
export function catalogEntry(sql: string): string | undefined {
  if (!catalogWrite.test(sql)) return undefined;
  if (!/^(?:INSERT|REPLACE)/i.test(sql)) return '';
  const text = significant(sql).filter(token => token.kind === 'string');
  const entered = text.map(token => unquoted(sql, token)).filter(each => /^\s*create\s/i.test(each));
  return entered.length === 1 && headOf(entered[0]!)?.kind === 'virtual table' ? entered[0]! : '';
}

/** A SELECT among DDL is looked at for calls that change the schema up to this length, in characters. */
const LONGEST_CALL = 10_000;

/** True for `SELECT f('t', …)` without FROM, by which functions of extensions change tables. */
export function mayChangeTables(sql: string): boolean {
  return (
    sql.length <= LONGEST_CALL &&
    /^SELECT\s+["`[]?\w+["`\]]?\s*\(\s*'/i.test(sql) &&
    !significant(sql).some(token => isWord(sql, token, 'FROM'))
  );
}
