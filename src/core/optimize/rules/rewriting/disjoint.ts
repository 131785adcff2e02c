/** When two SELECTs can have no row in common. */

import {
  collationOfComparison,
  fold,
  refines,
  UNKNOWN_COLLATION,
} from '../../../dialect/sqlite/collation.ts';
import type { BoundQuery } from '../../../sql/bound.ts';
import { type ComparisonOperator, isComparison, mirror } from '../../../sql/comparison.ts';
import { type Expr, type QueryBody, type Select, sameName } from '../../../sql/model.ts';
import { stripParens } from '../../../sql/walk.ts';
import { ownCollation, unionCollation } from './collation.ts';
import { writtenTerms } from './conjuncts.ts';
import { numberOf, textValue } from './constants.ts';

/** The collation under which values at a place of the outputs are compared. */
type Under = (position: number) => string;

/**
 * True when the two arms of the UNION cannot return equal rows: constants differ, or a shown column or row meets other
 * conditions.
 */
export function excludeEachOther(q: BoundQuery, a: Select, b: Select, union: QueryBody): boolean {
  const under: Under = position => unionCollation(q, union, position);
  return (
    constantsDiffer(a, b, under) || shownConditionsDiffer(q, a, b, under) || sameRowsDiffer(q, a, b, under)
  );
}

function constantsDiffer(a: Select, b: Select, under: Under): boolean {
  if ([...a.columns, ...b.columns].some(column => column.kind === 'star')) return false;
  return a.columns.some((column, i) => {
    const other = b.columns[i];
    if (column.kind !== 'column' || other?.kind !== 'column') return false;
    return valuesDiffer(column.expr, other.expr, under(i));
  });
}

function valuesDiffer(a: Expr, b: Expr, collation: string): boolean {
  const texts = [textValue(a), textValue(b)] as const;
  if (texts[0] !== undefined && texts[1] !== undefined)
    return fold(texts[0], collation) !== fold(texts[1], collation);
  const numbers = [numberOf(a), numberOf(b)] as const;
  if (numbers[0] !== undefined && numbers[1] !== undefined) return Number(numbers[0]) !== Number(numbers[1]);
  return false;
}

/** A condition of WHERE on one column of a relation. */
interface Fact {
  readonly relation: number;
  readonly column: string;
  readonly test: Test;
}

type Test = Comparing | { readonly kind: 'null'; readonly negated: boolean };

type Comparing = { readonly collation: string } & (
  | { readonly kind: 'compare'; readonly operator: ComparisonOperator; readonly value: Expr }
  | { readonly kind: 'values'; readonly values: readonly Expr[] }
);

function factsOf(q: BoundQuery, select: Select): Fact[] {
  const { relations } = q.scopeOf(select);
  const about = (expr: Expr, test: Test): Fact[] => {
    const found = expr.kind === 'column-ref' ? q.resolve(expr) : undefined;
    const relation = found?.kind === 'column' ? relations.indexOf(found.relation) : -1;
    return found?.kind === 'column' && relation >= 0 ? [{ relation, column: found.column.name, test }] : [];
  };
  return writtenTerms(select.where)
    .map(stripParens)
    .flatMap(term => {
      if (term.kind === 'is-null') return about(term.operand, { kind: 'null', negated: term.negated });
      if (term.kind === 'in-list' && !term.negated)
        return about(term.operand, {
          kind: 'values',
          values: term.items,
          collation: ownCollation(q, term.operand),
        });
      if (!isComparison(term)) return [];
      const { operator, left, right } = term;
      const collation = collationOfComparison(q, term);
      return [
        ...about(left, { kind: 'compare', operator, value: right, collation }),
        ...about(right, { kind: 'compare', operator: mirror(operator), value: left, collation }),
      ];
    });
}

/** The position of the output that shows a column of the SELECT's relations. */
function positionOf(q: BoundQuery, select: Select, fact: Fact): number {
  const relation = q.scopeOf(select).relations[fact.relation];
  return q.outputsOf(select).findIndex(output => {
    const found = output.expr?.kind === 'column-ref' ? q.resolve(output.expr) : undefined;
    if (found?.kind === 'column')
      return found.relation === relation && sameName(found.column.name, fact.column);
    return !output.expr && q.scopeOf(select).relations.length === 1 && sameName(output.name, fact.column);
  });
}

function shownConditionsDiffer(q: BoundQuery, a: Select, b: Select, under: Under): boolean {
  const ofB = factsOf(q, b);
  return factsOf(q, a).some(fact => {
    const position = positionOf(q, a, fact);
    // A value that meets the condition must not be equal, for the UNION, to one that does not.
    const isKept =
      position >= 0 && (fact.test.kind === 'null' || refines(under(position), fact.test.collation));
    return (
      isKept && ofB.some(other => positionOf(q, b, other) === position && contradict(fact.test, other.test))
    );
  });
}

/** The same table, its key shown at the same places, and conditions on one of its columns that exclude each other. */
function sameRowsDiffer(q: BoundQuery, a: Select, b: Select, under: Under): boolean {
  const [ofA, ofB] = [factsOf(q, a), factsOf(q, b)];
  return q.scopeOf(a).relations.some((relation, i) => {
    const { source } = relation;
    return q.scopeOf(b).relations.some((other, j) => {
      if (source.kind !== 'table' || other.source.kind !== 'table' || source.table !== other.source.table)
        return false;
      const keyShown = relation.keys.some(key =>
        key.every(column => {
          const position = positionOf(q, a, { relation: i, column, test: { kind: 'null', negated: true } });
          return (
            position >= 0 &&
            refines(under(position), unionCollation(q, a, position)) &&
            position === positionOf(q, b, { relation: j, column, test: { kind: 'null', negated: true } })
          );
        }),
      );
      if (!keyShown) return false;
      const mine = ofA.filter(fact => fact.relation === i);
      const theirs = ofB.filter(fact => fact.relation === j);
      return mine.some(x => theirs.some(y => sameName(x.column, y.column) && contradict(x.test, y.test)));
    });
  });
}

/** True when no value passes both tests. */
function contradict(a: Test, b: Test): boolean {
  if (a.kind === 'null') return a.negated ? b.kind === 'null' && !b.negated : b.kind !== 'null' || b.negated;
  if (b.kind === 'null') return contradict(b, a);
  if (a.collation !== b.collation) return false;
  const [x, y] = [valuesOf(a), valuesOf(b)];
  if (x && y) return x.every(v => y.every(w => valuesDiffer(v, w, a.collation)));
  if (a.collation === UNKNOWN_COLLATION) return false;
  if (x) return x.every(v => fails(v, b));
  if (y) return y.every(v => fails(v, a));
  return rangesDiffer(a, b);
}

function valuesOf(test: Comparing): readonly Expr[] | undefined {
  if (test.kind === 'values') return test.values;
  return test.operator === '=' ? [test.value] : undefined;
}

function order(a: Expr, b: Expr, collation: string): number | undefined {
  const numbers = [numberOf(a), numberOf(b)] as const;
  if (numbers[0] !== undefined && numbers[1] !== undefined) return Number(numbers[0]) - Number(numbers[1]);
  const texts = [a, b].map(textValue).flatMap(text => (text === undefined ? [] : fold(text, collation)));
  const [x, y] = texts;
  if (x === undefined || y === undefined) return undefined;
  return x < y ? -1 : x > y ? 1 : 0;
}

/** True when the value is known not to pass. */
function fails(value: Expr, test: Comparing): boolean {
  if (test.kind !== 'compare') return false;
  const difference = order(value, test.value, test.collation);
  if (difference === undefined) return false;
  const passes = {
    '=': difference === 0,
    '<>': difference !== 0,
    '<': difference < 0,
    '<=': difference <= 0,
    '>': difference > 0,
    '>=': difference >= 0,
  };
  return !passes[test.operator];
}

function rangesDiffer(a: Comparing, b: Comparing): boolean {
  if (a.kind !== 'compare' || b.kind !== 'compare') return false;
  const upper = a.operator.startsWith('<') && a.operator !== '<>' ? a : b;
  const lower = upper === a ? b : a;
  if (!upper.operator.startsWith('<') || upper.operator === '<>' || !lower.operator.startsWith('>'))
    return false;
  const difference = order(upper.value, lower.value, upper.collation);
  if (difference === undefined) return false;
  return difference < 0 || (difference === 0 && !(upper.operator === '<=' && lower.operator === '>='));
}
