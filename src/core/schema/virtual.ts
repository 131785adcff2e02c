/** Virtual tables: their module, and the shadow tables that belong to it. */
import type { Database } from '../ports.ts';
import { isWord, significant, unquoted } from './table-text.ts';

/** The module of a CREATE VIRTUAL TABLE text in lower case; undefined for an ordinary table. */
export function moduleOf(sql: string): string | undefined {
  const all = significant(sql);
  if (all[1] === undefined || !isWord(sql, all[1], 'VIRTUAL')) return undefined;
  const using = all.findIndex(token => isWord(sql, token, 'USING'));
  const name = all[using + 1];
  return using < 0 || name === undefined ? '' : unquoted(sql, name).toLowerCase();
}

const SHADOW_SUFFIXES: Readonly<Record<string, readonly string[]>> = {
  fts3: ['content', 'segments', 'segdir', 'docsize', 'stat'],
  fts4: ['content', 'segments', 'segdir', 'docsize', 'stat'],
  fts5: ['data', 'idx', 'content', 'docsize', 'config'],
  rtree: ['node', 'rowid', 'parent'],
  rtree_i32: ['node', 'rowid', 'parent'],
  geopoly: ['node', 'rowid', 'parent'],
};

/** Names (lower case) of the tables in which a module keeps its data; SQLite knows them only where it has the module. */
export function shadowNames(table: string, module: string): string[] {
  return (SHADOW_SUFFIXES[module] ?? []).map(suffix => `${table}_${suffix}`.toLowerCase());
}

/** The virtual table modules of this engine, in lower case. */
export function readModules(db: Database): Set<string> {
  const rows = db.query('SELECT name FROM pragma_module_list').rows;
  return new Set(rows.map(([name]) => String(name).toLowerCase()));
}
