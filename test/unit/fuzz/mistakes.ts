/** Mistakes in a query, made on its text: most of them change what it returns. */

import type { BoundQuery } from '../../../src/core/sql/bound.ts';
import type { Edit } from '../../../src/core/sql/edits.ts';
import { applyEdits } from '../../../src/core/sql/edits.ts';
import { type Span, textOf } from '../../../src/core/sql/span.ts';
import { type AnyNode, conjuncts, walk } from '../../../src/core/sql/walk.ts';
import type { Form } from './forms.ts';
import { kindOf } from './random-query.ts';

const NEAR: Readonly<Record<string, readonly string[]>> = {
  '<': ['<=', '>'],
  '<=': ['<', '='],
  '>': ['>=', '<'],
  '>=': ['>', '='],
  '=': ['<>', '>='],
  '<>': ['='],
  is: ['='],
  'is not': ['<>'],
  and: ['OR'],
  or: ['AND'],
  '+': ['-'],
};
const AGGREGATES: Readonly<Record<string, readonly string[]>> = {
  min: ['MAX'],
  max: ['MIN'],
  sum: ['MAX', 'TOTAL'],
  avg: ['SUM', 'MIN'],
  rank: ['DENSE_RANK', 'ROW_NUMBER'],
  dense_rank: ['RANK'],
};

/** All mistakes of one change each. */
export function mistakes(bound: BoundQuery): Form[] {
  const { source, query } = bound;
  const found: Form[] = [];
  const add = (name: string, ...edits: Edit[]): void => {
    found.push({ name, sql: applyEdits(source, edits) });
  };
  walk(query, node => {
    for (const { name, edits } of changes(node, span => textOf(source, span))) add(name, ...edits);
    if (node.kind === 'column-ref') {
      const to = otherColumn(bound, node);
      if (to !== undefined) add('other column', { span: node.column.span, text: to });
    }
    return node.kind !== 'opaque';
  });
  return found;
}

interface Change {
  readonly name: string;
  readonly edits: readonly Edit[];
}

function changes(node: AnyNode, text: (span: Span) => string): Change[] {
  const replace = (name: string, replacement: string, span: Span = node.span): Change => ({
    name,
    edits: [{ span, text: replacement }],
  });
  switch (node.kind) {
    case 'select':
      return selectChanges(node, text);
    case 'binary':
      return (NEAR[node.operator] ?? []).map(to =>
        replace(`${node.operator} as ${to}`, `(${text(node.left.span)} ${to} ${text(node.right.span)})`),
      );
    case 'between':
      return [
        replace('BETWEEN without its bound', `${text(node.operand.span)} > ${text(node.low.span)}`),
        replace(
          'BETWEEN turned',
          `${text(node.operand.span)} BETWEEN ${text(node.high.span)} AND ${text(node.low.span)}`,
        ),
      ];
    case 'is-null':
      return [replace('NULL test turned', `${text(node.operand.span)} IS ${node.negated ? '' : 'NOT '}NULL`)];
    case 'in-list':
      return node.items.length < 2
        ? []
        : [
            replace(
              'list item dropped',
              `${text(node.operand.span)} ${node.negated ? 'NOT ' : ''}IN (${text(node.items[0]!.span)})`,
            ),
          ];
    case 'in-query':
      return [
        replace(
          'IN turned',
          `${text(node.operand.span)} ${node.negated ? '' : 'NOT '}IN (${text(node.query.span)})`,
        ),
      ];
    case 'unary':
      return node.operator === 'not' ? [replace('NOT dropped', `(${text(node.operand.span)})`)] : [];
    case 'exists':
      return [replace('EXISTS turned', `(NOT ${text(node.span)})`)];
    case 'literal':
      return node.type === 'integer'
        ? [replace('constant plus 1', String(BigInt(String(node.value)) + 1n))]
        : [];
    case 'like':
      return [replace('LIKE as =', `${text(node.operand.span)} = ${text(node.pattern.span)}`)];
    case 'case':
      return node.otherwise === undefined ? [] : [replace('ELSE as NULL', 'NULL', node.otherwise.span)];
    case 'join':
      return joinChanges(node, replace);
    case 'set':
      return {
        union: [replace('UNION as UNION ALL', 'UNION ALL', node.operatorSpan)],
        'union all': [replace('UNION ALL as UNION', 'UNION', node.operatorSpan)],
        except: [replace('EXCEPT as INTERSECT', 'INTERSECT', node.operatorSpan)],
        intersect: [replace('INTERSECT as UNION', 'UNION', node.operatorSpan)],
      }[node.operator];
    case 'order':
      return [replace('direction turned', `${text(node.expr.span)}${node.descending ? '' : ' DESC'}`)];
    case 'limit':
      return [replace('LIMIT plus 1', `(${text(node.limit.span)}) + 1`, node.limit.span)];
    case 'function':
      return functionChanges(node, text, replace);
    case 'frame':
      return [replace('frame dropped', '')];
    default:
      return [];
  }
}

type Replace = (name: string, replacement: string, span?: Span) => Change;

function joinChanges(node: Extract<AnyNode, { kind: 'join' }>, replace: Replace): Change[] {
  if (node.on === undefined) return [];
  switch (node.type) {
    case 'inner':
      return [replace('JOIN as LEFT JOIN', 'LEFT JOIN', node.operatorSpan)];
    case 'left':
      return [replace('LEFT JOIN as JOIN', 'JOIN', node.operatorSpan)];
    case 'right':
      return [replace('RIGHT JOIN as JOIN', 'JOIN', node.operatorSpan)];
    case 'full':
      return [replace('FULL JOIN as LEFT JOIN', 'LEFT JOIN', node.operatorSpan)];
    default:
      return [];
  }
}

function functionChanges(
  node: Extract<AnyNode, { kind: 'function' }>,
  text: (span: Span) => string,
  replace: Replace,
): Change[] {
  const result = (AGGREGATES[node.name] ?? []).map(to => replace(`${node.name} as ${to}`, to, node.nameSpan));
  const [first] = node.args;
  if (first === undefined || node.over !== undefined) return result;
  if (node.name === 'coalesce') result.push(replace('COALESCE dropped', `(${text(first.span)})`));
  if (node.name === 'count' && node.filter === undefined) {
    result.push(replace('COUNT as COUNT(*)', 'COUNT(*)'));
    if (node.distinct) result.push(replace('COUNT without DISTINCT', `COUNT(${text(first.span)})`));
  }
  if (node.filter !== undefined) result.push(replace('FILTER as true', '1', node.filter.span));
  return result;
}

function selectChanges(node: Extract<AnyNode, { kind: 'select' }>, text: (span: Span) => string): Change[] {
  const result: Change[] = [];
  const drop = (name: string, span: Span): void => {
    result.push({ name, edits: [{ span, text: '' }] });
  };
  if (node.where !== undefined) {
    const parts = conjuncts(node.where);
    for (const part of parts)
      result.push({ name: 'predicate dropped', edits: [{ span: part.span, text: '1' }] });
  }
  if (node.havingSpan !== undefined) drop('HAVING dropped', node.havingSpan);
  if (node.distinct !== undefined) drop('DISTINCT dropped', node.distinct);
  const first = node.columns[0];
  const last = node.columns.at(-1);
  if (node.distinct === undefined && first !== undefined)
    result.push({
      name: 'DISTINCT added',
      edits: [{ span: { start: first.span.start, end: first.span.start }, text: 'DISTINCT ' }],
    });
  // Two equal columns swapped are no mistake.
  if (
    first?.kind === 'column' &&
    last?.kind === 'column' &&
    first !== last &&
    text(first.expr.span) !== text(last.expr.span)
  )
    result.push({
      name: 'columns swapped',
      edits: [
        { span: first.expr.span, text: text(last.expr.span) },
        { span: last.expr.span, text: text(first.expr.span) },
      ],
    });
  if (node.groupBySpan !== undefined && node.groupBy.length > 1)
    result.push({
      name: 'GROUP BY column dropped',
      edits: [{ span: node.groupBySpan, text: `GROUP BY ${text(node.groupBy[0]!.span)}` }],
    });
  return result;
}

/** Another column of the same table and kind, if there is one. */
function otherColumn(bound: BoundQuery, ref: Extract<AnyNode, { kind: 'column-ref' }>): string | undefined {
  const found = bound.resolve(ref);
  if (ref.table === undefined || found?.kind !== 'column') return undefined;
  const origin = found.column.origin;
  const table = found.relation.source.kind === 'table' ? found.relation.source.table : undefined;
  if (origin === undefined || table === undefined) return undefined;
  return table.columns.find(
    column =>
      column.name !== origin.column.name && !column.hidden && kindOf(column) === kindOf(origin.column),
  )?.name;
}
