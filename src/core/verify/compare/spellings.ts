/**
 * Texts that count as equal although they are spelled in several ways: under NOCASE, DISTINCT and set operations keep
 * any one of them. With COLLATE BINARY they keep each.
 */
import { quoteName } from '../../dialect/sqlite/quote.ts';
import type { ResultSet } from '../../ports.ts';
import type { BoundQuery } from '../../sql/bound.ts';
import type { Edit } from '../../sql/edits.ts';
import type { Query, QueryBody, Select } from '../../sql/model.ts';
import { textOf } from '../../sql/span.ts';
import { arms } from '../../sql/walk.ts';
import { collationOfOutput } from './collation.ts';
import { fold } from './compare.ts';

/** Edits after which the query returns other rows where its data spell a text in several ways; none where none can. */
export function spellingEdits(bound: BoundQuery, { body }: Query): Edit[] {
  if (!keepsOneOfEqual(body)) return [];
  const folds = collationsOf(bound, body).map(collation => collation.toUpperCase() !== 'BINARY');
  if (!folds.includes(true)) return [];
  return arms(body).flatMap(arm => (arm.kind === 'select' ? editsOf(bound, arm, folds) : []));
}

function collationsOf(bound: BoundQuery, body: QueryBody): string[] {
  return bound.outputsOf(body).map((_, i) => collationOfOutput(bound, body, i) ?? 'BINARY');
}

/** The rows with texts in the one spelling that stands for all that the query itself counts as equal. */
export function inOneSpelling(bound: BoundQuery, result: ResultSet): ResultSet {
  const collations = collationsOf(bound, bound.query.body);
  const rows = result.rows.map(row =>
    row.map((cell, i) => (typeof cell === 'string' ? fold(cell, collations[i] ?? 'BINARY') : cell)),
  );
  return { ...result, rows };
}

function keepsOneOfEqual(body: QueryBody): boolean {
  if (body.kind === 'set') return body.operator !== 'union all' || keepsOneOfEqual(body.left);
  return body.kind === 'select' && body.distinct !== undefined;
}

function editsOf(bound: BoundQuery, select: Select, folds: readonly boolean[]): Edit[] {
  const { relations } = bound.scopeOf(select);
  const edits: Edit[] = [];
  let index = 0;
  for (const column of select.columns) {
    if (column.kind === 'column') {
      const name = column.alias ? '' : ` AS ${quoteName(bound.outputsOf(select)[index]?.name ?? '')}`;
      const { start, end } = column.expr.span;
      if (folds[index++])
        edits.push(
          { span: { start, end: start }, text: '(' },
          { span: { start: end, end }, text: `) COLLATE BINARY${name}` },
        );
      continue;
    }
    const from = column.table && textOf(bound.source, column.table.span);
    const shown = relations
      .filter(({ name }) => !column.table || name.toLowerCase() === column.table.name.toLowerCase())
      .flatMap(({ name, columns }) => columns.filter(({ hidden }) => !hidden).map(each => ({ name, each })));
    const texts = shown.map(({ name, each }) => {
      const table = name === '' ? '' : `${from ?? quoteName(name)}.`;
      const collate = folds[index++] ? ' COLLATE BINARY' : '';
      return `${table}${quoteName(each.name)}${collate} AS ${quoteName(each.name)}`;
    });
    edits.push({ span: column.span, text: texts.join(', ') });
  }
  return edits;
}
