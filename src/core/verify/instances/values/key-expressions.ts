/** Expressions that a query tells rows apart by, or compares with each other. */
import type { BoundQuery } from '../../../sql/bound.ts';
import { isComparisonOrIs } from '../../../sql/comparison.ts';
import type { Expr, Query, QueryBody } from '../../../sql/model.ts';
import { arms, stripParens, walk } from '../../../sql/walk.ts';
import { definitionOf } from '../../query/trace.ts';

/**
 * What rows are grouped, sorted, made distinct or compared by, through derived tables; those that are compared with
 * each other together.
 */
export function keyExpressions(bound: BoundQuery): Expr[][] {
  const found: Expr[][] = [];
  const add = (...exprs: readonly (Expr | undefined)[]): void => {
    const defined = exprs.flatMap(expr => (expr ? [definitionOf(bound, expr)] : []));
    if (defined.length > 0) found.push(defined);
  };
  const addOutputs = (query: Query | QueryBody): void => {
    for (const arm of arms(query.kind === 'query' ? query.body : query))
      if (arm.kind === 'select') for (const { expr } of bound.outputsOf(arm)) add(expr);
  };
  walk(bound.query, node => {
    switch (node.kind) {
      case 'select':
        if (node.distinct) addOutputs(node);
        for (const expr of node.groupBy) {
          const inner = stripParens(expr);
          const place = inner.kind === 'literal' ? Number(inner.value) : undefined;
          add(place === undefined ? expr : bound.outputsOf(node)[place - 1]?.expr);
        }
        break;
      case 'set':
        if (node.operator !== 'union all') addOutputs(node);
        break;
      case 'window':
        for (const expr of node.partitionBy) add(expr);
        break;
      case 'order':
        add(node.expr);
        break;
      case 'function':
        if (node.distinct) add(node.args[0]);
        break;
      case 'binary':
        if (isComparisonOrIs(node))
          for (const [i, item] of itemsOf(node.left).entries()) add(item, itemsOf(node.right)[i]);
        break;
      case 'in-query':
        for (const [i, item] of itemsOf(node.operand).entries())
          add(item, ...arms(node.query.body).map(arm => bound.outputsOf(arm)[i]?.expr));
        break;
    }
  });
  return found;
}

function itemsOf(expr: Expr): readonly Expr[] {
  const inner = stripParens(expr);
  return inner.kind === 'row-value' ? inner.items : [inner];
}
