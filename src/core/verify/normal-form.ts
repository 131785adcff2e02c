/**
 * A sound normal form: two queries with the same form return the same rows on every database.
 *
 * Steps, each with its reason:
 * - blanks, comments and the case of keywords: the query model does not hold them;
 * - parentheses around expressions: the tree says what belongs together;
 * - names of tables and aliases of relations: a column is written as its relation's number and its name, and relations
 *   are numbered in the order of the text, which is the same in both or the forms differ;
 * - `!=` and `==`, `IS DISTINCT FROM`: other spellings of `<>`, `=`, `IS NOT`, one operator in the model;
 * - ASC, which is what stands when nothing does;
 * - the steps of `normal-condition.ts`, except where SQL leaves the answer open.
 * Names of output columns are compared apart.
 */
import type { BoundQuery, Relation } from '../sql/bound.ts';
import { parameterKeys } from '../sql/parameter-keys.ts';
import { type AnyNode, children, walk } from '../sql/walk.ts';
import { freeChoices } from './compare/free-choices.ts';
import { limitIsOpen } from './compare/full-form.ts';
import { normalCondition } from './normal-condition.ts';

export const normalFormSteps: readonly string[] = [
  'Blanks, comments, the case of keywords and redundant parentheses carry no meaning.',
  'Names of aliases carry no meaning once every column is tied to its table.',
  'The order of operands carries no meaning where they only compare columns and literals; BETWEEN is two comparisons.',
];

/** Undefined for queries whose answer may differ from run to run, or with parts that the model has no word for. */
export function normalForm(bound: BoundQuery): string | undefined {
  let sound = true;
  walk(bound.query, node => {
    if (node.kind === 'opaque') sound = false;
    if (node.kind === 'literal' && node.type === 'current-time') sound = false;
    if (node.kind === 'function' && bound.functions.isVolatile(node)) sound = false;
    if (node.kind === 'column-ref' && bound.resolve(node) === undefined) sound = false;
    if (node.kind === 'function-item' || node.kind === 'frame' || node.kind === 'values') sound = false;
    // The merged column of USING is then neither side's own, and the model names a side.
    if (node.kind === 'join' && (node.natural || node.using) && !['inner', 'left'].includes(node.type))
      sound = false;
  });
  if (!sound) return undefined;
  const numbers = new Map<Relation, number>();
  for (const scope of bound.scopes)
    for (const relation of scope.relations) numbers.set(relation, numbers.size);
  return write(bound, numbers, bound.query);
}

function write(bound: BoundQuery, numbers: ReadonlyMap<Relation, number>, node: AnyNode): string {
  const condition =
    (node.kind === 'binary' || node.kind === 'between' || node.kind === 'in-list') && !isOpen(bound)
      ? normalCondition(bound, node, part => write(bound, numbers, part))
      : undefined;
  if (condition !== undefined) return condition;
  const all = (nodes: readonly AnyNode[]): string =>
    nodes.map(child => write(bound, numbers, child)).join(' ');
  switch (node.kind) {
    case 'paren':
      return write(bound, numbers, node.expr);
    case 'column-ref': {
      const found = bound.resolve(node);
      if (found?.kind === 'column')
        return `#${numbers.get(found.relation)}.${found.column.name.toLowerCase()}`;
      if (found?.kind === 'output') return `out:${found.output.name.toLowerCase()}`;
      return `string:${JSON.stringify(node.column.name)}`;
    }
    case 'literal':
      return `${node.type}:${JSON.stringify(typeof node.value === 'bigint' ? `${node.value}` : node.value)}`;
    case 'parameter':
      return `parameter:${parameterKeys(bound.parameters)[bound.parameters.indexOf(node)]}`;
    case 'limit':
      // "LIMIT 5, 10" names the offset first.
      return `(limit ${write(bound, numbers, node.limit)} offset ${node.offset ? write(bound, numbers, node.offset) : ''})`;
    case 'name':
      return `name:${node.name.toLowerCase()}`;
    case 'table': {
      const relation = bound.relationOf(node);
      return `[table ${node.schemaName?.name.toLowerCase() ?? ''} ${node.table.name.toLowerCase()} ${relation ? numbers.get(relation) : ''}]`;
    }
    case 'subquery-item':
      return `[sub ${write(bound, numbers, node.query)}]`;
    case 'column': {
      // The name is part of what outer queries see.
      return `(column ${write(bound, numbers, node.expr)} as ${node.alias?.name.toLowerCase() ?? ''})`;
    }
    case 'star': {
      const table = node.table?.name.toLowerCase();
      return `(star ${table === undefined ? '' : starNumber(bound, numbers, node, table)})`;
    }
    case 'paren-item':
      return node.alias
        ? `[paren ${node.alias.name} ${write(bound, numbers, node.item)}]`
        : `[paren ${write(bound, numbers, node.item)}]`;
    default:
      return `(${shapeOf(node)} ${slots(node)} ${all(children(node))})`;
  }
}

const open = new WeakMap<BoundQuery, boolean>();

/** Where SQL leaves the answer open, another plan may choose otherwise: such queries are compared word by word. */
function isOpen(bound: BoundQuery): boolean {
  const known = open.get(bound);
  if (known !== undefined) return known;
  const result = freeChoices(bound).kinds.size > 0 || limitIsOpen(bound);
  open.set(bound, result);
  return result;
}

function starNumber(
  bound: BoundQuery,
  numbers: ReadonlyMap<Relation, number>,
  star: AnyNode,
  table: string,
): string {
  const scope = bound.scopes.find(candidate => candidate.select.columns.some(column => column === star));
  const relation = scope?.relations.find(candidate => candidate.name.toLowerCase() === table);
  return relation ? `#${numbers.get(relation)}` : table;
}

/** What a node says beside its children. */
function shapeOf(node: AnyNode): string {
  switch (node.kind) {
    case 'set':
    case 'unary':
    case 'binary':
      return `${node.kind} ${node.operator}`;
    case 'join':
      return `join ${node.type} ${node.natural ? 'natural' : ''} ${node.using ? 'using' : ''}`;
    case 'select':
      return `select ${node.distinct ? 'distinct' : ''}`;
    case 'with':
      return `with ${node.recursive ? 'recursive' : ''}`;
    case 'order':
      return `order ${node.descending ? 'desc' : 'asc'} ${node.nulls ?? ''}`;
    case 'is-null':
    case 'between':
    case 'in-list':
    case 'in-query':
      return `${node.kind} ${node.negated ? 'not' : ''}`;
    case 'like':
      return `${node.operator} ${node.negated ? 'not' : ''} ${node.escape ? 'escape' : ''}`;
    case 'cast':
      return `cast ${node.type.toLowerCase()}`;
    case 'collate':
      return `collate ${node.collation.toLowerCase()}`;
    case 'function':
      return `call ${node.name} ${node.star ? '*' : ''} ${node.distinct ? 'distinct' : ''} ${node.args.length} ${node.orderBy.length} ${node.filter ? 'filter' : ''} ${node.over ? 'over' : ''}`;
    default:
      return node.kind;
  }
}

/** Which of a node's optional parts are there: children alone do not tell WHERE from HAVING. */
function slots(node: AnyNode): string {
  switch (node.kind) {
    case 'select':
      return `${node.columns.length} ${node.from ? 'from' : ''} ${node.where ? 'where' : ''} ${node.groupBy.length} ${node.having ? 'having' : ''} ${node.windows.length}`;
    case 'query':
      return `${node.with ? 'with' : ''} ${node.orderBy.length} ${node.limit ? 'limit' : ''}`;
    case 'case':
      return `${node.operand ? 'operand' : ''} ${node.otherwise ? 'else' : ''}`;
    case 'join':
      return node.on ? 'on' : '';
    case 'window':
      return `${node.base ? 'base' : ''} ${node.partitionBy.length} ${node.orderBy.length}`;
    default:
      return '';
  }
}
