/** What SQL from a model must be before anything else looks at it. Nothing is run here. */
import { analyze } from '../../dialect/sqlite/analyze.ts';
import { QuillError } from '../../errors.ts';
import { readStatements } from '../../prompt/read-statements.ts';
import type { Schema } from '../../schema/model.ts';
import type { BoundQuery } from '../../sql/bound.ts';
import { walk } from '../../sql/walk.ts';
import { volatileFunctionIn } from '../../verify/volatile.ts';

export type CheckedQuery =
  | { readonly ok: true; readonly sql: string }
  | {
      readonly ok: false;
      /** One sentence. */
      readonly reason: string;
      /** The statement, when it is a query whose text a model can mend by the reason. */
      readonly repairable: string | undefined;
    };

/** In characters. */
const shortest = 15;
const longest = 6000;

/** Functions of shells and extensions that reach outside of the query, and makers of values of any size. */
const forbidden = new Set([
  'load_extension',
  'readfile',
  'writefile',
  'edit',
  'lsdir',
  'fts3_tokenizer',
  'zeroblob',
  'randomblob',
]);
const tableFunctions = new Set(['json_each', 'json_tree', 'jsonb_each', 'jsonb_tree', 'generate_series']);

/**
 * Checks that a text is one query over tables of the schema, without parameters, values that change from run to run,
 * SQLite's catalogue and functions that reach outside. Never throws.
 */
export function checkQuery(text: string, schema: Schema): CheckedQuery {
  if (text.length > longest) return refused(`The query is longer than ${longest} characters.`);
  const { queries, indexes, others } = readStatements(text);
  const [sql] = queries;
  const [other] = others;
  if (other !== undefined) {
    return refused(
      other === 'text' ? 'The text is no SQL.' : `A statement ${other} is never run; a SELECT was asked for.`,
    );
  }
  if (indexes.length > 0) return refused('A statement CREATE INDEX stands where a SELECT was asked for.');
  if (sql === undefined) return refused('There is no query.');
  if (queries.length > 1) return refused(`There are ${queries.length} queries where one was asked for.`);
  if (sql.length < shortest) return refused('The query is too short to mean anything.');
  try {
    const bound = analyze(sql, schema);
    const fault = faultOf(bound);
    return fault === undefined ? { ok: true, sql } : refused(fault);
  } catch (error) {
    if (!(error instanceof QuillError)) return refused('The query cannot be analysed.');
    const mends = error.reason === 'syntax' || error.reason === 'unknown-name';
    return { ok: false, reason: error.message, repairable: mends ? sql : undefined };
  }
}

function faultOf(bound: BoundQuery): string | undefined {
  if (bound.parameters.length > 0) return 'The query has parameters, which nobody gives a value.';
  let stored = 0;
  for (const { relations } of bound.scopes) {
    for (const { source } of relations) {
      if (source.kind === 'table') stored++;
      if (source.kind === 'view' && /^sqlite_/i.test(source.name)) {
        return `The query reads SQLite's catalogue (${source.name}).`;
      }
      if (source.kind === 'view') stored++;
      if (source.kind === 'function' && !tableFunctions.has(source.name)) {
        return `The query reads from the function ${source.name}.`;
      }
    }
  }
  if (stored === 0) return 'The query reads no table.';
  let outside: string | undefined;
  walk(bound.query, node => {
    if (node.kind === 'function' && forbidden.has(node.name)) outside ??= node.name;
    if (node.kind === 'literal' && node.type === 'current-time') outside ??= 'the current time';
  });
  if (outside !== undefined) return `The query uses ${outside}, which is not allowed.`;
  const changing = volatileFunctionIn(bound);
  return changing === undefined
    ? undefined
    : `The query uses ${changing}, whose value changes from run to run.`;
}

function refused(reason: string): CheckedQuery {
  return { ok: false, reason, repairable: undefined };
}
