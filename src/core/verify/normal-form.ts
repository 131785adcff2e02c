/**
 * A sound normal form: two queries with the same form return the same rows on every database.
 *
 * Steps, each with its reason:
 * - blanks, comments and the case of keywords: the query model does not hold them;
 * - parentheses around expressions: the tree says what belongs together;
 * - names of tables and aliases of relations: a column is written as its relation's number and its name, and relations
 *   are numbered in the order of the text, which is the same in both or the forms differ;
 * - the case of names, A to Z only: SQLite tells other letters apart;
 * - `!=` and `==`, `IS DISTINCT FROM`: other spellings of `<>`, `=`, `IS NOT`, one operator in the model;
 * - ASC, which is what stands when nothing does;
 * - the steps of `normal-condition.ts`, except where SQL leaves the answer open.
 * Names of output columns are compared apart.
 */
import type { BoundQuery, Output, Relation } from '../sql/bound.ts';
import type { ColumnRef, Parameter, Star } from '../sql/model.ts';
import { parameterKeys } from '../sql/parameter-keys.ts';
import { textOf } from '../sql/span.ts';
import { type AnyNode, children, walk } from '../sql/walk.ts';
import { freeChoices } from './compare/free-choices.ts';
import { limitIsOpen } from './compare/full-form.ts';
import { normalCondition } from './normal-condition.ts';

/** What the form leaves out of account, in sentences for readers. */
export const normalFormSteps: readonly string[] = [
  'Blanks, comments, the case of keywords and redundant parentheses carry no meaning.',
  'Names of aliases carry no meaning once every column is tied to its table.',
  'The order of operands carries no meaning where they only compare columns and literals; BETWEEN is two comparisons.',
];

/** Undefined for queries whose answer may differ from run to run, or with parts that the model has no word for. */
export function normalForm(bound: BoundQuery): string | undefined {
  let sound = true;
  const aliases = new Set<string>();
  for (const { select } of bound.scopes)
    for (const column of select.columns)
      if (column.kind === 'column' && column.alias) aliases.add(nameOf(column.alias.name));
  const outputs = outputNumbers(bound);
  walk(bound.query, node => {
    if (node.kind === 'opaque') sound = false;
    if (node.kind === 'literal' && node.type === 'current-time') sound = false;
    if (node.kind === 'function' && bound.functions.isVolatile(node)) sound = false;
    if (node.kind === 'column-ref' && !isCertain(bound, node, aliases, outputs)) sound = false;
    if (node.kind === 'star' && node.table && relationsOfStar(bound, node).length !== 1) sound = false;
    if (node.kind === 'function-item' || node.kind === 'frame' || node.kind === 'values') sound = false;
    // The merged column of USING is then neither side's own, and the model names a side.
    if (node.kind === 'join' && (node.natural || node.using) && !['inner', 'left'].includes(node.type))
      sound = false;
  });
  if (!sound) return undefined;
  const numbers = new Map<Relation, number>();
  for (const scope of bound.scopes)
    for (const relation of scope.relations) numbers.set(relation, numbers.size);
  const keys = parameterKeys(bound.parameters);
  const parameters = new Map(bound.parameters.map((parameter, i) => [parameter, keys[i]]));
  return write({ bound, numbers, outputs, parameters }, bound.query);
}

interface Context {
  readonly bound: BoundQuery;
  readonly numbers: ReadonlyMap<Relation, number>;
  /** The place of each output in its query. */
  readonly outputs: ReadonlyMap<Output, number>;
  /** The key of each parameter's value. */
  readonly parameters: ReadonlyMap<Parameter, string | undefined>;
}

/** False where SQLite may take the name for something else than the binder does. */
function isCertain(
  bound: BoundQuery,
  ref: ColumnRef,
  aliases: ReadonlySet<string>,
  outputs: ReadonlyMap<Output, number>,
): boolean {
  const found = bound.resolve(ref);
  if (found === undefined) return false;
  if (found.kind === 'output') return outputs.has(found.output);
  // Aliases of the queries in between are seen as well, in some of their clauses.
  return found.kind !== 'column' || found.depth === 0 || ref.table !== undefined
    ? true
    : !aliases.has(nameOf(ref.column.name));
}

function outputNumbers(bound: BoundQuery): Map<Output, number> {
  const numbers = new Map<Output, number>();
  walk(bound.query, node => {
    if (node.kind === 'query' || node.kind === 'set' || node.kind === 'select')
      for (const [i, output] of bound.outputsOf(node).entries()) numbers.set(output, i);
  });
  return numbers;
}

/** SQLite folds the letters A to Z alone. */
function nameOf(name: string): string {
  return JSON.stringify(name.replace(/[A-Z]/g, letter => letter.toLowerCase()));
}

function write(context: Context, node: AnyNode): string {
  const { bound, numbers, outputs } = context;
  const condition =
    (node.kind === 'binary' || node.kind === 'between' || node.kind === 'in-list') && !isOpen(bound)
      ? normalCondition(bound, node, part => write(context, part))
      : undefined;
  if (condition !== undefined) return condition;
  const all = (nodes: readonly AnyNode[]): string => nodes.map(child => write(context, child)).join(' ');
  switch (node.kind) {
    case 'paren':
      return write(context, node.expr);
    case 'column-ref': {
      const found = bound.resolve(node);
      if (found?.kind === 'column') return `#${numbers.get(found.relation)}.${nameOf(found.column.name)}`;
      // By its place: two outputs may bear one name.
      if (found?.kind === 'output') return `out:${outputs.get(found.output)}`;
      return `string:${JSON.stringify(node.column.name)}`;
    }
    case 'literal':
      // As written: SQLite may read the last of many digits otherwise than we do.
      if (node.type === 'real') return `real:${textOf(bound.source, node.span).toLowerCase()}`;
      return `${node.type}:${JSON.stringify(typeof node.value === 'bigint' ? `${node.value}` : node.value)}`;
    case 'parameter':
      return `parameter:${context.parameters.get(node)}`;
    case 'limit':
      // "LIMIT 5, 10" names the offset first.
      return `(limit ${write(context, node.limit)} offset ${node.offset ? write(context, node.offset) : ''})`;
    case 'name':
      return `name:${nameOf(node.name)}`;
    case 'table': {
      const relation = bound.relationOf(node);
      const schema = node.schemaName ? nameOf(node.schemaName.name) : '';
      // Where the answer is open, the index that is used may decide it.
      const hint = node.indexHint && isOpen(bound) ? textOf(bound.source, node.indexHint) : '';
      return `[table ${schema} ${nameOf(node.table.name)} ${relation ? numbers.get(relation) : ''} ${hint}]`;
    }
    case 'subquery-item':
      return `[sub ${write(context, node.query)}]`;
    case 'column': {
      // The name is part of what outer queries see.
      return `(column ${write(context, node.expr)} as ${node.alias ? nameOf(node.alias.name) : ''})`;
    }
    case 'star': {
      const [relation] = relationsOfStar(bound, node);
      return `(star ${relation ? numbers.get(relation) : ''})`;
    }
    case 'paren-item':
      return node.alias
        ? `[paren ${nameOf(node.alias.name)} ${write(context, node.item)}]`
        : `[paren ${write(context, node.item)}]`;
    case 'cte': {
      const kept = node.materialized !== undefined && isOpen(bound) ? `${node.materialized}` : '';
      return `(cte ${node.columns.length} ${kept} ${all(children(node))})`;
    }
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

/** The relations that `t.*` shows; none for a plain star. */
function relationsOfStar(bound: BoundQuery, star: Star): Relation[] {
  const { table } = star;
  const scope = bound.scopes.find(candidate => candidate.select.columns.includes(star));
  if (table === undefined || scope === undefined) return [];
  return scope.relations.filter(relation => nameOf(relation.name) === nameOf(table.name));
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
