/** Whether indexes keep rows apart that are equal under the collations of their columns. */
import { sameName } from '../sql/model.ts';
import type { Column, IndexColumn, Table } from './model.ts';

/** The columns of the primary key; none where rows may be equal in them, for its index has another collation. */
export function primaryKeyOf({ primaryKey, indexes, columns }: Table): readonly string[] {
  const index = indexes.find(({ origin }) => origin === 'pk');
  // Without an index, the key is the rowid.
  return index === undefined || index.columns.every(term => keepsApart(term, columns)) ? primaryKey : [];
}

/** An index that compares by bytes does not keep values apart that are equal under the column's own collation. */
export function keepsApart(term: IndexColumn, columns: readonly Column[]): boolean {
  const column = columns.find(each => term.name !== undefined && sameName(each.name, term.name));
  return column !== undefined && (column.collation === 'BINARY' || column.collation === term.collation);
}
