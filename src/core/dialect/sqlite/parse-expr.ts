/** The parser's expressions → the query model. */
import type * as sqlite from 'sqlite3-parser';
import { QuillError } from '../../errors.ts';
import type * as model from '../../sql/model.ts';
import { lineOf, type Span } from '../../sql/span.ts';
import type { TokenCursor } from './cursor.ts';
import { MAX_DEPTH, tooComplex } from './nesting.ts';
import { buildCall, buildStarCall } from './parse-call.ts';
import { buildLiteral, numericLiteral } from './parse-literal.ts';
import { opaque } from './parse-opaque.ts';
import { unquoteName } from './unquote.ts';

const BINARY_OPERATORS: Readonly<Record<sqlite.Operator, model.BinaryOperator>> = {
  Add: '+',
  And: 'and',
  ArrowRight: '->',
  ArrowRightShift: '->>',
  BitwiseAnd: '&',
  BitwiseOr: '|',
  Concat: '||',
  Equals: '=',
  Divide: '/',
  Greater: '>',
  GreaterEquals: '>=',
  Is: 'is',
  IsNot: 'is not',
  LeftShift: '<<',
  Less: '<',
  LessEquals: '<=',
  Modulus: '%',
  Multiply: '*',
  NotEquals: '<>',
  Or: 'or',
  RightShift: '>>',
  Subtract: '-',
};

const UNARY_OPERATORS = { BitwiseNot: '~', Negative: '-', Not: 'not', Positive: '+' } as const;

const LIKE_OPERATORS = { Glob: 'glob', Like: 'like', Match: 'match', Regexp: 'regexp' } as const;

/** Builds expressions while its cursor walks the tokens; `ModelBuilder` adds queries. */
export abstract class ExpressionBuilder {
  readonly cursor: TokenCursor;
  private readonly shift: number;
  private depth = 0;

  /** `shift`: how far the parser's offsets run ahead of the cursor's. */
  constructor(cursor: TokenCursor, shift: number) {
    this.cursor = cursor;
    this.shift = shift;
  }

  abstract query(tree: sqlite.Select): model.Query;

  /** The parser's span of an expression (those are right). */
  spanOf(tree: { readonly span: sqlite.Span }): Span {
    const start = tree.span.offset - this.shift;
    return { start, end: start + tree.span.length };
  }

  /** Runs one level deeper. Throws QuillError `too-complex` past the limit. */
  nested<T>(build: () => T): T {
    this.limitDepth(++this.depth);
    const built = build();
    this.depth--;
    return built;
  }

  /** Throws QuillError `too-complex` when a chain that nests to the left (joins, UNIONs) is longer than the limit. */
  limitDepth(depth: number): void {
    if (depth > MAX_DEPTH) throw tooComplex();
  }

  disagreement(what: string): QuillError {
    return new QuillError('internal', `The parser returned ${what} at offset ${this.cursor.start}.`);
  }

  /** A list separated by commas. */
  list<T, U>(trees: readonly T[], build: (tree: T) => U): U[] {
    return trees.map((tree, index) => {
      if (index > 0) this.cursor.expect(',');
      return build(tree);
    });
  }

  /** The name that comes next, read from the source: the parser may have seen it respelled. */
  name(_tree: sqlite.Name): model.Name {
    const { start, end } = this.cursor.take();
    return { kind: 'name', span: { start, end }, name: unquoteName(this.cursor.source.slice(start, end)) };
  }

  alias(tree: sqlite.As | undefined): model.Name | undefined {
    if (tree === undefined) return undefined;
    if (tree.type === 'AsAs') this.cursor.expect('AS');
    return this.name(tree.name);
  }

  orderTerms(trees: readonly sqlite.SortedColumn[]): model.OrderTerm[] {
    return this.list(trees, tree => {
      const { cursor } = this;
      const start = cursor.start;
      const expr = this.expr(tree.expr);
      if (tree.order !== undefined) cursor.take();
      if (tree.nulls !== undefined) {
        cursor.expect('NULLS');
        cursor.take();
      }
      return {
        kind: 'order',
        span: cursor.since(start),
        expr,
        descending: tree.order === 'Desc',
        ...(tree.nulls !== undefined && {
          nulls: tree.nulls === 'First' ? ('first' as const) : ('last' as const),
        }),
      };
    });
  }

  /** The query in the parentheses that come next. */
  queryInParens(tree: sqlite.Select): model.Query {
    this.cursor.expect('(');
    const query = this.query(tree);
    this.cursor.expect(')');
    return query;
  }

  /** An expression; the cursor jumps to its start and ends behind it. */
  expr(tree: sqlite.Expr): model.Expr {
    return this.nested(() => {
      const span = this.spanOf(tree);
      this.cursor.seek(span.start);
      const built = this.build(tree, span);
      this.cursor.seek(span.end);
      return built;
    });
  }

  private build(tree: sqlite.Expr, span: Span): model.Expr {
    const { cursor } = this;
    switch (tree.type) {
      case 'Id':
        return this.identifier(span);
      case 'QualifiedExpr':
        return this.qualified(tree, span);
      case 'NumericLiteral':
        return numericLiteral(tree.value, span);
      case 'StringLiteral':
      case 'BlobLiteral':
      case 'KeywordLiteral':
      case 'NullLiteral':
      case 'CurrentDateLiteral':
      case 'CurrentTimeLiteral':
      case 'CurrentTimestampLiteral':
        return buildLiteral(tree, span, cursor.source);
      case 'VariableExpr':
        // The grammar has #1 for SQLite's own nested parses only.
        if (tree.name.startsWith('#')) {
          throw new QuillError(
            'syntax',
            `Syntax error: unexpected "${tree.name}"; write a parameter as :name or ?1.`,
            { line: lineOf(cursor.source, span.start) },
          );
        }
        return { kind: 'parameter', span, text: tree.name };
      case 'ParenthesizedExpr':
        return this.parenthesized(tree, span);
      case 'UnaryExpr':
        return { kind: 'unary', span, operator: UNARY_OPERATORS[tree.op], operand: this.expr(tree.expr) };
      case 'BinaryExpr':
        return this.binary(tree, span);
      case 'IsNullExpr':
        return { kind: 'is-null', span, operand: this.expr(tree.expr), negated: false };
      case 'NotNullExpr':
        return { kind: 'is-null', span, operand: this.expr(tree.expr), negated: true };
      case 'BetweenExpr':
        return {
          kind: 'between',
          span,
          operand: this.expr(tree.lhs),
          low: this.expr(tree.start),
          high: this.expr(tree.end),
          negated: tree.not,
        };
      case 'LikeExpr': {
        const operand = this.expr(tree.lhs);
        const pattern = this.expr(tree.rhs);
        const escaped = tree.escape === undefined ? undefined : this.expr(tree.escape);
        const operator = LIKE_OPERATORS[tree.op];
        return {
          kind: 'like',
          span,
          operator,
          operand,
          pattern,
          ...(escaped && { escape: escaped }),
          negated: tree.not,
        };
      }
      case 'InListExpr': {
        const operand = this.expr(tree.lhs);
        const items = (tree.rhs ?? []).map(item => this.expr(item));
        return { kind: 'in-list', span, operand, items, negated: tree.not };
      }
      case 'InSelectExpr': {
        const operand = this.expr(tree.lhs);
        cursor.skip('NOT');
        cursor.expect('IN');
        return { kind: 'in-query', span, operand, query: this.queryInParens(tree.rhs), negated: tree.not };
      }
      case 'ExistsExpr':
        cursor.expect('EXISTS');
        return { kind: 'exists', span, query: this.queryInParens(tree.select) };
      case 'SubqueryExpr':
        return { kind: 'scalar-subquery', span, query: this.queryInParens(tree.select) };
      case 'CaseExpr':
        return this.case(tree, span);
      case 'CastExpr':
        return this.cast(tree, span);
      case 'CollateExpr':
        return { kind: 'collate', span, operand: this.expr(tree.expr), collation: tree.collation };
      case 'FunctionCallExpr':
        return buildCall(this, tree, span);
      case 'FunctionCallStarExpr':
        return buildStarCall(this, tree, span);
      case 'InTableExpr':
        return this.inTable(tree, span);
      case 'RaiseExpr':
        return opaque(span, true, tree.message === undefined ? [] : [this.expr(tree.message)]);
      case 'NameExpr':
        return opaque(span, false, []);
    }
  }

  /** `x IN name` or `x IN name(…)`. */
  private inTable(tree: sqlite.InTableExpr, span: Span): model.Opaque {
    const operand = this.expr(tree.lhs);
    this.cursor.skip('NOT');
    this.cursor.expect('IN');
    const table = { start: this.cursor.start, end: span.end };
    const args = (tree.args ?? []).map(part => this.expr(part));
    return { ...opaque(span, false, [operand, ...args]), table };
  }

  private identifier(span: Span): model.Expr {
    const written = this.cursor.source.slice(span.start, span.end);
    if (/^(true|false)$/i.test(written)) {
      return { kind: 'literal', span, type: 'boolean', value: written.length === 4 };
    }
    return { kind: 'column-ref', span, column: { kind: 'name', span, name: unquoteName(written) } };
  }

  private qualified(tree: sqlite.QualifiedExpr, span: Span): model.ColumnRef {
    const { cursor } = this;
    const schemaName = tree.schema === undefined ? undefined : this.name(tree.schema);
    if (schemaName !== undefined) cursor.expect('.');
    const table = this.name(tree.table);
    cursor.expect('.');
    const column = this.name(tree.column);
    return { kind: 'column-ref', span, ...(schemaName && { schemaName }), table, column };
  }

  private parenthesized(tree: sqlite.ParenthesizedExpr, span: Span): model.Expr {
    const [only, ...others] = tree.exprs;
    if (only === undefined) throw this.disagreement('empty parentheses');
    if (others.length === 0) return { kind: 'paren', span, expr: this.expr(only) };
    return { kind: 'row-value', span, items: tree.exprs.map(item => this.expr(item)) };
  }

  private binary(tree: sqlite.BinaryExpr, span: Span): model.Expr {
    const { cursor } = this;
    const left = this.expr(tree.left);
    if ((tree.op === 'Is' || tree.op === 'IsNot') && tree.right.type === 'NullLiteral') {
      return { kind: 'is-null', span, operand: left, negated: tree.op === 'IsNot' };
    }
    const rightStart = this.spanOf(tree.right).start;
    const start = cursor.start;
    while (cursor.start < rightStart) cursor.take();
    const operatorSpan = cursor.since(start);
    const right = this.expr(tree.right);
    return { kind: 'binary', span, operator: BINARY_OPERATORS[tree.op], operatorSpan, left, right };
  }

  private case(tree: sqlite.CaseExpr, span: Span): model.Case {
    const { cursor } = this;
    cursor.expect('CASE');
    const operand = tree.base === undefined ? undefined : this.expr(tree.base);
    const branches = tree.whenThenPairs.map((pair): model.CaseBranch => {
      const start = cursor.expect('WHEN').start;
      const when = this.expr(pair.when);
      cursor.expect('THEN');
      const then = this.expr(pair.then);
      return { kind: 'case-branch', span: cursor.since(start), when, then };
    });
    const otherwise = tree.elseExpr === undefined ? undefined : this.expr(tree.elseExpr);
    return { kind: 'case', span, ...(operand && { operand }), branches, ...(otherwise && { otherwise }) };
  }

  private cast(tree: sqlite.CastExpr, span: Span): model.Cast {
    const { cursor } = this;
    const operand = this.expr(tree.expr);
    const words = cursor.textsBetween(cursor.expect('AS').end, span.end - 1);
    const type = words.join(' ').replace(/ ?([(),]) ?/g, '$1');
    return { kind: 'cast', span, operand, type };
  }
}
