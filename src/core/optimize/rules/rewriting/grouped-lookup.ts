/** Correlated scalar aggregates as columns of one grouped derived table. */

import type { BoundQuery } from '../../../sql/bound.ts';
import { isComparison } from '../../../sql/comparison.ts';
import type { Edit } from '../../../sql/edits.ts';
import type { Expr, FunctionCall, ScalarSubquery, Select } from '../../../sql/model.ts';
import { stripParens } from '../../../sql/walk.ts';
import { canBecomeColumns, findsGroup } from './collation.ts';
import { selectList } from './column-list.ts';
import { writtenTerms } from './conjuncts.ts';
import { type Correlation, correlationOf } from './correlation.ts';
import { type FreshNames, subjectOf } from './fresh-names.ts';
import { block, keyword, lineBreak, textWith } from './layout.ts';
import { outerRefs, plainNames, qualifiedText, renamedRelation } from './references.ts';
import {
  aggregatesIn,
  columnRefs,
  hasAnonymousParameter,
  onlyColumn,
  parentOf,
  plainSelect,
  selectsIn,
  sourceOf,
  withinSelect,
} from './tree.ts';

/** `(SELECT aggregate … FROM … WHERE inner = outer …)` in some SELECT. */
export interface GroupedLookup {
  readonly node: ScalarSubquery;
  readonly inner: Select;
  readonly correlation: Correlation;
  readonly output: Expr;
  readonly aggregates: readonly FunctionCall[];
}

/** Reads a scalar subquery as a grouped lookup; undefined when it is anything else. */
export function groupedLookup(q: BoundQuery, node: ScalarSubquery, outer: Select): GroupedLookup | undefined {
  const inner = plainSelect(node.query);
  const output = inner && onlyColumn(inner);
  if (!inner?.from || !output || inner.groupBy.length > 0 || inner.having || inner.distinct) return undefined;
  const aggregates = aggregatesIn(q, [output]);
  if (aggregates.length === 0 || hasAnonymousParameter(node)) return undefined;
  const correlation = correlationOf(q, inner, outer);
  if (!correlation || correlation.pairs.length === 0 || correlation.others.length > 0) return undefined;
  if (!isFixedByGroup(q, output, inner, aggregates)) return undefined;
  if (!correlation.pairs.every(pair => findsGroup(q, pair.term, pair.inner))) return undefined;
  if (!canBecomeColumns(q, aggregates, { output, node })) return undefined;
  return { node, inner, correlation, output, aggregates };
}

/** True when all columns of the output are inside aggregates, or of the outer SELECT. */
function isFixedByGroup(
  q: BoundQuery,
  output: Expr,
  inner: Select,
  aggregates: readonly FunctionCall[],
): boolean {
  if ([...withinSelect([output])].some(n => n.kind === 'query' || (n.kind === 'function' && n.over)))
    return false;
  const outside = new Set(outerRefs(q, output, inner));
  const inAggregates = new Set(aggregates.flatMap(columnRefs));
  return columnRefs(output).every(ref => inAggregates.has(ref) !== outside.has(ref));
}

/**
 * True when the joined columns are fixed wherever the subquery stands: its SELECT is not grouped, or groups by them.
 */
export function canStandAsColumn(q: BoundQuery, lookup: GroupedLookup, outer: Select): boolean {
  const { where, groupBy } = outer;
  const inside = (expr: Expr | Select['from']) =>
    expr !== undefined && expr.span.start <= lookup.node.span.start && lookup.node.span.end <= expr.span.end;
  if (inside(outer.from)) return false;
  if (inside(where) || !q.isAggregated(outer)) return true;
  const grouping = groupBy.map(expr => sourceOf(q, expr));
  return lookup.correlation.pairs.every(pair => grouping.includes(sourceOf(q, pair.outer)));
}

/** The text of a lookup with its relations renamed to their place in FROM: equal for lookups of the same groups. */
export function shapeOf(q: BoundQuery, lookup: GroupedLookup): string {
  const { inner, correlation } = lookup;
  const edits = placeholderEdits(q, inner, [inner]);
  const part = (node: Expr | Select['from']) =>
    textWith(q, node!.span, within(edits, node!))
      .replace(/\s+(as\s+)?/gi, ' ')
      .toLowerCase();
  const pairs = correlation.pairs.map(
    pair => `${part(pair.inner)} ${pair.term.operator} ${part(pair.outer)}`,
  );
  return [part(inner.from), ...pairs.sort()].join(' | ');
}

function placeholderEdits(q: BoundQuery, inner: Select, nodes: readonly Select[]): Edit[] {
  return q.scopeOf(inner).relations.flatMap((relation, i) => renamedRelation(q, nodes, relation, `r${i}`));
}

function within(edits: readonly Edit[], { span }: { span: { start: number; end: number } }): Edit[] {
  return edits.filter(edit => span.start <= edit.span.start && edit.span.end <= span.end);
}

/** Joins one derived table for lookups of the same shape: edits in place of each, and the text to put after FROM. */
export function joinedOnce(
  q: BoundQuery,
  outer: Select,
  lookups: readonly GroupedLookup[],
  names: FreshNames,
): { edits: Edit[]; join: string } {
  const [first] = lookups;
  const { inner, correlation } = first!;
  const kw = (words: string) => keyword(q, words);
  const line = lineBreak(q, outer);
  const tableName = q.scopeOf(inner).relations[0]?.item;
  const subject = tableName?.kind === 'table' ? tableName.table.name : 'rows';
  const firstKey = stripParens(correlation.pairs[0]!.inner);
  const keyName = firstKey.kind === 'column-ref' ? subjectOf(firstKey.column.name) : 'key';
  const alias = names.take(subject, 'by', keyName);
  const taken = plainNames(
    q,
    outer,
    lookups.map(lookup => lookup.node),
  );
  const keys = correlation.pairs.map(pair => {
    const text = sourceOf(q, pair.inner);
    const column = pair.inner.kind === 'column-ref' ? pair.inner.column : undefined;
    if (column && !taken.has(column.name.toLowerCase())) {
      taken.add(column.name.toLowerCase());
      return { text, shown: text, name: sourceOf(q, column) };
    }
    const name = names.take(column ? 'matched' : 'group', column?.name ?? 'key');
    return { text, shown: `${text} ${kw('AS')} ${name}`, name };
  });
  const shared = lookups.every(lookup => localText(q, lookup, inner) === localText(q, first!, inner));
  const columns: { text: string; name: string }[] = [];
  const edits = lookups.map(lookup => {
    const inOutput = lookup.aggregates.map(call => {
      const text = aggregateText(q, lookup, call, inner, shared);
      const known = columns.find(column => column.text === text);
      const name = known?.name ?? names.take(...aggregateName(call, subject));
      if (!known) columns.push({ text, name });
      return { span: call.span, text: emptyGroupValue(q, call, `${alias}.${name}`) };
    });
    const text = textWith(q, lookup.output.span, inOutput);
    const simple =
      stripParens(lookup.output).kind === 'function' || parentOf(q, lookup.node)?.kind === 'column';
    return { span: lookup.node.span, text: simple ? text : `(${text})` };
  });
  const on = correlation.pairs.map((pair, i) => {
    const key = `${alias}.${keys[i]!.name}`;
    const outerText = qualifiedText(q, pair.outer);
    const operator = q.source.slice(pair.term.operatorSpan.start, pair.term.operatorSpan.end);
    return pair.innerFirst ? `${key} ${operator} ${outerText}` : `${outerText} ${operator} ${key}`;
  });
  const local = shared ? correlation.local.map(term => sourceOf(q, term)) : [];
  const body = block(line, [
    selectList(kw('SELECT'), `${line}  `, [
      ...keys.map(key => key.shown),
      ...columns.map(column => `${column.text} ${kw('AS')} ${column.name}`),
    ]),
    `${kw('FROM')} ${sourceOf(q, inner.from!)}`,
    ...(local.length > 0 ? [`${kw('WHERE')} ${local.join(` ${kw('AND')} `)}`] : []),
    `${kw('GROUP BY')} ${keys.map(key => key.text).join(', ')}`,
  ]);
  const type = lookups.every(lookup => rejectsEmptyGroup(lookup, outer)) ? 'JOIN' : 'LEFT JOIN';
  const join = `${line}${kw(type)} ${body} ${kw('AS')} ${alias} ${kw('ON')} ${on.join(` ${kw('AND')} `)}`;
  return { edits, join };
}

/** The text under the inner SELECT `as`, whose relations stand in for those of the lookup. */
function asIn(q: BoundQuery, lookup: GroupedLookup, as: Select, node: Expr): string {
  if (lookup.inner === as) return sourceOf(q, node);
  const target = q.scopeOf(as).relations;
  const edits = q
    .scopeOf(lookup.inner)
    .relations.flatMap((relation, i) => renamedRelation(q, [node], relation, target[i]!.name));
  return textWith(q, node.span, within(edits, node));
}

function localText(q: BoundQuery, lookup: GroupedLookup, as: Select): string {
  return lookup.correlation.local.map(term => asIn(q, lookup, as, term)).join(' AND ');
}

function aggregateText(
  q: BoundQuery,
  lookup: GroupedLookup,
  call: FunctionCall,
  as: Select,
  shared: boolean,
): string {
  const text = asIn(q, lookup, as, call);
  const local = lookup.correlation.local;
  if (shared || local.length === 0) return text;
  const filter = localText(q, lookup, as);
  const kw = (words: string) => keyword(q, words);
  if (call.filter) return text.replace(/\)\s*$/, ` ${kw('AND')} ${filter})`);
  return `${text} ${kw('FILTER')} (${kw('WHERE')} ${filter})`;
}

function aggregateName(call: FunctionCall, subject: string): string[] {
  const [arg] = call.args;
  if (call.name === 'count') return [subject, 'count'];
  const column = arg && stripParens(arg);
  return [call.name, column?.kind === 'column-ref' ? column.column.name : subject];
}

/** COUNT of nothing is 0, and TOTAL 0.0, where the joined column is NULL. */
function emptyGroupValue(q: BoundQuery, call: FunctionCall, column: string): string {
  const empty = { count: '0', total: '0.0' }[call.name];
  return empty === undefined ? column : `${keyword(q, 'COALESCE')}(${column}, ${empty})`;
}

/** True when a row without a group fails the WHERE anyway: the value is compared, and is NULL for no rows. */
function rejectsEmptyGroup(lookup: GroupedLookup, outer: Select): boolean {
  if (!lookup.aggregates.every(call => ['sum', 'avg', 'min', 'max'].includes(call.name))) return false;
  if (!isStrict(lookup.output)) return false;
  return writtenTerms(outer.where)
    .map(stripParens)
    .filter(isComparison)
    .some(({ left, right }) => [left, right].some(side => stripParens(side) === lookup.node));
}

/** True when the expression is NULL as soon as one of its aggregates is. */
function isStrict(expr: Expr): boolean {
  switch (expr.kind) {
    case 'function':
    case 'literal':
    case 'column-ref':
      return expr.kind !== 'function' || ['sum', 'avg', 'min', 'max'].includes(expr.name);
    case 'paren':
      return isStrict(expr.expr);
    case 'unary':
    case 'cast':
      return isStrict(expr.operand);
    case 'binary':
      return (
        ['+', '-', '*', '/', '%', '||'].includes(expr.operator) && isStrict(expr.left) && isStrict(expr.right)
      );
    default:
      return false;
  }
}

/** All scalar subqueries of the SELECT itself, those inside other subqueries left out. */
export function scalarSubqueries(q: BoundQuery, outer: Select): ScalarSubquery[] {
  const query = q.enclosing(outer);
  const nodes = [outer, ...(query.body === outer ? query.orderBy : [])];
  return [...withinSelect(nodes)]
    .filter(n => n.kind === 'scalar-subquery')
    .filter(n => selectsIn(q, n).length > 0);
}
