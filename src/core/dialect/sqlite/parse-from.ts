/** FROM clauses → the query model. */
import type * as sqlite from 'sqlite3-parser';
import type * as model from '../../sql/model.ts';
import type { Span } from '../../sql/span.ts';
import type { ExpressionBuilder } from './parse-expr.ts';

/** The items of a FROM clause (the word FROM is taken already), joined from the left. */
export function buildFrom(build: ExpressionBuilder, tree: sqlite.FromClause): model.FromItem {
  const { cursor } = build;
  const start = cursor.start;
  if (tree.select === undefined) throw build.disagreement('a FROM clause without a table');
  build.limitDepth(tree.joins?.length ?? 0);
  let item = buildItem(build, tree.select);
  for (const joined of tree.joins ?? []) {
    const operatorSpan = buildOperator(build, joined.operator);
    const right = buildItem(build, joined.table);
    item = {
      kind: 'join',
      ...joinType(joined.operator),
      left: item,
      right,
      operatorSpan,
      ...buildConstraint(build, joined.constraint),
      span: cursor.since(start),
    };
  }
  return item;
}

function buildOperator(build: ExpressionBuilder, tree: sqlite.JoinOperator): Span {
  const { cursor } = build;
  const start = cursor.start;
  if (tree.type === 'CommaJoinOperator') cursor.expect(',');
  else while (cursor.sees('JOIN') === false) cursor.take();
  if (tree.type !== 'CommaJoinOperator') cursor.expect('JOIN');
  return cursor.since(start);
}

/** Bits of the parser's JoinType, which are those of SQLite's JT_ constants. */
const CROSS = 2;
const NATURAL = 4;
const LEFT = 8;
const RIGHT = 16;

function joinType(tree: sqlite.JoinOperator): Pick<model.Join, 'type' | 'natural'> {
  if (tree.type === 'CommaJoinOperator') return { type: 'comma', natural: false };
  const bits = tree.joinType ?? 0;
  const natural = (bits & NATURAL) !== 0;
  const left = (bits & LEFT) !== 0;
  const right = (bits & RIGHT) !== 0;
  if (left && right) return { type: 'full', natural };
  if (left) return { type: 'left', natural };
  if (right) return { type: 'right', natural };
  return { type: (bits & CROSS) !== 0 ? 'cross' : 'inner', natural };
}

function buildConstraint(
  build: ExpressionBuilder,
  tree: sqlite.JoinConstraint | undefined,
): Pick<model.Join, 'on' | 'using' | 'constraintSpan'> {
  if (tree === undefined) return {};
  const { cursor } = build;
  const start = cursor.start;
  if (tree.type === 'OnJoinConstraint') {
    cursor.expect('ON');
    const on = build.expr(tree.expr);
    return { on, constraintSpan: cursor.since(start) };
  }
  cursor.expect('USING');
  cursor.expect('(');
  const using = build.list(tree.columns, column => build.name(column));
  cursor.expect(')');
  return { using, constraintSpan: cursor.since(start) };
}

function buildItem(build: ExpressionBuilder, tree: sqlite.SelectTable): model.FromItem {
  return build.nested(() => {
    switch (tree.type) {
      case 'TableSelectTable':
        return buildTable(build, tree);
      case 'TableCallSelectTable':
        return buildFunction(build, tree);
      case 'SelectSelectTable':
        return buildSubquery(build, tree);
      case 'SubSelectTable':
        return buildParen(build, tree);
    }
  });
}

function buildTable(build: ExpressionBuilder, tree: sqlite.TableSelectTable): model.TableItem {
  const { cursor } = build;
  const start = cursor.start;
  const schemaName = buildSchemaName(build, tree.tblName);
  const table = build.name(tree.tblName.objName);
  const alias = build.alias(tree.alias);
  let indexHint: Span | undefined;
  if (tree.indexed !== undefined) {
    const from = cursor.take().start;
    cursor.take();
    if (tree.indexed.type === 'IndexedByIndexed') cursor.take();
    indexHint = cursor.since(from);
  }
  return {
    kind: 'table',
    span: cursor.since(start),
    ...(schemaName && { schemaName }),
    table,
    ...(alias && { alias }),
    ...(indexHint && { indexHint }),
  };
}

function buildSchemaName(build: ExpressionBuilder, tree: sqlite.QualifiedName): model.Name | undefined {
  if (tree.dbName === undefined) return undefined;
  const name = build.name(tree.dbName);
  build.cursor.expect('.');
  return name;
}

function buildFunction(build: ExpressionBuilder, tree: sqlite.TableCallSelectTable): model.FunctionItem {
  const { cursor } = build;
  const start = cursor.start;
  buildSchemaName(build, tree.tblName);
  const named = build.name(tree.tblName.objName);
  // A schema in front of a table-valued function says nothing in SQLite; it stays part of the name's text.
  const name: model.Name = { ...named, span: cursor.since(start) };
  cursor.expect('(');
  const args = build.list(tree.args ?? [], arg => build.expr(arg));
  cursor.expect(')');
  const alias = build.alias(tree.alias);
  return { kind: 'function-item', span: cursor.since(start), name, args, ...(alias && { alias }) };
}

function buildSubquery(build: ExpressionBuilder, tree: sqlite.SelectSelectTable): model.SubqueryItem {
  const { cursor } = build;
  const start = cursor.expect('(').start;
  const query = build.query(tree.select);
  cursor.expect(')');
  const alias = build.alias(tree.alias);
  return { kind: 'subquery-item', span: cursor.since(start), query, ...(alias && { alias }) };
}

function buildParen(build: ExpressionBuilder, tree: sqlite.SubSelectTable): model.ParenItem {
  const { cursor } = build;
  const start = cursor.expect('(').start;
  const item = buildFrom(build, tree.from);
  cursor.expect(')');
  const alias = build.alias(tree.alias);
  return { kind: 'paren-item', span: cursor.since(start), item, ...(alias && { alias }) };
}
