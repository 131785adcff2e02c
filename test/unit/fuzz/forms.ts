/** Other forms of a query that return the same rows, one reason each. */
import { quoteName } from '../../../src/core/dialect/sqlite/quote.ts';
import type { Random } from '../../../src/core/random.ts';
import type { BoundQuery, Relation } from '../../../src/core/sql/bound.ts';
import type { Edit } from '../../../src/core/sql/edits.ts';
import { applyEdits } from '../../../src/core/sql/edits.ts';
import type { Expr, Join, Select } from '../../../src/core/sql/model.ts';
import { type Span, textOf } from '../../../src/core/sql/span.ts';
import { type AnyNode, walk } from '../../../src/core/sql/walk.ts';
import { printQuery } from '../dialect/print.ts';

export interface Form {
  readonly name: string;
  readonly sql: string;
}

const TURNED: Readonly<Record<string, string>> = {
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
  '=': '<>',
  '<>': '=',
};

/** All forms of a query, one change each. */
export function equalForms(bound: BoundQuery, choice: Random): Form[] {
  const { source, query } = bound;
  const forms: Form[] = [{ name: 'printed', sql: printQuery(query, source) }];
  const add = (name: string, ...edits: Edit[]): void => {
    forms.push({ name, sql: applyEdits(source, edits) });
  };
  const text = (span: Span): string => textOf(source, span);
  walk(query, (node, ancestors) => {
    for (const [name, replacement] of expressionForms(node, text))
      add(name, { span: node.span, text: replacement });
    if (node.kind === 'select') selectForms(bound, node, ancestors, add);
    if (node.kind === 'join') joinForms(bound, node, ancestors, text, add);
    if (
      node.kind === 'subquery-item' &&
      node.alias !== undefined &&
      query.with === undefined &&
      outermost(ancestors)
    ) {
      const body = text(node.query.span);
      forms.push({
        name: 'derived table as CTE',
        sql: `WITH shared_rows AS (${body}) ${applyEdits(source, [
          { span: node.span, text: `shared_rows AS ${quoteName(node.alias.name)}` },
        ])}`,
      });
    }
    if (node.kind === 'table' && node.alias !== undefined && node.indexHint === undefined) {
      const table = text(node.table.span);
      add('table as derived table', {
        span: node.span,
        text: `(SELECT * FROM ${table}) AS ${quoteName(node.alias.name)}`,
      });
    }
    return node.kind !== 'opaque';
  });
  const cte = query.with?.ctes[0];
  if (
    cte !== undefined &&
    query.with?.ctes.length === 1 &&
    !query.with.recursive &&
    cte.columns.length === 0
  ) {
    const edits: Edit[] = [{ span: query.with.span, text: '' }];
    walk(query.body, node => {
      if (node.kind === 'table' && node.table.name === cte.name.name)
        edits.push({ span: node.table.span, text: `(${text(cte.query.span)})` });
    });
    add('CTE as derived tables', ...edits);
  }
  if (query.orderBy.length === 0) forms.push({ name: 'wrapped', sql: `SELECT * FROM (${source})` });
  if (query.body.kind === 'set' && query.body.operator === 'union all') {
    const { left, right, operatorSpan } = query.body;
    add(
      'arms of UNION ALL swapped',
      { span: left.span, text: text(right.span) },
      { span: operatorSpan, text: 'UNION ALL' },
      { span: right.span, text: text(left.span) },
    );
  }
  const renamed = renameAlias(bound, choice);
  if (renamed !== undefined) forms.push(renamed);
  // Each `?` has the number of its place, and takes it along to no other.
  return isRepeatable(source) ? forms : forms.filter(({ name }) => !/swapped|CTE/.test(name));
}

/** True when the FROM item stands in the outermost SELECT, where nothing is correlated. */
function outermost(ancestors: readonly AnyNode[]): boolean {
  return ancestors.filter(node => node.kind === 'select').length === 1 && ancestors[1]?.kind === 'select';
}

function expressionForms(node: AnyNode, text: (span: Span) => string): (readonly [string, string])[] {
  switch (node.kind) {
    case 'binary': {
      const [left, right] = [text(node.left.span), text(node.right.span)];
      if (node.operator === 'and' || node.operator === 'or')
        return [[`operands of ${node.operator} swapped`, `((${right}) ${node.operator} (${left}))`]];
      const turned = TURNED[node.operator];
      return turned === undefined ? [] : [['comparison negated twice', `(NOT (${left} ${turned} ${right}))`]];
    }
    case 'between': {
      if (!isRepeatable(text(node.operand.span))) return [];
      const operand = text(node.operand.span);
      const both = `(${operand}) >= (${text(node.low.span)}) AND (${operand}) <= (${text(node.high.span)})`;
      return [['BETWEEN as comparisons', node.negated ? `(NOT (${both}))` : `(${both})`]];
    }
    case 'in-list': {
      // Affinity and collation are those of the operand only where the items have none.
      if (node.items.length === 0 || node.items.some(item => item.kind !== 'literal')) return [];
      const operand = text(node.operand.span);
      const any = node.items.map(item => `(${operand}) = ${text(item.span)}`).join(' OR ');
      return [['list as OR', node.negated ? `(NOT (${any}))` : `(${any})`]];
    }
    case 'is-null': {
      const operand = text(node.operand.span);
      return [['NULL test negated twice', `(NOT ((${operand}) IS ${node.negated ? '' : 'NOT '}NULL))`]];
    }
    case 'function':
      return functionForms(node, text);
    default:
      return [];
  }
}

function functionForms(
  node: Extract<Expr, { kind: 'function' }>,
  text: (span: Span) => string,
): [string, string][] {
  const [first, second, third] = node.args.map(each => text(each.span));
  const isPair = first !== undefined && second !== undefined && third === undefined;
  if (node.name === 'coalesce' && isPair && isRepeatable(first))
    return [['COALESCE as CASE', `CASE WHEN (${first}) IS NOT NULL THEN (${first}) ELSE (${second}) END`]];
  if (node.name === 'count' && node.star && node.over === undefined && node.filter === undefined)
    return [['COUNT(*) as COUNT(1)', 'COUNT(1)']];
  return [];
}

/** Written twice, a `?` would be two parameters. */
function isRepeatable(text: string): boolean {
  return !/\?(?!\d)/.test(text);
}

type Add = (name: string, ...edits: Edit[]) => void;

function selectForms(bound: BoundQuery, node: Select, ancestors: readonly AnyNode[], add: Add): void {
  const { source } = bound;
  const at = (offset: number, text: string): Edit => ({ span: { start: offset, end: offset }, text });
  const end = node.whereSpan?.end ?? node.fromSpan?.end;
  if (end !== undefined) add('AND 1 added', at(end, node.where === undefined ? ' WHERE 1' : ' AND 1'));
  if (node.where !== undefined)
    add('WHERE in parentheses', { span: node.where.span, text: `(${textOf(source, node.where.span)})` });
  if (node.distinct !== undefined || ancestors.some(each => each.kind === 'set')) return;
  const outputs = node.columns.map(column =>
    column.kind === 'column' ? textOf(source, column.expr.span) : '*',
  );
  const keys = node.groupBy.map(key => textOf(source, key.span));
  const aggregates = node.columns.some(column => column.kind === 'column' && hasAggregate(column.expr));
  const single = node.groupBy.length === 0 && aggregates;
  const first = node.columns[0];
  if (first === undefined || !(single || (keys.length > 0 && keys.every(key => outputs.includes(key)))))
    return;
  add('redundant DISTINCT', at(first.span.start, 'DISTINCT '));
}

function hasAggregate(expr: Expr): boolean {
  let found = false;
  walk(expr, node => {
    if (node.kind === 'query') return false;
    if (node.kind === 'function' && node.over === undefined && /^(?:count|sum|avg|total)$/.test(node.name))
      found = true;
    return true;
  });
  return found;
}

function joinForms(
  bound: BoundQuery,
  node: Join,
  ancestors: readonly AnyNode[],
  text: (span: Span) => string,
  add: Add,
): void {
  const select = ancestors.findLast(each => each.kind === 'select');
  const stars = select?.kind === 'select' && select.columns.some(column => column.kind === 'star');
  const swapped: Readonly<Record<string, string>> = {
    inner: 'JOIN',
    left: 'RIGHT JOIN',
    right: 'LEFT JOIN',
    full: 'FULL JOIN',
  };
  const words = swapped[node.type];
  const simple = node.left.kind !== 'join' && node.right.kind !== 'join';
  if (words === undefined || stars || !simple || node.natural || node.using !== undefined) return;
  // Only the innermost join of a chain has plain sides.
  if (bound.relationOf(node.left) === undefined || bound.relationOf(node.right) === undefined) return;
  add(
    `sides of ${node.type} join swapped`,
    { span: node.left.span, text: text(node.right.span) },
    { span: node.operatorSpan, text: words },
    { span: node.right.span, text: text(node.left.span) },
  );
}

/** One alias renamed with all that refers to it. */
function renameAlias(bound: BoundQuery, choice: Random): Form | undefined {
  const relations: Relation[] = bound.scopes
    .flatMap(scope => scope.relations)
    .filter(each => each.item.kind === 'table' && each.item.alias !== undefined);
  if (relations.length === 0 || bound.scopes.some(scope => !scope.closed)) return undefined;
  const relation = choice.pick(relations);
  const item = relation.item;
  if (item.kind !== 'table' || item.alias === undefined) return undefined;
  const edits: Edit[] = [{ span: item.alias.span, text: 'renamed' }];
  walk(bound.query, node => {
    if (node.kind === 'star' && node.table?.name === relation.name)
      edits.push({ span: node.table.span, text: 'renamed' });
    if (node.kind !== 'column-ref' || node.table === undefined) return;
    const found = bound.resolve(node);
    if (found?.kind === 'column' && found.relation === relation)
      edits.push({ span: node.table.span, text: 'renamed' });
  });
  return { name: 'alias renamed', sql: applyEdits(bound.source, edits) };
}
