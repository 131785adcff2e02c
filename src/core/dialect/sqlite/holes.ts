/** Masks template holes by text of equal length, so that offsets stay, and puts them back. */
import { QuillError } from '../../errors.ts';
import { applyEdits } from '../../sql/edits.ts';
import type { Query } from '../../sql/model.ts';
import { sameName } from '../../sql/model.ts';
import type { Span } from '../../sql/span.ts';
import { walk } from '../../sql/walk.ts';
import { whyNotValue } from './hole-position.ts';
import { type FoundHole, findHoles } from './hole-scan.ts';
import { parseQuery } from './parse.ts';
import { quoteName } from './quote.ts';

export interface Hole {
  readonly span: Span;
  /** As written in the source. A hole inside a string literal is the whole literal. */
  readonly text: string;
  /** What stands for it in the masked text. */
  readonly mask: string;
  /**
   * `value`: one value, masked as a parameter. `table`: a table's name. `control`: {% … %}, {# … #}, {{ config() }}.
   */
  readonly kind: 'value' | 'table' | 'control';
  /** The parameter that stands for a value. Equal texts share one, except `%s`. */
  readonly parameter?: string;
  /** The table that a `ref()` or `source()` names. */
  readonly table?: string;
}

export interface Masked {
  /** Of the same length as the source. */
  readonly text: string;
  readonly holes: readonly Hole[];
  /** True when parameters and known tables can stand for all holes. */
  readonly runnable: boolean;
  /** One sentence, when not runnable. */
  readonly why?: string;
}

/**
 * Masks the holes of one statement. Values become parameters, `{{ ref('t') }}` becomes the table's name, remarks and
 * settings become comments, `{% … %}` blanks. Never throws.
 */
export function maskHoles(text: string, knownTable: (name: string) => boolean): Masked {
  const found = findHoles(text);
  const { text: masked, holes } = maskFound(text, found);
  const why = holes.length === 0 ? undefined : whyNotRunnable(text, masked, found, holes, knownTable);
  return why === undefined
    ? { text: masked, holes, runnable: true }
    : { text: masked, holes, runnable: false, why };
}

/** Masks the holes of a whole file, for splitting it. Never throws. */
export function maskAll(text: string): { readonly text: string; readonly holes: readonly Hole[] } {
  return maskFound(text, findHoles(text));
}

// Characters of the private use area are letters to SQLite and occur in no real name: one character makes a
// parameter unique even where the hole (`%s`) leaves room for two.
const FIRST_MARK = 0xe000;
const LAST_MARK = 0xf8ff;

function maskFound(text: string, found: readonly FoundHole[]): { text: string; holes: Hole[] } {
  const holes: Hole[] = [];
  const marks = new Map<string, string>();
  let code = FIRST_MARK;
  const taken = new Set(text.match(/[\uE000-\uF8FF]/g));
  const nextMark = (): string => {
    while (code < LAST_MARK && taken.has(String.fromCharCode(code))) code++;
    return String.fromCharCode(Math.min(code++, LAST_MARK));
  };
  let masked = '';
  let at = 0;
  for (const hole of found) {
    const { span } = hole;
    const written = text.slice(span.start, span.end);
    const length = written.length;
    const mark = (written === '%s' ? undefined : marks.get(written)) ?? nextMark();
    marks.set(written, mark);
    let mask: string;
    if (hole.form === 'control') {
      mask = written.replace(/[^\n\r]/g, ' ');
      holes.push({ span, text: written, mask, kind: 'control' });
    } else if (hole.form === 'remark' || hole.form === 'setting') {
      mask = length < 5 ? '/**/' : `/*${mark.padEnd(length - 4)}*/`;
      holes.push({ span, text: written, mask, kind: 'control' });
    } else if (hole.form === 'name') {
      mask = written;
      holes.push({ span, text: written, mask, kind: 'table' });
    } else if (hole.table !== undefined && qualified(hole.table).length <= length) {
      mask = qualified(hole.table).padEnd(length);
      holes.push({ span, text: written, mask, kind: 'table', table: hole.table });
    } else {
      mask = `:${mark.padEnd(length - 1, '_')}`;
      const table = standsForTable(text, hole);
      holes.push({
        span,
        text: written,
        mask,
        kind: table ? 'table' : 'value',
        ...(!table && { parameter: mask }),
      });
    }
    masked += text.slice(at, span.start) + mask;
    at = span.end;
  }
  return { text: masked + text.slice(at), holes };
}

/** With the schema in front it is never a common table expression: `WITH a AS (SELECT * FROM {{ ref('a') }})`. */
function qualified(table: string): string {
  return `main.${quoteName(table)}`;
}

function standsForTable(text: string, hole: FoundHole): boolean {
  return (
    !hole.inString &&
    /\b(?:from|join|into|update|table)\s*$/i.test(
      text.slice(Math.max(0, hole.span.start - 40), hole.span.start),
    )
  );
}

function whyNotRunnable(
  text: string,
  masked: string,
  found: readonly FoundHole[],
  holes: readonly Hole[],
  knownTable: (name: string) => boolean,
): string | undefined {
  for (const [index, hole] of holes.entries()) {
    const { form, inString } = found[index]!;
    if (form === 'control')
      return `The template decides with ${hole.text} what the statement is; run it on the rendered SQL.`;
    if (hole.kind === 'control') continue;
    if (form === 'name' || (!inString && isGlued(text, hole.span))) {
      return `${hole.text} is part of a name; write the whole name to run the statement.`;
    }
    if (hole.kind === 'table' && (hole.table === undefined || !knownTable(hole.table))) {
      return `${hole.text} stands for a table that is not in the schema; name a table that is.`;
    }
  }
  let query: Query;
  try {
    query = parseQuery(masked);
  } catch (error) {
    if (!(error instanceof QuillError)) throw error;
    // What is no query at all is for the caller to say; holes change nothing about it.
    return error.reason === 'syntax'
      ? `The template leaves SQL that does not parse: ${error.sentence}`
      : undefined;
  }
  return whyNotValue(
    query,
    holes.filter((_, index) => found[index]!.form !== 'driver' && !found[index]!.inString),
  );
}

function isGlued(text: string, span: Span): boolean {
  return (
    /[\w.$"`\]]$/.test(text.slice(0, span.start).slice(-1)) ||
    /^[\w.$"`[]/.test(text.slice(span.end, span.end + 1))
  );
}

/**
 * Puts the holes back into a statement written from the masked text, wherever they moved. `{{ ref('t') }}` comes back
 * wherever the query reads table t itself. A statement that does not
 * parse keeps its tables' names. Never throws.
 */
export function unmask(sql: string, holes: readonly Hole[]): string {
  const tables = holes.filter(hole => hole.kind === 'table' && hole.table !== undefined);
  let result = tables.length === 0 ? sql : withTables(sql, tables);
  const texts = new Map(holes.filter(hole => hole.table === undefined).map(hole => [hole.mask, hole.text]));
  result = result.replace(/:[\uE000-\uF8FF]_*|\/\*[\uE000-\uF8FF] *\*\//g, mask => texts.get(mask) ?? mask);
  return result;
}

function withTables(sql: string, tables: readonly Hole[]): string {
  const edits: { span: Span; text: string }[] = [];
  let query: Query;
  try {
    query = parseQuery(sql);
  } catch (error) {
    if (error instanceof QuillError) return sql;
    throw error;
  }
  const ctes: string[] = [];
  walk(query, node => {
    if (node.kind === 'cte') ctes.push(node.name.name);
  });
  walk(query, node => {
    if (node.kind !== 'table') return;
    const { schemaName, table } = node;
    if (schemaName ? !sameName(schemaName.name, 'main') : ctes.some(name => sameName(name, table.name)))
      return;
    const hole = tables.find(candidate => sameName(candidate.table!, table.name));
    if (hole === undefined) return;
    // The mask was padded with blanks to the length of the hole.
    const start = node.span.start;
    const end = table.span.end;
    const padding = /^ */.exec(sql.slice(end, Math.max(end, start + hole.mask.length)))![0].length;
    edits.push({ span: { start, end: end + padding }, text: hole.text });
  });
  return applyEdits(sql, edits);
}
