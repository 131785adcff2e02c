/** CREATE INDEX statements under the names of a renamed schema. */
import { analyze } from '../../dialect/sqlite/analyze.ts';
import { tokens } from '../../dialect/sqlite/lex.ts';
import { quoteName } from '../../dialect/sqlite/quote.ts';
import { QuillError } from '../../errors.ts';
import { readIndexText, unquotedName } from '../../schema/table-text.ts';
import { fromItems } from '../../sql/walk.ts';
import { NoVariant } from './no-variant.ts';
import { type PairNames, renameQuery } from './rename-query.ts';

interface IndexParts {
  readonly name: string;
  readonly unique: boolean;
  /** As written. */
  readonly table: string;
  readonly terms: string;
  readonly where: string | undefined;
}

/**
 * The statement with its names changed; the index is named after its new table and columns. Its terms are read as those
 * of an ORDER BY, where the same names mean the same. Throws NoVariant as `renameQuery` does.
 */
export function renameIndex(sql: string, names: PairNames): string {
  const parts = readParts(sql);
  const where = parts.where === undefined ? '' : ` WHERE ${parts.where}`;
  const query = `SELECT * FROM ${parts.table}${where} ORDER BY ${parts.terms}`;
  let bound: ReturnType<typeof analyze>;
  try {
    bound = analyze(query, names.renamed.original);
  } catch (error) {
    if (!QuillError.is(error)) throw error;
    throw new NoVariant('unresolved', { cause: error });
  }
  const renamed = renameQuery(bound, names);
  const { body, orderBy } = renamed.query;
  const [item] = body.kind === 'select' ? fromItems(body.from) : [];
  if (body.kind !== 'select' || item?.kind !== 'table') throw new NoVariant('unresolved');
  const text = (span: { readonly start: number; readonly end: number }): string =>
    renamed.source.slice(span.start, span.end);
  const columns = orderBy.map(({ expr }) => (expr.kind === 'column-ref' ? expr.column.name : 'expr'));
  const name = names.index(parts.name, item.table.name, columns);
  const condition = body.where === undefined ? '' : ` WHERE ${text(body.where.span)}`;
  const terms = orderBy.map(term => text(term.span)).join(', ');
  return `CREATE ${parts.unique ? 'UNIQUE ' : ''}INDEX ${quoteName(name)} ON ${quoteName(item.table.name)} (${terms})${condition}`;
}

function readParts(sql: string): IndexParts {
  const all = tokens(sql).filter(token => token.kind !== 'comment');
  const words = all.map(token => sql.slice(token.start, token.end));
  const on = words.findIndex((word, i) => i > 1 && all[i]?.kind === 'word' && word.toUpperCase() === 'ON');
  const [name, table, open] = [words[on - 1], words[on + 1], all[on + 2]];
  if (on < 0 || name === undefined || table === undefined || open === undefined)
    throw new NoVariant('unresolved');
  const close = closing(words, on + 2);
  const last = all[close];
  if (last === undefined) throw new NoVariant('unresolved');
  return {
    name: unquotedName(name),
    unique: words[1]?.toUpperCase() === 'UNIQUE',
    table,
    terms: sql.slice(open.end, last.start),
    where: readIndexText(sql).where,
  };
}

function closing(words: readonly string[], open: number): number {
  let depth = 0;
  for (let i = open; i < words.length; i++) {
    if (words[i] === '(') depth++;
    else if (words[i] === ')' && --depth === 0) return i;
  }
  return -1;
}
