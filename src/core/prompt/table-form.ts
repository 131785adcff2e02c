/** One table as it reads in a prompt. */
import { literal, quoteName } from '../dialect/sqlite/quote.ts';
import type { Column, ForeignKey, Index, IndexColumn, Table } from '../schema/model.ts';
import type { ColumnProfile, TableProfile } from '../schema/profile-model.ts';
import { sameName } from '../sql/model.ts';
import { readComments, type TableComments } from './ddl-comments.ts';
import { oneLine } from './one-line.ts';

/** `full`: with comments, checks and statistics; `plain`: columns, keys, indexes and the row count. */
export type Detail = 'full' | 'plain';

/** Longer CHECK expressions, defaults and index conditions are left out. */
const longestExpression = 120;
const shownValues = 5;
const longestValue = 24;
/** A column with more different values is no category. */
const mostCategories = 50;

const noComments: TableComments = { table: '', columns: new Map() };

/** A few lines, the columns indented by two spaces. */
export function tableForm(
  table: Table,
  profile: TableProfile | undefined,
  detail: Detail,
  values: boolean,
): string {
  const comments = detail === 'full' ? readComments(table.sql) : noComments;
  const head = [
    profile === undefined ? '' : `${roundedCount(profile.rows)} rows`,
    table.virtualModule === undefined ? '' : `virtual table of ${table.virtualModule}`,
    comments.table,
  ];
  const lines = [
    `TABLE ${quoteName(table.name)}${remark(head)}`,
    ...table.columns
      .filter(column => !column.hidden)
      .map(column => {
        const known =
          detail === 'full' ? profile?.columns.find(each => sameName(each.name, column.name)) : undefined;
        const notes = [
          ...(known && profile && profile.rows > 0 ? statistics(table, column, known, values) : []),
          comments.columns.get(column.name.toLowerCase()) ?? '',
        ];
        return `  ${columnForm(table, column)}${remark(notes)}`;
      }),
    ...keyForms(table).map(line => `  ${line}`),
    ...(detail === 'full' ? checkForms(table).map(line => `  ${line}`) : []),
    ...table.indexes.filter(index => index.origin === 'c').map(index => `  ${indexForm(index)}`),
  ];
  return lines.join('\n');
}

function remark(parts: readonly string[]): string {
  const present = parts.filter(part => part !== '');
  return present.length === 0 ? '' : ` -- ${present.join('; ')}`;
}

function columnForm(table: Table, column: Column): string {
  const isKey = table.primaryKey.length === 1 && sameName(table.primaryKey[0]!, column.name);
  const isUnique = table.uniques.some(key => key.length === 1 && sameName(key[0]!, column.name));
  const reference = table.foreignKeys.find(
    key => key.columns.length === 1 && sameName(key.columns[0]!, column.name),
  );
  return [
    quoteName(column.name),
    column.type,
    isKey ? 'PRIMARY KEY' : column.notNull ? 'NOT NULL' : '',
    isUnique && !isKey ? 'UNIQUE' : '',
    column.collation === 'BINARY' ? '' : `COLLATE ${column.collation}`,
    column.generated === undefined ? '' : 'GENERATED',
    reference === undefined ? '' : referenceForm(reference),
  ]
    .filter(part => part !== '')
    .join(' ');
}

/** The keys over several columns; those over one stand at their column. */
function keyForms(table: Table): string[] {
  return [
    ...(table.primaryKey.length > 1 ? [`PRIMARY KEY ${list(table.primaryKey)}`] : []),
    ...table.uniques.filter(key => key.length > 1).map(key => `UNIQUE ${list(key)}`),
    ...table.foreignKeys
      .filter(key => key.columns.length > 1)
      .map(key => `FOREIGN KEY ${list(key.columns)} ${referenceForm(key)}`),
  ];
}

function referenceForm(key: ForeignKey): string {
  const to = key.references.length === 0 ? '' : ` ${list(key.references)}`;
  return `REFERENCES ${quoteName(key.table)}${to}`;
}

function list(names: readonly string[]): string {
  return `(${names.map(quoteName).join(', ')})`;
}

function checkForms(table: Table): string[] {
  return table.checks
    .map(oneLine)
    .filter(check => check.length <= longestExpression)
    .map(check => `CHECK (${check})`);
}

function indexForm(index: Index): string {
  const where =
    index.where === undefined
      ? ''
      : index.where.length > longestExpression
        ? ' WHERE …'
        : ` WHERE ${oneLine(index.where)}`;
  const terms = index.columns.map(indexTerm).join(', ');
  return `${index.unique ? 'UNIQUE ' : ''}INDEX ${quoteName(index.name)} (${terms})${where}`;
}

function indexTerm(term: IndexColumn): string {
  const what = term.name === undefined ? oneLine(term.expression ?? '?') : quoteName(term.name);
  return `${what}${term.descending ? ' DESC' : ''}`;
}

/** Counts alone, or a few frequent values too where values may be shown. */
function statistics(table: Table, column: Column, known: ColumnProfile, values: boolean): string[] {
  const isKey = [table.primaryKey, ...table.uniques].some(
    key => key.length === 1 && sameName(key[0]!, column.name),
  );
  const nulls = known.nulls < 0.005 ? '' : `${Math.round(known.nulls * 100)} % NULL`;
  if (isKey || known.distinct === 0) return [nulls];
  const shown = known.distinct <= mostCategories && values ? commonValues(known) : '';
  return [`${roundedCount(known.distinct)} distinct${shown}`, nulls];
}

function commonValues(known: ColumnProfile): string {
  const texts = known.common
    .slice(0, shownValues)
    .filter(cell => !(cell instanceof Uint8Array))
    .map(literal)
    .filter(text => text.length <= longestValue && !/[\p{Cc}]/u.test(text));
  return texts.length === 0 ? '' : `: ${texts.join(', ')}${known.distinct > texts.length ? ', …' : ''}`;
}

/** Two significant digits: a prompt must not change with every row. */
function roundedCount(count: number): string {
  return String(Number(count.toPrecision(2)));
}
