/**
 * Mistakes that change nothing, found by trying every case: where a condition compares columns with constants and with
 * each other, finitely many values stand for all that a legal database may hold (`regions.ts`).
 */

import { analyze } from '../../../dialect/sqlite/analyze.ts';
import { QuillError } from '../../../errors.ts';
import type { Cell } from '../../../ports.ts';
import type { Column } from '../../../schema/model.ts';
import type { BoundQuery, Scope } from '../../../sql/bound.ts';
import { isComparisonOrIs } from '../../../sql/comparison.ts';
import type { Binary, ColumnRef, Expr, Select } from '../../../sql/model.ts';
import { contains, type Span, textOf } from '../../../sql/span.ts';
import { arms, conjuncts, stripParens, walk } from '../../../sql/walk.ts';
import { valuesOf } from '../../bindings.ts';
import { isTrue } from '../../compare/cell.ts';
import { isProvablyEmpty } from '../../provably-empty.ts';
import { type Evaluator, mentions, storedColumn } from '../../query/evaluate.ts';
import { slotsOf } from '../../query/trace.ts';
import type { MutantText } from '../families.ts';
import { isUnusedSide } from './harmless.ts';
import { regionsOf } from './regions.ts';

const MOST_CASES = 700;
/** Result columns of one SELECT that tries cases. */
const CASES_AT_ONCE = 350;

/** True when the mutant surely returns what the original returns on every legal database. */
export function isUnchanged(original: BoundQuery, mutant: MutantText, evaluator: Evaluator): boolean {
  if (original.parameters.length > 0) return false;
  try {
    const mutated = analyze(mutant.sql, original.schema);
    const none = valuesOf(original, {});
    if (isProvablyEmpty(original, evaluator, none)) return isProvablyEmpty(mutated, evaluator, none);
    const edited: Span = {
      start: Math.min(...mutant.edits.map(edit => edit.span.start)),
      end: Math.max(...mutant.edits.map(edit => edit.span.end)),
    };
    if (isOnUnusedSide(original, edited)) return true;
    const places = placesOf(original, edited);
    const others = places && counterparts(original, mutated, places);
    return (
      others !== undefined &&
      places !== undefined &&
      sameInAllCases(original, mutated, places, others, evaluator)
    );
  } catch (error) {
    if (error instanceof QuillError) return false;
    throw error;
  }
}

/** True when the mistake is in the condition of a LEFT JOIN whose other side nothing looks at. */
function isOnUnusedSide(bound: BoundQuery, edited: Span): boolean {
  let found = false;
  for (const { select } of bound.scopes)
    if (select.from)
      walk(select.from, node => {
        if (
          node.kind === 'join' &&
          node.on &&
          contains(node.on.span, edited) &&
          isUnusedSide(bound, select, node)
        )
          found = true;
        return node.kind !== 'query';
      });
  return found;
}

/** What decides: the conditions that a row must all meet, or the one expression whose value is returned. */
interface Places {
  readonly how: 'conditions' | 'value';
  readonly exprs: readonly Expr[];
  readonly scope: number;
  readonly column: number;
}

function placesOf(bound: BoundQuery, edited: Span): Places | undefined {
  const scopes = bound.scopes.map((scope, index) => ({ scope, index }));
  const inner = scopes.findLast(({ scope }) => contains(scope.select.span, edited));
  if (!inner) return undefined;
  const { select } = inner.scope;
  const column = select.columns.findIndex(candidate => contains(candidate.span, edited));
  const shown = select.columns[column];
  if (shown?.kind === 'column') return { how: 'value', exprs: [shown.expr], scope: inner.index, column };
  const places = conditionsOf(bound, inner.index);
  const decides =
    places.exprs.some(expr => contains(expr.span, edited)) ||
    (select.where !== undefined && contains(select.where.span, edited));
  return decides ? places : undefined;
}

function conditionsOf(bound: BoundQuery, index: number): Places {
  const root = outermostPlain(bound, index);
  const exprs = conditionsUnder(bound, bound.scopes[root]);
  return { how: 'conditions', exprs, scope: index, column: -1 };
}

/** The SELECT that a plain SELECT in FROM passes its rows on to, as far out as that goes. */
function outermostPlain(bound: BoundQuery, index: number): number {
  let at = index;
  for (let scope = bound.scopes[at]; scope && isPlain(bound, scope); ) {
    const { query } = scope;
    const outer = bound.scopes.findIndex(candidate =>
      candidate.relations.some(
        relation => relation.source.kind === 'query' && relation.source.query === query && !relation.padded,
      ),
    );
    const next = bound.scopes[outer];
    if (!next) return at;
    at = outer;
    scope = next;
  }
  return at;
}

/** Returns each row that meets its conditions, once. */
function isPlain(bound: BoundQuery, { query, select }: Scope): boolean {
  return (
    query.with === undefined &&
    query.limit === undefined &&
    arms(query.body).length === 1 &&
    !select.distinct &&
    select.groupBy.length === 0 &&
    !bound.isAggregated(select) &&
    !hasWindow(select)
  );
}

function hasWindow(select: Select): boolean {
  let found = false;
  walk(select, node => {
    if (node.kind === 'function' && node.over) found = true;
    return node.kind !== 'query';
  });
  return found;
}

function conditionsUnder(bound: BoundQuery, scope: Scope | undefined): Expr[] {
  if (!scope) return [];
  const found = [...conjuncts(scope.select.where)];
  if (scope.select.from)
    walk(scope.select.from, node => {
      if (node.kind === 'query') return false;
      if (node.kind !== 'join') return true;
      // The conditions of an outer join do not drop rows.
      if (node.type === 'inner') found.push(...conjuncts(node.on));
      return node.type === 'inner' || node.type === 'comma' || node.type === 'cross';
    });
  for (const { source, padded } of scope.relations) {
    if (source.kind !== 'query' || padded) continue;
    const inner = bound.scopes.find(candidate => candidate.query === source.query);
    if (inner && isPlain(bound, inner)) found.push(...conditionsUnder(bound, inner));
  }
  return found;
}

/** The same places in the mutant. */
function counterparts(
  original: BoundQuery,
  mutated: BoundQuery,
  places: Places,
): readonly Expr[] | undefined {
  if (original.scopes.length !== mutated.scopes.length) return undefined;
  if (places.how === 'conditions') return conditionsOf(mutated, places.scope).exprs;
  const column = mutated.scopes[places.scope]?.select.columns[places.column];
  return column?.kind === 'column' ? [column.expr] : undefined;
}

function sameInAllCases(
  original: BoundQuery,
  mutated: BoundQuery,
  places: Places,
  others: readonly Expr[],
  evaluator: Evaluator,
): boolean {
  const texts = (bound: BoundQuery, exprs: readonly Expr[]): string[] =>
    exprs.map(expr => placedText(bound, expr));
  const [ownTexts, otherTexts] = [texts(original, places.exprs), texts(mutated, others)];
  // What stands on both sides may be left out when it cannot be tried: the rest is then compared without its help.
  const kept = (
    bound: BoundQuery,
    exprs: readonly Expr[],
    own: string[],
    opposite: string[],
  ): Expr[] | undefined => {
    const result: Expr[] = [];
    for (const [i, expr] of exprs.entries()) {
      if (canBeTried(bound, expr)) result.push(expr);
      else if (!opposite.includes(own[i] ?? '')) return undefined;
    }
    return result;
  };
  const allOwn = kept(original, places.exprs, ownTexts, otherTexts);
  const allOthers = kept(mutated, others, otherTexts, ownTexts);
  if (!allOwn || !allOthers) return false;
  const isNear = nearDifferences(original, allOwn, mutated, allOthers);
  const a = allOwn.filter(expr => isNear(original, expr));
  const b = allOthers.filter(expr => isNear(mutated, expr));
  const slots = new Map<string, Column>();
  const constants: Cell[] = [];
  for (const [bound, exprs] of [
    [original, a],
    [mutated, b],
  ] as const)
    for (const expr of exprs)
      walk(expr, node => {
        if (node.kind === 'literal' && typeof node.value !== 'boolean' && node.value !== null)
          constants.push(node.value);
        // -5 is compared, not 5.
        if (node.kind === 'unary' || node.kind === 'cast') {
          const value = evaluator.constant(bound, node, valuesOf(bound, {}));
          if (value !== undefined && value !== null) constants.push(value);
        }
        const column = node.kind === 'column-ref' ? storedColumn(bound, node) : undefined;
        if (node.kind === 'column-ref' && column) slots.set(slotKey(bound, node), column);
      });
  const keys = [...slots.keys()];
  const cases = casesOf([...slots.values()], constants);
  if (!cases) return false;
  const answers = (bound: BoundQuery, exprs: readonly Expr[]): Cell[] | undefined => {
    let together: Cell[] | undefined;
    for (const expr of exprs) {
      const values: Cell[] = [];
      for (let i = 0; i < cases.length; i += CASES_AT_ONCE) {
        const some = evaluator.valuesIn(
          bound,
          expr,
          cases.slice(i, i + CASES_AT_ONCE),
          valuesOf(bound, {}),
          ref => keys.indexOf(slotKey(bound, ref)),
        );
        if (!some) return undefined;
        values.push(...some);
      }
      if (places.how === 'value') return values;
      const truths = values.map(cell => (isTrue(cell) ? 1n : 0n));
      together = together ? together.map((cell, i) => (cell === 1n ? (truths[i] ?? 0n) : 0n)) : truths;
    }
    return together ?? cases.map(() => 1n);
  };
  const [one, other] = [answers(original, a), answers(mutated, b)];
  return one !== undefined && other !== undefined && one.every((cell, i) => cell === other[i]);
}

/**
 * Tells conditions that may bear on those which only one side has: they read a column of theirs, or of another such one.
 * The others stand on both sides, and are left out.
 */
function nearDifferences(
  original: BoundQuery,
  own: readonly Expr[],
  mutated: BoundQuery,
  others: readonly Expr[],
): (bound: BoundQuery, expr: Expr) => boolean {
  const columnsOf = (bound: BoundQuery, expr: Expr): string[] =>
    mentions(bound, expr).columns.map(ref => slotKey(bound, ref));
  const [ownTexts, otherTexts] = [
    own.map(expr => placedText(original, expr)),
    others.map(expr => placedText(mutated, expr)),
  ];
  const near = new Set([
    ...own.filter((_, i) => !otherTexts.includes(ownTexts[i] ?? '')).flatMap(e => columnsOf(original, e)),
    ...others.filter((_, i) => !ownTexts.includes(otherTexts[i] ?? '')).flatMap(e => columnsOf(mutated, e)),
  ]);
  const groups = own.map(expr => columnsOf(original, expr));
  for (let size = -1; size < near.size; ) {
    size = near.size;
    for (const group of groups) if (group.some(key => near.has(key))) for (const key of group) near.add(key);
  }
  return (bound, expr) => {
    const columns = columnsOf(bound, expr);
    return columns.length === 0 || columns.some(key => near.has(key));
  };
}

/** The text with the SELECT it stands in: elsewhere the same names may mean other tables. */
function placedText(bound: BoundQuery, { span }: Expr): string {
  const scope = bound.scopes.findLastIndex(({ select }) => contains(select.span, span));
  return `${scope} ${textOf(bound.source, span)}`;
}

/** The occurrence of a table and its column, the same text for both queries. */
function slotKey(bound: BoundQuery, ref: ColumnRef): string {
  const [slot] = slotsOf(bound, ref);
  if (!slot) return '';
  const scope = bound.scopes.findIndex(candidate => candidate.relations.includes(slot.relation));
  return `${scope} ${bound.scopes[scope]?.relations.indexOf(slot.relation)} ${slot.column}`;
}

function casesOf(columns: readonly Column[], constants: readonly Cell[]): Cell[][] | undefined {
  // Texts that meet numbers follow rules of conversion that are not tried here.
  const kinds = new Set([
    ...constants.map(constant => typeof constant === 'string'),
    ...columns.map(column => column.affinity === 'text'),
  ]);
  if (columns.length > 0 && kinds.size > 1) return undefined;
  let cases: Cell[][] = [[]];
  for (const column of columns) {
    const values = regionsOf(column, constants, columns.length);
    if (!values || cases.length * values.length > MOST_CASES) return undefined;
    cases = cases.flatMap(before => values.map(value => [...before, value]));
  }
  return cases;
}

/** True for what looks at its columns only by comparing them, or passes them on. */
function canBeTried(bound: BoundQuery, expr: Expr): boolean {
  const facts = mentions(bound, expr);
  if (!facts.plain || facts.aggregates.length > 0 || facts.parameters.length > 0) return false;
  const known = facts.columns.every(ref => {
    const [slot, ...more] = slotsOf(bound, ref);
    const found = bound.resolve(ref);
    // A value that is padded with NULL, or stands for one of several columns, has cases of its own.
    return (
      slot !== undefined &&
      more.length === 0 &&
      !slot.relation.padded &&
      found?.kind === 'column' &&
      !found.relation.padded
    );
  });
  return known && isOfComparisons(expr);
}

const passing = new Set(['iif', 'coalesce', 'ifnull', 'nullif']);

function combinesByComparing(node: Binary): boolean {
  return node.operator === 'and' || node.operator === 'or' || isComparisonOrIs(node);
}

function isOfComparisons(expr: Expr): boolean {
  const inner = stripParens(expr);
  switch (inner.kind) {
    case 'column-ref':
    case 'literal':
      return true;
    case 'binary':
      return combinesByComparing(inner) && [inner.left, inner.right].every(isOfComparisons);
    case 'unary':
      return (
        (inner.operator === 'not' || stripParens(inner.operand).kind === 'literal') &&
        isOfComparisons(inner.operand)
      );
    case 'is-null':
      return isOfComparisons(inner.operand);
    case 'between':
      return [inner.operand, inner.low, inner.high].every(isOfComparisons);
    case 'in-list':
      return [inner.operand, ...inner.items].every(isOfComparisons);
    case 'function':
      return passing.has(inner.name) && inner.args.every(isOfComparisons);
    case 'case':
      return (
        (inner.operand === undefined || isOfComparisons(inner.operand)) &&
        inner.branches.every(branch => isOfComparisons(branch.when) && isOfComparisons(branch.then)) &&
        (inner.otherwise === undefined || isOfComparisons(inner.otherwise))
      );
    case 'cast':
      return mentionsNoColumnValue(inner.operand);
    default:
      return false;
  }
}

/** What is cast is 0, 1 or NULL, or a constant. */
function mentionsNoColumnValue(expr: Expr): boolean {
  const inner = stripParens(expr);
  if (inner.kind === 'literal') return true;
  const boolean =
    inner.kind === 'is-null' ||
    (inner.kind === 'binary' && combinesByComparing(inner)) ||
    inner.kind === 'between';
  return boolean && isOfComparisons(inner);
}
