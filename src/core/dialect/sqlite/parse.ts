/** SQLite text → the query model. The grammar is SQLite's own (sqlite3-parser); the spans are ours. */
import * as sqlite from 'sqlite3-parser';
import { QuillError } from '../../errors.ts';
import type { Expr, Query } from '../../sql/model.ts';
import { lineOf } from '../../sql/span.ts';
import { respellContextual } from './contextual-keywords.ts';
import { TokenCursor } from './cursor.ts';
import { tokens } from './lex.ts';
import { misspeltKeyword } from './misspelt.ts';
import { namingChains, withinStack } from './nesting.ts';
import { ModelBuilder } from './parse-query.ts';

// SQLite reads 1_000 since 3.46.
const parser = sqlite.withOptions({ digitSeparator: '_' });

/**
 * Parses one SELECT, WITH … SELECT or VALUES. Spans are UTF-16 offsets into `sql`; trailing semicolons and comments
 * lie outside of the query's span.
 *
 * Throws QuillError `syntax`, `not-a-query` (any other statement, or none), `several-statements`, or `too-complex`
 * (nested deeper than 1000 levels, SQLite's own limit for expressions).
 */
export function parseQuery(sql: string): Query {
  const result = parser.parseStmt(respellContextual(sql), { allowTrailing: true });
  if (result.status === 'error') throw syntaxError(sql, result.errors[0]);
  const statement = result.root;
  if (statement.type !== 'SelectStmt') {
    const keyword = firstWord(sql);
    throw new QuillError(
      'not-a-query',
      `${keyword} is not a query; choose a SELECT, WITH … SELECT or VALUES.`,
    );
  }
  const rest = tokens(sql.slice(result.tail)).filter(token => token.kind !== 'comment');
  if (rest.some(token => sql.slice(result.tail + token.start, result.tail + token.end) !== ';')) {
    throw new QuillError('several-statements', 'There is more than one statement here; choose one of them.');
  }
  return namingChains(sql, () =>
    withinStack(() => new ModelBuilder(new TokenCursor(sql)).query(statement.body)),
  );
}

/** Parses an expression alone (of a CHECK constraint, an index, …). Spans refer to `sql`. Throws as `parseQuery`. */
export function parseExpression(sql: string): Expr {
  // Blanks in front of the expression would move its spans: parse behind a prefix and shift nothing by cutting it.
  const prefix = 'SELECT (';
  const result = parser.parseStmt(`${prefix}${respellContextual(sql)}\n)`);
  if (result.status === 'error') throw syntaxError(sql, result.errors[0], prefix.length);
  const column =
    result.root.type === 'SelectStmt' && result.root.body.select.type === 'SelectFrom'
      ? result.root.body.select.columns
      : [];
  const wrapped = column[0];
  if (
    column.length !== 1 ||
    wrapped?.type !== 'ExprResultColumn' ||
    wrapped.expr.type !== 'ParenthesizedExpr' ||
    wrapped.expr.exprs.length !== 1
  ) {
    throw new QuillError('syntax', `"${sql.trim()}" is not a single expression; correct it.`);
  }
  const tree = wrapped.expr.exprs[0]!;
  return withinStack(() => new ModelBuilder(new TokenCursor(sql), prefix.length).expr(tree));
}

function syntaxError(sql: string, found: sqlite.ParseDiagnostic | undefined, shift = 0): QuillError {
  if (tokens(sql).every(token => token.kind === 'comment' || sql.slice(token.start, token.end) === ';')) {
    return new QuillError(
      'not-a-query',
      'There is no statement here; choose a SELECT, WITH … SELECT or VALUES.',
    );
  }
  if (found === undefined) return new QuillError('syntax', 'The SQL does not parse; correct it.');
  const offset = Math.min(found.span.offset - shift, sql.length);
  const token = sql.slice(offset, offset + Math.min(found.span.length, 40)).trim();
  const meant = misspeltKeyword(sql, offset);
  if (meant !== undefined) {
    const sentence = `Syntax error at "${token}": did you mean ${meant.keyword} instead of "${meant.word}"?`;
    return new QuillError('syntax', sentence, { line: lineOf(sql, offset) });
  }
  const hint = found.hints?.[0]?.message;
  const what =
    token === ''
      ? 'the statement ends too early'
      : /^near /.test(found.message)
        ? `unexpected "${token}"`
        : found.message;
  return new QuillError('syntax', `Syntax error: ${what}${hint === undefined ? '' : ` (${hint})`}.`, {
    line: lineOf(sql, offset),
  });
}

function firstWord(sql: string): string {
  const first = tokens(sql).find(token => token.kind === 'word');
  return first === undefined ? 'This' : sql.slice(first.start, first.end).toUpperCase();
}
