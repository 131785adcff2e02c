/** Expressions → SQL text, with SQLite's precedence. */

import { tokens } from '../../../src/core/dialect/sqlite/lex.ts';
import { quoteName, quoteText, realLiteral } from '../../../src/core/dialect/sqlite/quote.ts';
import { unquoteName } from '../../../src/core/dialect/sqlite/unquote.ts';
import { QuillError } from '../../../src/core/errors.ts';
import type * as model from '../../../src/core/sql/model.ts';
import type { Span } from '../../../src/core/sql/span.ts';

// Precedence as in SQLite's parse.y, lowest first.
const NOT = 3;
const EQUALITY = 4;
const COMPARISON = 5;
const ESCAPE = 6;
const BITWISE = 7;
const COLLATE = 11;
const SIGN = 12;
const ATOM = 13;

const BINARY_PRECEDENCE: Readonly<Record<model.BinaryOperator, number>> = {
  or: 1,
  and: 2,
  '=': EQUALITY,
  '<>': EQUALITY,
  is: EQUALITY,
  'is not': EQUALITY,
  '<': COMPARISON,
  '<=': COMPARISON,
  '>': COMPARISON,
  '>=': COMPARISON,
  '&': BITWISE,
  '|': BITWISE,
  '<<': BITWISE,
  '>>': BITWISE,
  '+': 8,
  '-': 8,
  '*': 9,
  '/': 9,
  '%': 9,
  '||': 10,
  '->': 10,
  '->>': 10,
};

export abstract class ExpressionPrinter {
  private readonly source: string | undefined;

  constructor(source: string | undefined) {
    this.source = source;
  }

  abstract query(query: model.Query): string;

  /** The text of a span in the source. Throws QuillError `internal` without a source. */
  sourceText(span: Span): string {
    if (this.source === undefined) {
      throw new QuillError('internal', 'Printing this query needs the text it was parsed from.');
    }
    return this.source.slice(span.start, span.end);
  }

  /** A name as the source has it, if it says that name; else quoted where needed. */
  name(name: model.Name): string {
    const written = this.source?.slice(name.span.start, name.span.end) ?? '';
    const last = written === '' ? undefined : tokens(written).at(-1);
    const same = last !== undefined && unquoteName(written.slice(last.start)) === name.name;
    return same ? written : quoteName(name.name);
  }

  names(names: readonly model.Name[]): string {
    return names.map(name => this.name(name)).join(', ');
  }

  exprs(exprs: readonly model.Expr[]): string {
    return exprs.map(expr => this.expr(expr)).join(', ');
  }

  orderTerms(terms: readonly model.OrderTerm[]): string {
    return terms
      .map(term => {
        const nulls = term.nulls === undefined ? '' : ` NULLS ${term.nulls.toUpperCase()}`;
        return this.expr(term.expr) + (term.descending ? ' DESC' : '') + nulls;
      })
      .join(', ');
  }

  expr(expr: model.Expr): string {
    switch (expr.kind) {
      case 'column-ref':
        return [expr.schemaName, expr.table, expr.column]
          .filter(name => name !== undefined)
          .map(name => this.name(name))
          .join('.');
      case 'literal':
        return literalText(expr);
      case 'parameter':
        return expr.text;
      case 'paren':
        return `(${this.expr(expr.expr)})`;
      case 'unary':
        return this.unary(expr);
      case 'binary': {
        const level = BINARY_PRECEDENCE[expr.operator];
        return `${this.at(expr.left, level)} ${expr.operator.toUpperCase()} ${this.at(expr.right, level + 1)}`;
      }
      case 'is-null':
        return `${this.at(expr.operand, EQUALITY)} IS ${expr.negated ? 'NOT ' : ''}NULL`;
      case 'between': {
        const [operand, low, high] = [
          this.at(expr.operand, EQUALITY),
          this.at(expr.low, COMPARISON),
          this.at(expr.high, COMPARISON),
        ];
        return `${operand} ${negation(expr)}BETWEEN ${low} AND ${high}`;
      }
      case 'in-list':
        return `${this.at(expr.operand, EQUALITY)} ${negation(expr)}IN (${this.exprs(expr.items)})`;
      case 'in-query':
        return `${this.at(expr.operand, EQUALITY)} ${negation(expr)}IN (${this.query(expr.query)})`;
      case 'like':
        return this.like(expr);
      case 'case':
        return this.case(expr);
      case 'cast':
        return `CAST(${this.expr(expr.operand)} AS ${expr.type})`;
      case 'collate':
        return `${this.at(expr.operand, COLLATE)} COLLATE ${quoteName(expr.collation)}`;
      case 'function':
        return this.call(expr);
      case 'exists':
        return `EXISTS (${this.query(expr.query)})`;
      case 'scalar-subquery':
        return `(${this.query(expr.query)})`;
      case 'row-value':
        return `(${this.exprs(expr.items)})`;
      case 'opaque':
        return this.sourceText(expr.span);
    }
  }

  window(window: model.Window): string {
    const parts: string[] = [];
    if (window.base !== undefined) parts.push(this.name(window.base));
    if (window.partitionBy.length > 0) parts.push(`PARTITION BY ${this.exprs(window.partitionBy)}`);
    if (window.orderBy.length > 0) parts.push(`ORDER BY ${this.orderTerms(window.orderBy)}`);
    if (window.frame !== undefined) parts.push(this.frame(window.frame));
    return `(${parts.join(' ')})`;
  }

  /** An operand, in parentheses when it binds looser than `level`. */
  private at(expr: model.Expr, level: number): string {
    return precedence(expr) < level ? `(${this.expr(expr)})` : this.expr(expr);
  }

  private unary(expr: model.Unary): string {
    if (expr.operator === 'not') return `NOT ${this.at(expr.operand, NOT)}`;
    const operand = this.at(expr.operand, SIGN);
    // `--` begins a comment.
    return expr.operator + (operand.startsWith('-') ? ' ' : '') + operand;
  }

  private like(expr: model.Like): string {
    const operator = `${negation(expr)}${expr.operator.toUpperCase()}`;
    const operand = this.at(expr.operand, EQUALITY);
    if (expr.escape === undefined) return `${operand} ${operator} ${this.at(expr.pattern, COMPARISON)}`;
    const pattern = this.at(expr.pattern, ESCAPE + 1);
    return `${operand} ${operator} ${pattern} ESCAPE ${this.at(expr.escape, ESCAPE + 1)}`;
  }

  private case(expr: model.Case): string {
    const operand = expr.operand === undefined ? '' : ` ${this.expr(expr.operand)}`;
    const branches = expr.branches.map(
      branch => ` WHEN ${this.expr(branch.when)} THEN ${this.expr(branch.then)}`,
    );
    const otherwise = expr.otherwise === undefined ? '' : ` ELSE ${this.expr(expr.otherwise)}`;
    return `CASE${operand}${branches.join('')}${otherwise} END`;
  }

  private call(expr: model.FunctionCall): string {
    const order = expr.orderBy.length > 0 ? ` ORDER BY ${this.orderTerms(expr.orderBy)}` : '';
    const args = expr.star ? '*' : (expr.distinct ? 'DISTINCT ' : '') + this.exprs(expr.args) + order;
    const filter = expr.filter === undefined ? '' : ` FILTER (WHERE ${this.expr(expr.filter)})`;
    const over =
      expr.over === undefined
        ? ''
        : ` OVER ${expr.over.kind === 'name' ? this.name(expr.over) : this.window(expr.over)}`;
    return `${quoteName(expr.name)}(${args})${filter}${over}`;
  }

  private frame(frame: model.Frame): string {
    const bounds =
      frame.end === undefined
        ? this.bound(frame.start)
        : `BETWEEN ${this.bound(frame.start)} AND ${this.bound(frame.end)}`;
    const exclude = frame.exclude === undefined ? '' : ` EXCLUDE ${frame.exclude.toUpperCase()}`;
    return `${frame.unit.toUpperCase()} ${bounds}${exclude}`;
  }

  private bound(bound: model.FrameBound): string {
    const offset = bound.offset === undefined ? '' : `${this.expr(bound.offset)} `;
    return offset + bound.type.toUpperCase();
  }
}

function negation(expr: { readonly negated: boolean }): string {
  return expr.negated ? 'NOT ' : '';
}

/** How tightly an expression's outermost operator binds. */
function precedence(expr: model.Expr): number {
  switch (expr.kind) {
    case 'binary':
      return BINARY_PRECEDENCE[expr.operator];
    case 'unary':
      return expr.operator === 'not' ? NOT : SIGN;
    case 'is-null':
    case 'between':
    case 'in-list':
    case 'in-query':
    case 'like':
    case 'opaque': // `x IN table`; the others bind tighter
      return EQUALITY;
    case 'collate':
      return COLLATE;
    default:
      return ATOM;
  }
}

function literalText(expr: model.Literal): string {
  const { value } = expr;
  if (value === null) return 'NULL';
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  // Only hexadecimal literals are read as negative numbers.
  if (typeof value === 'bigint') {
    return value < 0n ? `0x${BigInt.asUintN(64, value).toString(16)}` : value.toString();
  }
  if (typeof value === 'number') return realLiteral(value);
  return expr.type === 'text' ? quoteText(value) : value;
}
