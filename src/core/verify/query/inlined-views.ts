/** A query with the queries of its views in their place, so that what is asked of a view reaches the tables under it. */
import { analyze } from '../../dialect/sqlite/analyze.ts';
import { quoteName } from '../../dialect/sqlite/quote.ts';
import { QuillError } from '../../errors.ts';
import type { Schema, View } from '../../schema/model.ts';
import { bodyOfView } from '../../schema/view-body.ts';
import type { BoundQuery } from '../../sql/bound.ts';
import { applyEdits, type Edit } from '../../sql/edits.ts';
import { sameName } from '../../sql/model.ts';

/** Views in views are put in as often. */
const DEPTH = 4;
const LONGEST = 20_000;

/** The query itself where it uses no view, or where the text with the views' queries cannot be read. */
export function inlinedViews(bound: BoundQuery, schema: Schema): BoundQuery {
  let result = bound;
  for (let depth = 0; depth < DEPTH; depth++) {
    const edits = editsOf(result, schema);
    if (edits.length === 0) return result;
    const text = applyEdits(result.source, edits);
    if (text.length > LONGEST) return result;
    try {
      result = analyze(text, schema);
    } catch (error) {
      if (error instanceof QuillError) return result;
      throw error;
    }
  }
  return result;
}

function editsOf(bound: BoundQuery, schema: Schema): Edit[] {
  return bound.scopes.flatMap(({ relations }) =>
    relations.flatMap(({ item, source }): Edit[] => {
      if (source.kind !== 'view' || item.kind !== 'table') return [];
      const view = schema.views.find(each => sameName(each.name, source.name));
      const body = view && queryOf(view, schema);
      if (body === undefined) return [];
      const start = item.schemaName?.span.start ?? item.table.span.start;
      const name = item.alias ? '' : ` AS ${quoteName(item.table.name)}`;
      return [{ span: { start, end: item.table.span.end }, text: `(${body}\n)${name}` }];
    }),
  );
}

/** With the names that the view gives its columns. */
function queryOf(view: View, schema: Schema): string | undefined {
  const body = bodyOfView(view.sql)?.replace(/[\s;]+$/, '');
  if (body === undefined) return undefined;
  try {
    const bound = analyze(body, schema);
    const names = bound.outputsOf(bound.query).map(output => output.name);
    if (names.every((name, i) => sameName(name, view.columns[i] ?? name))) return body;
    const columns = view.columns.map(quoteName).join(', ');
    return `WITH renamed(${columns}) AS (${body}\n) SELECT * FROM renamed`;
  } catch (error) {
    if (error instanceof QuillError) return undefined;
    throw error;
  }
}
