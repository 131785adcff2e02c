/** `x IN table` in words that the query model has, so that databases are built for the table as well. */
import { parseQuery } from '../dialect/sqlite/parse.ts';
import type { Schema } from '../schema/model.ts';
import { applyEdits, type Edit } from '../sql/edits.ts';
import { textOf } from '../sql/span.ts';
import { walk } from '../sql/walk.ts';
import { withViewQueries } from './view-queries.ts';

/** What may be an IN without parentheses behind it. */
const maybe = /\bin\b\s*(?:[^\s(]|--)/i;

/**
 * The query with `x IN (SELECT * FROM t)` for each `x IN t`, which by https://sqlite.org/lang_expr.html#in_op is the same.
 * Throws QuillError as `parseQuery` does.
 */
export function spellOutIn(sql: string): string {
  let text = sql;
  // One in the operand of another is found in the next round.
  while (maybe.test(text)) {
    const edits: Edit[] = [];
    walk(parseQuery(text), node => {
      if (node.kind === 'opaque' && node.table)
        edits.push({ span: node.table, text: `(SELECT * FROM ${textOf(text, node.table)})` });
    });
    if (edits.length === 0) return text;
    text = applyEdits(text, edits);
  }
  return text;
}

/** The schema with the same done in its views. */
export function spellOutInViews(schema: Schema): Schema {
  return withViewQueries(schema, maybe, spellOutIn);
}
