/** The form of a schema in prompts: the same for writing, optimizing, training and inference. */

import { tokens } from '../dialect/sqlite/lex.ts';
import { quoteName } from '../dialect/sqlite/quote.ts';
import type { Schema, Table, View } from '../schema/model.ts';
import type { SchemaProfile } from '../schema/profile-model.ts';
import { unquotedName } from '../schema/table-text.ts';
import { sameName } from '../sql/model.ts';
import { oneLine } from './one-line.ts';
import { type Detail, tableForm } from './table-form.ts';

export interface SchemaPromptOptions {
  /** The query that is asked about: the tables it names come first and in full, the others by their names. */
  readonly query?: string;
  /** True shows a few frequent values of category columns: rows, which must not leave the machine. Default: false. */
  readonly values?: boolean;
  /** The longest text that may come out, in characters. Default: 12,000. */
  readonly maxCharacters?: number;
}

const defaultLength = 12_000;

/**
 * Tables with columns, types, keys, foreign keys and indexes, row counts, numbers of different values, shares of NULL,
 * and the comments and checks of the DDL. Where this is too long, comments, checks and statistics go first, then
 * whole tables become names. Views show their text when the query names them.
 */
export function schemaPrompt(
  schema: Schema,
  profile?: SchemaProfile,
  options: SchemaPromptOptions = {},
): string {
  const { query, values = false, maxCharacters = defaultLength } = options;
  const { tables, views } = mentioned(schema, query);
  const others = [...schema.tables, ...schema.views].filter(
    each => !tables.some(table => table === each) && !views.some(view => view === each),
  );
  const form = (detail: Detail) => (table: Table) =>
    tableForm(
      table,
      profile?.tables.find(each => sameName(each.name, table.name)),
      detail,
      values,
    );
  const whole = views.map(viewForm);
  for (const detail of ['full', 'plain'] as const) {
    const text = assembled([...tables.map(form(detail)), ...whole], others, maxCharacters);
    if (text.length <= maxCharacters) return text;
  }
  return asManyAsFit(tables, views, others, form('plain'), maxCharacters);
}

type Named = Pick<Table, 'name'>;

function assembled(parts: readonly string[], others: readonly Named[], maxCharacters: number): string {
  const text = parts.join('\n');
  const room = Math.max(0, maxCharacters - text.length - 1);
  return [text, names(others, room)].filter(part => part !== '').join('\n');
}

/** The tables in the given order while there is room, the rest by name. */
function asManyAsFit(
  tables: readonly Table[],
  views: readonly View[],
  others: readonly Named[],
  form: (table: Table) => string,
  maxCharacters: number,
): string {
  // What is left for names is little, but keeps the model from inventing tables.
  const reserved = Math.min(400, Math.floor(maxCharacters / 4));
  const parts: string[] = [];
  const left: Named[] = [];
  let length = 0;
  const offer = (one: Named, text: string) => {
    if (length + text.length + 1 > maxCharacters - reserved) left.push(one);
    else {
      parts.push(text);
      length += text.length + 1;
    }
  };
  for (const table of tables) offer(table, form(table));
  for (const view of views) offer(view, viewForm(view));
  return assembled(parts, [...left, ...others], maxCharacters).slice(0, maxCharacters);
}

function names(others: readonly Named[], room: number): string {
  if (others.length === 0) return '';
  let line = 'OTHER TABLES: ';
  for (const [i, { name }] of others.entries()) {
    const next = `${i === 0 ? '' : ', '}${quoteName(name)}`;
    const rest = `, and ${others.length - i} more`;
    if (line.length + next.length + (i < others.length - 1 ? rest.length : 0) > room) {
      return i === 0 ? '' : `${line}${rest}`.slice(0, room);
    }
    line += next;
  }
  return line;
}

function viewForm(view: View): string {
  return `VIEW ${quoteName(view.name)} (${view.columns.map(quoteName).join(', ')})\n  ${oneLine(view.sql)}`;
}

/**
 * The views that a query names, and the tables in the order in which it first names them, those behind its views last.
 * Everything when it names none, or without a query.
 */
function mentioned(schema: Schema, query: string | undefined): Pick<Schema, 'tables' | 'views'> {
  if (query === undefined) return schema;
  const named = namesIn(query);
  const views = schema.views.filter(view => named.has(view.name.toLowerCase()));
  const behind = namesIn(views.map(view => view.sql).join('\n;\n'));
  const tables = [...new Set([...named, ...behind])].flatMap(name =>
    schema.tables.filter(table => table.name.toLowerCase() === name),
  );
  return tables.length === 0 && views.length === 0 ? schema : { tables, views };
}

/** Every word or quoted name of a text in lower case. The text need not parse. */
function namesIn(sql: string): Set<string> {
  return new Set(
    tokens(sql)
      .filter(token => token.kind === 'word' || token.kind === 'name')
      .map(token => unquotedName(sql.slice(token.start, token.end)).toLowerCase()),
  );
}
