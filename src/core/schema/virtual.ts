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

/** By module: the tables in which it keeps its data, by their suffix, and how their columns begin. */
const SHADOWS: Readonly<Record<string, Readonly<Record<string, RegExp>>>> = {
  fts3: {
    content: /^docid\b/,
    segments: /^blockid block\b/,
    segdir: /^level idx\b/,
    docsize: /^docid size\b/,
    stat: /^id value\b/,
  },
  fts5: {
    data: /^id block\b/,
    idx: /^segid term\b/,
    content: /^id [cl]\d+\b/,
    docsize: /^id sz\b/,
    config: /^k v\b/,
  },
  rtree: { node: /^nodeno data\b/, rowid: /^rowid nodeno\b/, parent: /^nodeno parentnode\b/ },
};
const SAME_AS: Readonly<Record<string, string>> = { fts4: 'fts3', rtree_i32: 'rtree', geopoly: 'rtree' };

/**
 * True for a table in which one of the virtual tables keeps its data; SQLite itself knows them only where it has the
 * module. A table of that name with other columns is one of the user's own, such as the content of an FTS5 table.
 */
export function isShadow(
  table: { readonly name: string; readonly columns: readonly { readonly name: string }[] },
  virtual: readonly { readonly name: string; readonly module: string }[],
): boolean {
  const columns = table.columns.map(column => column.name.toLowerCase()).join(' ');
  return virtual.some(({ name, module }) => {
    if (!table.name.toLowerCase().startsWith(`${name.toLowerCase()}_`)) return false;
    const suffix = table.name.slice(name.length + 1).toLowerCase();
    return SHADOWS[SAME_AS[module] ?? module]?.[suffix]?.test(columns) === true;
  });
}

/** The virtual table modules of this engine, in lower case. */
export function readModules(db: Database): Set<string> {
  const rows = db.query('SELECT name FROM pragma_module_list').rows;
  return new Set(rows.map(([name]) => String(name).toLowerCase()));
}
