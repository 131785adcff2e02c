/**
 * SQLite's functions: https://sqlite.org/lang_corefunc.html, lang_aggfunc.html, lang_datefunc.html,
 * windowfunctions.html.
 */
import type { FunctionFacts } from '../../sql/functions.ts';
import type { FunctionCall, Literal } from '../../sql/model.ts';
import { stripParens } from '../../sql/walk.ts';

const words = (text: string) => new Set(text.split(/\s+/));

const aggregates = words(
  'count sum total avg group_concat string_agg json_group_array json_group_object jsonb_group_array jsonb_group_object median percentile percentile_cont percentile_disc',
);
const orderSensitive = words(
  'group_concat string_agg json_group_array json_group_object jsonb_group_array jsonb_group_object',
);
const neverNull = words(
  'count total row_number rank dense_rank ntile percent_rank cume_dist typeof quote random json_group_array json_group_object changes last_insert_rowid total_changes',
);
const nullOnlyFromArguments = words(
  // Not substr and unicode: substr(x'', 1) and unicode('') are NULL.
  'abs length octet_length lower upper trim ltrim rtrim replace instr hex round glob like concat_ws',
);
const alwaysVolatile = words('random randomblob changes last_insert_rowid total_changes sqlite_offset');
/** All that read dates. */
export const dateFunctions: ReadonlySet<string> = words(
  'date time datetime julianday unixepoch strftime timediff',
);

/** The literals `'now'` that a date function reads as its time value. */
export function readsTime(call: FunctionCall): Literal[] {
  if (!dateFunctions.has(call.name)) return [];
  const first = call.name === 'strftime' ? 1 : 0;
  const values = call.name === 'timediff' ? call.args.slice(0, 2) : call.args.slice(first, first + 1);
  return values
    .map(stripParens)
    .filter(value => value.kind === 'literal')
    .filter(isNow);
}

const isNow = ({ value }: Literal) => typeof value === 'string' && /^\s*now\s*$/i.test(value);

/**
 * A date function reads the clock when its time value is the literal `now` or absent. A column or a parameter could
 * hold the text `now` too, but counts as stable: no database that the judge builds is given that text.
 */
function readsClock(call: FunctionCall): boolean {
  if (!dateFunctions.has(call.name)) return false;
  return call.args.length <= (call.name === 'strftime' ? 1 : 0) || readsTime(call).length > 0;
}

/** min() and max() of several arguments compare those. */
function aggregatesRows(call: FunctionCall): boolean {
  if (call.name === 'min' || call.name === 'max') return call.args.length === 1;
  return aggregates.has(call.name);
}

export const sqliteFunctions: FunctionFacts = {
  isAggregate: call => call.over === undefined && aggregatesRows(call),
  aggregates: aggregatesRows,
  isOrderSensitive: call => orderSensitive.has(call.name),
  neverNull: name => neverNull.has(name),
  nullOnlyFromArguments: name => nullOnlyFromArguments.has(name),
  isVolatile: call => alwaysVolatile.has(call.name) || readsClock(call),
};
