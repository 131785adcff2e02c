/** Function calls with their DISTINCT, ORDER BY, FILTER and OVER → the query model. */
import type * as sqlite from 'sqlite3-parser';
import type * as model from '../../sql/model.ts';
import type { Span } from '../../sql/span.ts';
import type { ExpressionBuilder } from './parse-expr.ts';
import { opaque } from './parse-opaque.ts';
import { buildWindow } from './parse-window.ts';
import { unquoteName } from './unquote.ts';

/** `f(…)` with all that may follow; ordered-set aggregates (WITHIN GROUP) become opaque. */
export function buildCall(
  build: ExpressionBuilder,
  tree: sqlite.FunctionCallExpr,
  span: Span,
): model.FunctionCall | model.Opaque {
  const { cursor } = build;
  const { name, nameSpan } = takeName(build);
  cursor.expect('(');
  if (tree.distinctness !== undefined) cursor.take();
  const args = build.list(tree.args ?? [], arg => build.expr(arg));
  let orderBy: readonly model.OrderTerm[] = [];
  if (tree.orderBy?.type === 'WithinGroupFunctionCallOrder') {
    // It is an aggregate the model cannot name: nothing may rely on knowing what it does.
    return opaque(span, false, [...args, build.expr(tree.orderBy.expr)]);
  }
  if (tree.orderBy !== undefined) {
    cursor.expect('ORDER');
    cursor.expect('BY');
    orderBy = build.orderTerms(tree.orderBy.columns);
  }
  cursor.expect(')');
  return {
    kind: 'function',
    span,
    name,
    nameSpan,
    args,
    star: false,
    distinct: tree.distinctness === 'Distinct',
    orderBy,
    ...buildTail(build, tree.filterOver),
  };
}

/** `count(*)`. */
export function buildStarCall(
  build: ExpressionBuilder,
  tree: sqlite.FunctionCallStarExpr,
  span: Span,
): model.FunctionCall {
  const { cursor } = build;
  const { name, nameSpan } = takeName(build);
  cursor.expect('(');
  cursor.expect('*');
  cursor.expect(')');
  return {
    kind: 'function',
    span,
    name,
    nameSpan,
    args: [],
    star: true,
    distinct: false,
    orderBy: [],
    ...buildTail(build, tree.filterOver),
  };
}

function takeName(build: ExpressionBuilder): Pick<model.FunctionCall, 'name' | 'nameSpan'> {
  const { start, end } = build.cursor.take();
  const name = unquoteName(build.cursor.source.slice(start, end)).toLowerCase();
  return { name, nameSpan: { start, end } };
}

function buildTail(
  build: ExpressionBuilder,
  tree: sqlite.FunctionTail | undefined,
): Pick<model.FunctionCall, 'filter' | 'over'> {
  if (tree === undefined) return {};
  const { cursor } = build;
  let filter: model.Expr | undefined;
  if (tree.filterClause !== undefined) {
    cursor.expect('FILTER');
    cursor.expect('(');
    cursor.expect('WHERE');
    filter = build.expr(tree.filterClause);
    cursor.expect(')');
  }
  let over: model.Name | model.Window | undefined;
  if (tree.overClause !== undefined) {
    cursor.expect('OVER');
    over =
      tree.overClause.type === 'NameOver'
        ? build.name(tree.overClause.name)
        : buildWindow(build, tree.overClause.window);
  }
  return { ...(filter && { filter }), ...(over && { over }) };
}
