/**
 * What is a slip of the pen: another comparison, another constant, AND for OR, a column that nothing equates with the one
 * it replaces. No way to make a query faster looks like that.
 */
import type { Column, Table } from '../schema/model.ts';
import type { BoundQuery } from '../sql/bound.ts';
import {
  type ConditionDifference,
  type Difference,
  hasQuery,
  plainText,
  smallestDifferences,
} from '../sql/differences.ts';
import {
  type ColumnRef,
  type Expr,
  type FunctionCall,
  type Literal,
  type Select,
  sameName,
} from '../sql/model.ts';
import { sameText } from '../sql/same-text.ts';
import { contains, type Span } from '../sql/span.ts';
import { type AnyNode, arms, conjuncts, disjuncts, isExpr, stripParens, walk } from '../sql/walk.ts';
import { equatedSlots, slotKeys, storedColumnsIn } from './query/equated-columns.ts';
import { type Slot, slotsOf, slotsOfExpr } from './query/trace.ts';

/** Operators that are taken for each other by mistake; `=` and IS are not among them, as NOT NULL makes them the same. */
const confused: readonly ReadonlySet<string>[] = [
  new Set(['=', '<>', '<', '<=', '>', '>=']),
  new Set(['and', 'or']),
  new Set(['+', '-', '*', '/', '%']),
];

const confusedFunctions: readonly ReadonlySet<string>[] = [
  new Set(['min', 'max', 'sum', 'avg']),
  new Set(['lag', 'lead']),
  new Set(['first_value', 'last_value']),
];

/** The parts that a slip puts in the place of each other. */
export interface SlipNodes {
  readonly own: AnyNode;
  readonly other: AnyNode | undefined;
  /** Where AND and OR were taken for each other between terms of a clause. */
  readonly connective?: { readonly span: Span; readonly how: string };
}

/** Slips between two queries of the same build. */
export class Slips {
  readonly #original: BoundQuery;
  readonly #rewrite: BoundQuery;

  constructor(original: BoundQuery, rewrite: BoundQuery) {
    this.#original = original;
    this.#rewrite = rewrite;
  }

  /** The slip that a difference is, where it is one. */
  slipIn(difference: Difference): SlipNodes | undefined {
    switch (difference.kind) {
      case 'condition':
        return this.#inCondition(difference);
      case 'expression':
        return this.#inExpression(difference.select, difference.own, difference.other);
      case 'order': {
        const { own, other } = difference;
        const [a, b] = [stripParens(own.expr), stripParens(other.expr)];
        if (own.descending !== other.descending) return this.#isSame(a, b) ? { own, other } : undefined;
        const isOtherOutput = a.kind === 'literal' && b.kind === 'literal';
        const isOther = a.kind === 'column-ref' && b.kind === 'column-ref' && this.#isOther(a, b);
        return isOtherOutput || isOther ? { own, other } : undefined;
      }
      case 'limit': {
        const { own, other } = difference;
        return own && other && !own.offset === !other.offset ? { own, other } : undefined;
      }
      case 'set operation': {
        const { own, other } = difference;
        // UNION ALL in the place of UNION is what makes queries faster; the reverse makes a recursion end.
        const isUnion = [own, other].every(({ operator }) => operator.startsWith('union'));
        if (isUnion && (own.operator === 'union' || this.#recurses())) return undefined;
        return { own, other };
      }
      case 'join':
      case 'distinct':
        return undefined;
    }
  }

  #inCondition({ clause, onlyOwn, onlyOther }: ConditionDifference): SlipNodes | undefined {
    const [own, other] = [onlyOwn[0], onlyOther[0]];
    const how = this.#reconnected(onlyOwn, onlyOther);
    if (clause && own && how) return { own, other, connective: { span: clause.span, how } };
    if (!own || onlyOwn.length !== 1 || onlyOther.length > 1) return undefined;
    if (!other) return this.#isFree(own) || this.#isLink(own) ? { own, other } : undefined;
    const [pair, ...more] = smallestDifferences(this.#original, own, this.#rewrite, other);
    return pair && more.length === 0 && !this.#isPaddedTest(own, pair[0])
      ? this.#between(pair[0], pair[1])
      : undefined;
  }

  /** How the same terms, in any order, are connected otherwise; undefined where they are not. */
  #reconnected(own: readonly Expr[], other: readonly Expr[]): string | undefined {
    const first = connected(own, term => this.#textOf(this.#original, term));
    const second = connected(other, term => this.#textOf(this.#rewrite, term));
    if (first.shape === second.shape || first.terms !== second.terms) return undefined;
    if (first.ors === second.ors) return 'with AND and OR grouped otherwise';
    return first.ors > second.ors ? 'with AND instead of OR' : 'with OR instead of AND';
  }

  /** count() of another column that is never NULL counts the same, and another key may group and be sought as well. */
  #inExpression(select: Select, own: Expr, other: Expr): SlipNodes | undefined {
    let isCounted = false;
    walk(select, (node, ancestors) => {
      if (node !== own) return true;
      isCounted ||= ancestors.some(each => each.kind === 'function' && each.name === 'count');
      return false;
    });
    const isKey = select.groupBy.some(expr => contains(expr.span, own.span)) || this.#isSought(select);
    if (isCounted || (own.kind === 'column-ref' && isKey)) return undefined;
    return this.#between(own, other);
  }

  /** True for the query of an IN: what its rows are sought by may be any of several keys. */
  #isSought(select: Select): boolean {
    let found = false;
    walk(this.#original.query, node => {
      found ||= node.kind === 'in-query' && arms(node.query.body).includes(select);
    });
    return found;
  }

  #between(own: AnyNode, other: AnyNode): SlipNodes | undefined {
    return this.#isSlip(own, other) || this.#isSlip(other, own, true) ? { own, other } : undefined;
  }

  #isSlip(a: AnyNode, b: AnyNode, turned = false): boolean {
    const same = (x: AnyNode, y: AnyNode): boolean => (turned ? this.#isSame(y, x) : this.#isSame(x, y));
    if (a.kind === 'unary' && (a.operator === 'not' || a.operator === '-') && isExpr(b))
      return same(a.operand, b);
    if (a.kind === 'binary' && b.kind === 'binary')
      return isConfused(confused, a.operator, b.operator) && same(a.left, b.left) && same(a.right, b.right);
    if (a.kind === 'between' && !a.negated && b.kind === 'binary')
      // One bound is lost, or both are one.
      return (
        confused[0]?.has(b.operator) === true &&
        same(a.operand, b.left) &&
        (same(a.low, b.right) || same(a.high, b.right))
      );
    if (a.kind === 'between' && b.kind === 'between')
      return same(a.operand, b.operand) && same(a.low, b.high) && same(a.high, b.low);
    if (a.kind === 'literal' && b.kind === 'literal')
      return !turned && a.type === b.type && !isSameLetters(a, b) && isCompared(this.#original, a);
    if (a.kind === 'in-list' && b.kind === 'in-list')
      return (
        same(a.operand, b.operand) &&
        a.items.length > b.items.length &&
        b.items.every(item => a.items.some(each => same(each, item)))
      );
    if (a.kind === 'function' && b.kind === 'function')
      return (
        isConfused(confusedFunctions, a.name, b.name) &&
        this.#isSameWindow(a, b) &&
        a.args.length === b.args.length &&
        a.args.every((arg, i) => same(arg, b.args[i] ?? arg))
      );
    // No way to make a query faster puts NULL in the place of a value.
    if (b.kind === 'literal' && b.type === 'null')
      return isExpr(a) && !(a.kind === 'literal' && a.type === 'null');
    if ('negated' in a && 'negated' in b && a.kind === b.kind && 'operand' in a && 'operand' in b)
      return a.negated !== b.negated && same(a.operand, b.operand);
    return !turned && a.kind === 'column-ref' && b.kind === 'column-ref' && this.#isOther(a, b);
  }

  /** True where all that stands behind the arguments is the same. */
  #isSameWindow(a: FunctionCall, b: FunctionCall): boolean {
    const [first, second] = [a, b].map(({ over }) => over);
    if (!first || !second) return first === second;
    return this.#isSame(first, second) || this.#isSame(second, first);
  }

  /** True for a NULL test of what an outer join may pad: where it found no partner, all columns are NULL. */
  #isPaddedTest(term: Expr, column: AnyNode): boolean {
    const found = column.kind === 'column-ref' ? this.#original.resolve(column) : undefined;
    let isTested = false;
    walk(term, node => {
      isTested ||= node.kind === 'is-null' && stripParens(node.operand) === column;
    });
    return isTested && found?.kind === 'column' && found.relation.padded;
  }

  /** True where they are columns of different names that nothing in the query sets equal. */
  #isOther(own: ColumnRef, other: ColumnRef): boolean {
    const [a, b] = [slotsOf(this.#original, own)[0], slotsOf(this.#rewrite, other)[0]];
    if (!a || !b || a.column === b.column) return false;
    const equated = equatedSlots(this.#original);
    return equated(slotKeys(this.#original)(a)) !== equated(slotKeys(this.#rewrite)(b));
  }

  /** True where the term alone sets two columns equal: no other does in the rewrite, nor a composite foreign key. */
  #isLink(term: Expr): boolean {
    const inner = stripParens(term);
    if (inner.kind !== 'binary' || inner.operator !== '=') return false;
    const sides = [inner.left, inner.right].map(side => slotsOfExpr(this.#original, side)[0]);
    const [a, b] = sides;
    if (!a || !b || sides.some(slot => slot && this.#isFixed(slot))) return false;
    const keys = slotKeys(this.#original);
    const equated = equatedSlots(this.#rewrite);
    return equated(keys(a)) !== equated(keys(b)) && !refersWithMore(a, b) && !refersWithMore(b, a);
  }

  /** True where the rewrite compares the column with a constant. */
  #isFixed(slot: Slot): boolean {
    const keys = slotKeys(this.#rewrite);
    const key = slotKeys(this.#original)(slot);
    let found = false;
    walk(this.#rewrite.query, node => {
      if (node.kind !== 'binary' || node.operator !== '=') return;
      const [left, right] = [node.left, node.right].map(side => slotsOfExpr(this.#rewrite, side));
      for (const [own = [], other = []] of [
        [left, right],
        [right, left],
      ])
        found ||= other.length === 0 && own.some(each => keys(each) === key);
    });
    return found;
  }

  /** True where nothing else in the query reads what the term reads, and no CHECK or NOT NULL bears on it. */
  #isFree(term: Expr): boolean {
    const read = storedColumnsIn(this.#original, term);
    if (read === undefined || [...read].some(column => column.notNull) || hasQuery(term)) return false;
    let isFree = true;
    walk(this.#original.query, node => {
      if (node === term) return false;
      if (node.kind === 'star') isFree = false;
      if (node.kind !== 'column-ref') return true;
      const found = this.#original.resolve(node);
      for (const column of storedColumnsIn(this.#original, node) ?? []) isFree &&= !read.has(column);
      if (found?.kind !== 'column') isFree = false;
      return true;
    });
    const { tables } = this.#original.schema;
    return (
      isFree &&
      tables.every(table => table.columns.every(column => !read.has(column) || !isChecked(table, column)))
    );
  }

  #recurses(): boolean {
    let found = false;
    walk(this.#original.query, node => {
      found ||= node.kind === 'with' && node.recursive;
    });
    return found;
  }

  /** The same for what is spelled otherwise, in another case or with other blanks. */
  #textOf(bound: BoundQuery, node: AnyNode): string {
    return sameText(plainText(bound, node));
  }

  #isSame(own: AnyNode, other: AnyNode): boolean {
    return this.#textOf(this.#original, own) === this.#textOf(this.#rewrite, other);
  }
}

/** Terms of conditions joined by AND, and the AND and OR that connect them: `terms` and `shape` are in no order. */
interface Connected {
  readonly terms: string;
  readonly shape: string;
  readonly ors: number;
}

function connected(conditions: readonly Expr[], textOf: (term: Expr) => string): Connected {
  const terms: string[] = [];
  let ors = 0;
  const shapeOf = (expr: Expr): string => {
    const parts = conjuncts(expr);
    if (parts.length > 1) return `(${parts.map(shapeOf).sort().join(' & ')})`;
    const arms = disjuncts(expr);
    ors += arms.length - 1;
    if (arms.length > 1) return `(${arms.map(shapeOf).sort().join(' | ')})`;
    const text = textOf(expr);
    terms.push(text);
    return text;
  };
  const shape = conditions.flatMap(conjuncts).map(shapeOf).sort().join(' & ');
  return { terms: terms.sort().join('\n'), shape, ors };
}

/** NOCASE may make them the same. */
function isSameLetters(a: Literal, b: Literal): boolean {
  return String(a.value).toLowerCase() === String(b.value).toLowerCase();
}

/** True for a constant that is compared or calculated with; others may be spelled in several ways, as JSON paths are. */
function isCompared(bound: BoundQuery, literal: Literal): boolean {
  let isPlain = false;
  walk(bound.query, (node, ancestors) => {
    if (node !== literal) return;
    const around = ancestors.findLast(each => each.kind !== 'paren' && each.kind !== 'unary');
    isPlain =
      around?.kind === 'binary'
        ? confused.some(group => group.has(around.operator))
        : around !== undefined && ['in-list', 'between', 'limit'].includes(around.kind);
  });
  return isPlain;
}

/** True where a foreign key of several columns ties the first to the second: its other columns may imply the link. */
function refersWithMore(from: Slot, to: Slot): boolean {
  const [child, parent] = [from.relation.source, to.relation.source];
  if (child.kind !== 'table' || parent.kind !== 'table') return false;
  return child.table.foreignKeys.some(
    ({ columns, table, references }) =>
      columns.length > 1 &&
      sameName(table, parent.table.name) &&
      columns.some((name, i) => sameName(name, from.column) && sameName(references[i] ?? '', to.column)),
  );
}

/** True where a CHECK of the table may bear on the column: its name stands in one. */
function isChecked({ checks }: Table, { name }: Column): boolean {
  return checks.some(check => check.toLowerCase().includes(name.toLowerCase()));
}

function isConfused(groups: readonly ReadonlySet<string>[], a: string, b: string): boolean {
  return a !== b && groups.some(group => group.has(a) && group.has(b));
}
