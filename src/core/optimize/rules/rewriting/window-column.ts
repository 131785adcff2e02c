/** A table of FROM with window functions computed beside its columns. */
import { quoteName } from '../../../dialect/sqlite/quote.ts';
import type { BoundQuery, Relation } from '../../../sql/bound.ts';
import type { Edit } from '../../../sql/edits.ts';
import { type ColumnRef, type Expr, type Node, type Select, sameName } from '../../../sql/model.ts';
import { contains } from '../../../sql/span.ts';
import { selectList } from './column-list.ts';
import { block, breakAfterFrom, indentAt, keyword, lineBreak, textWith } from './layout.ts';
import { refsTo, relationOf, writtenName } from './references.ts';
import { columnRefs, partsOf, sourceOf } from './tree.ts';

export interface WindowColumn {
  /** The function with its OVER, in names of the table itself. */
  readonly text: string;
  readonly name: string;
}

/**
 * Edits that put a derived table with the window columns in the place of a stored table, under its old name; undefined
 * where the table is more than a plain name, or its rowid is used.
 * @param gone nodes that other edits remove, whose columns are not needed
 * @param where conditions for the rows, in names of the table itself
 */
export function withWindowColumns(
  q: BoundQuery,
  outer: Select,
  relation: Relation,
  columns: readonly WindowColumn[],
  gone: readonly Node[],
  where: readonly string[],
): Edit[] | undefined {
  const { item } = relation;
  if (relation.source.kind !== 'table' || item.kind !== 'table' || item.indexHint) return undefined;
  const stars = outer.columns.filter(
    column => column.kind === 'star' && (!column.table || sameName(column.table.name, relation.name)),
  );
  const isPlain = stars.some(star => star.kind === 'star' && !star.table);
  if (isPlain && q.scopeOf(outer).relations.length > 1) return undefined;
  const refs = refsTo(q, partsOf(q, outer), relation).filter(
    ref => !gone.some(node => contains(node.span, ref.span)),
  );
  const used = refs.map(ref => ref.column.name.toLowerCase());
  const visible = relation.columns.filter(column => !column.hidden);
  if (used.some(name => !visible.some(column => sameName(column.name, name)))) return undefined;
  const needed = visible.filter(column => stars.length > 0 || used.includes(column.name.toLowerCase()));
  const kw = (words: string) => keyword(q, words);
  const ownLine = `\n${indentAt(q.source, item.span.start)}`;
  const line = outer.fromSpan && item.span.start < outer.fromSpan.end ? ownLine : lineBreak(q, outer);
  const shown = [
    ...needed.map(column => quoteName(column.name)),
    ...columns.map(column => `${column.text} ${kw('AS')} ${column.name}`),
  ];
  const body = block(line, [
    selectList(kw('SELECT'), `${line}  `, shown),
    `${kw('FROM')} ${sourceOf(q, item.table)}`,
    ...(where.length > 0 ? [`${kw('WHERE')} ${where.join(` ${kw('AND')} `)}`] : []),
  ]);
  const name = writtenName(q, relation);
  const expanded = needed.map(column => `${name}.${quoteName(column.name)}`).join(', ');
  const schema = item.schemaName ? sourceOf(q, item.schemaName) : undefined;
  if (schema !== undefined) return undefined;
  return [
    { span: item.span, text: `${body} ${kw('AS')} ${name}` },
    ...stars.map(star => ({ span: star.span, text: expanded })),
    ...breakAfterFrom(q, outer),
  ];
}

/** The node's text in plain names of the one table that it mentions. */
export function unqualifiedText(q: BoundQuery, node: Expr): string {
  const edits = columnRefs(node)
    .filter(ref => ref.table)
    .map(ref => ({ span: { start: ref.span.start, end: ref.column.span.start }, text: '' }));
  return textWith(q, node.span, edits);
}

/**
 * The relation of the outer SELECT that reads the same stored table, when both expressions are the same column of it.
 */
export function sameColumn(
  q: BoundQuery,
  inner: Expr,
  outer: Expr,
): { relation: Relation; ref: ColumnRef } | undefined {
  if (inner.kind !== 'column-ref' || outer.kind !== 'column-ref') return undefined;
  const [own, other] = [relationOf(q, inner), relationOf(q, outer)];
  if (own?.source.kind !== 'table' || other?.source.kind !== 'table') return undefined;
  if (own.source.table !== other.source.table || !sameName(inner.column.name, outer.column.name))
    return undefined;
  return { relation: other, ref: inner };
}

/** The columns' own names, as written. */
export function columnName(q: BoundQuery, ref: ColumnRef): string {
  return sourceOf(q, ref.column);
}
