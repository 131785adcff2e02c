/**
 * Where two queries of the same build differ: walked side by side, clause by clause, down to the smallest parts. Blanks
 * and parentheses around an expression do not count.
 */
import type { BoundQuery } from './bound.ts';
import { applyEdits } from './edits.ts';
import type {
  Expr,
  FromItem,
  Join,
  Limit,
  OrderTerm,
  Query,
  QueryBody,
  Select,
  SetOperation,
} from './model.ts';
import { sameText, squeezed } from './same-text.ts';
import { textOf } from './span.ts';
import { type AnyNode, children, conjuncts, isExpr, stripParens, walk } from './walk.ts';

export type Difference =
  /** `UNION` for `EXCEPT` and the like. */
  | { readonly kind: 'set operation'; readonly own: SetOperation; readonly other: SetOperation }
  /** A WHERE or an ON, as the terms that only one of them has. */
  | ConditionDifference
  /** Two expressions in one place of a SELECT, without a query in them. */
  | { readonly kind: 'expression'; readonly select: Select; readonly own: Expr; readonly other: Expr }
  | { readonly kind: 'order'; readonly own: OrderTerm; readonly other: OrderTerm }
  | { readonly kind: 'limit'; readonly own: Limit | undefined; readonly other: Limit | undefined }
  /** An outer join in the place of another kind of join. */
  | { readonly kind: 'join'; readonly select: Select; readonly own: Join; readonly other: Join }
  /** DISTINCT in one of them only. */
  | { readonly kind: 'distinct'; readonly select: Select };

export interface ConditionDifference {
  readonly kind: 'condition';
  readonly select: Select;
  /** The condition in the first query; undefined where it has no WHERE. */
  readonly clause: Expr | undefined;
  readonly common: readonly Expr[];
  readonly onlyOwn: readonly Expr[];
  readonly onlyOther: readonly Expr[];
}

/** The differences in the order of the source; undefined where the queries are built differently. */
export function differencesOf(own: BoundQuery, other: BoundQuery): Difference[] | undefined {
  return new SideBySide(own, other).differences();
}

class SideBySide {
  readonly #own: BoundQuery;
  readonly #other: BoundQuery;
  readonly #found: Difference[] = [];
  #sameBuild = true;

  constructor(own: BoundQuery, other: BoundQuery) {
    this.#own = own;
    this.#other = other;
  }

  differences(): Difference[] | undefined {
    this.#queries(this.#own.query, this.#other.query);
    return this.#sameBuild ? this.#found : undefined;
  }

  #queries(a: Query, b: Query, areColumnsRead = true): void {
    const [ctes, others] = [a.with?.ctes ?? [], b.with?.ctes ?? []];
    this.#sameBuild &&= ctes.length === others.length && a.orderBy.length === b.orderBy.length;
    for (const [i, cte] of ctes.entries()) {
      const other = others[i];
      if (other) this.#queries(cte.query, other.query);
    }
    this.#bodies(a.body, b.body, areColumnsRead);
    for (const [i, own] of a.orderBy.entries()) {
      const other = b.orderBy[i];
      if (other && !this.#isSame(own, other)) this.#found.push({ kind: 'order', own, other });
    }
    if (a.limit || b.limit)
      if (!a.limit || !b.limit || !this.#isSame(a.limit, b.limit))
        this.#found.push({ kind: 'limit', own: a.limit, other: b.limit });
  }

  #bodies(a: QueryBody, b: QueryBody, areColumnsRead: boolean): void {
    if (a.kind === 'set' && b.kind === 'set') {
      if (a.operator !== b.operator) this.#found.push({ kind: 'set operation', own: a, other: b });
      this.#bodies(a.left, b.left, areColumnsRead);
      this.#bodies(a.right, b.right, areColumnsRead);
    } else if (a.kind === 'select' && b.kind === 'select') this.#selects(a, b, areColumnsRead);
    else this.#sameBuild &&= this.#isSame(a, b);
  }

  #selects(a: Select, b: Select, areColumnsRead: boolean): void {
    if ((a.distinct === undefined) !== (b.distinct === undefined))
      this.#found.push({ kind: 'distinct', select: a });
    if (areColumnsRead) this.#columns(a, b);
    this.#froms(a, a.from, b.from);
    this.#conditions(a, a.where, b.where);
    this.#sameBuild &&= a.groupBy.length === b.groupBy.length && !a.having === !b.having;
    for (const [i, expr] of a.groupBy.entries()) this.#expressions(a, expr, b.groupBy[i]);
    this.#expressions(a, a.having, b.having);
    this.#sameBuild &&= a.windows.length === b.windows.length;
    for (const [i, window] of a.windows.entries()) {
      this.#expressions(a, window, b.windows[i]);
    }
  }

  #columns(a: Select, b: Select): void {
    this.#sameBuild &&= a.columns.length === b.columns.length;
    for (const [i, own] of a.columns.entries()) {
      const other = b.columns[i];
      if (own.kind === 'column' && other?.kind === 'column') this.#expressions(a, own.expr, other.expr);
      else if (other) this.#sameBuild &&= this.#isSame(own, other);
    }
  }

  #froms(select: Select, a: FromItem | undefined, b: FromItem | undefined): void {
    if (a === undefined || b === undefined || a.kind !== b.kind) this.#sameBuild &&= a === b;
    else if (a.kind === 'join' && b.kind === 'join') {
      this.#froms(select, a.left, b.left);
      this.#froms(select, a.right, b.right);
      if (pads(a) !== pads(b)) this.#found.push({ kind: 'join', select, own: a, other: b });
      const [names, others] = [a, b].map(({ using }) => using?.map(({ name }) => name.toLowerCase()).join());
      this.#sameBuild &&= !a.on === !b.on && a.natural === b.natural && names === others;
      if (a.on && b.on) this.#conditions(select, a.on, b.on);
    } else if (a.kind === 'paren-item' && b.kind === 'paren-item') this.#froms(select, a.item, b.item);
    else if (a.kind === 'subquery-item' && b.kind === 'subquery-item') this.#queries(a.query, b.query);
    else this.#sameBuild &&= this.#isSame(a, b);
  }

  #conditions(select: Select, a: Expr | undefined, b: Expr | undefined): void {
    const own = conjuncts(a);
    const other = conjuncts(b);
    const common = own.filter(term => other.some(each => this.#isSame(term, each)));
    const onlyOwn = own.filter(term => !common.includes(term) && !holdsAlways(term));
    const onlyOther = other.filter(term => !own.some(each => this.#isSame(each, term)) && !holdsAlways(term));
    if (onlyOwn.length === 0 && onlyOther.length === 0) return;
    const [first, second] = [onlyOwn[0], onlyOther[0]];
    const isPair = onlyOwn.length === 1 && onlyOther.length === 1;
    if (isPair && first && second && (hasQuery(first) || hasQuery(second)))
      this.#expressions(select, first, second);
    else this.#found.push({ kind: 'condition', select, clause: a, common, onlyOwn, onlyOther });
  }

  #expressions(select: Select, given: AnyNode | undefined, counterpart: AnyNode | undefined): void {
    if (!given || !counterpart) return;
    for (const [a, b] of smallestDifferences(this.#own, given, this.#other, counterpart))
      if (a.kind === 'query' && b.kind === 'query') this.#queries(a, b);
      else if (a.kind === 'exists' && b.kind === 'exists') {
        const bodies = [a.query.body, b.query.body];
        this.#queries(a.query, b.query, !bodies.every(body => body.kind === 'select'));
      } else if (isExpr(a) && isExpr(b) && !hasQuery(a) && !hasQuery(b))
        this.#found.push({ kind: 'expression', select, own: a, other: b });
      else this.#sameBuild = false;
  }

  #isSame(a: AnyNode, b: AnyNode): boolean {
    return sameText(plainText(this.#own, a)) === sameText(plainText(this.#other, b));
  }
}

/**
 * The smallest parts in which two expressions differ, in pairs; EXISTS and queries within them are left whole. One pair
 * of the expressions themselves where they are built differently; none where they are the same.
 */
export function smallestDifferences(
  own: BoundQuery,
  given: AnyNode,
  other: BoundQuery,
  counterpart: AnyNode,
): [AnyNode, AnyNode][] {
  const found: [AnyNode, AnyNode][] = [];
  const descend = (first: AnyNode, second: AnyNode): void => {
    const [a, b] = [bare(first), bare(second)];
    if (sameText(plainText(own, a)) === sameText(plainText(other, b))) return;
    const [parts, counterparts] = [children(a), children(b)];
    const isLeaf =
      a.kind !== b.kind ||
      ['column-ref', 'query', 'exists'].includes(a.kind) ||
      parts.length === 0 ||
      parts.length !== counterparts.length ||
      headOf(own, a, parts) !== headOf(other, b, counterparts);
    if (isLeaf) found.push([a, b]);
    else for (const [i, part] of parts.entries()) descend(part, counterparts[i] ?? part);
  };
  descend(given, counterpart);
  return found;
}

function bare(node: AnyNode): AnyNode {
  return isExpr(node) ? stripParens(node) : node;
}

/** The text of a node without that of its parts. */
function headOf({ source }: BoundQuery, node: AnyNode, parts: readonly AnyNode[]): string {
  const { start } = node.span;
  const holes = parts.map(({ span }) => ({
    span: { start: span.start - start, end: span.end - start },
    text: '?',
  }));
  return sameText(applyEdits(textOf(source, node.span), holes));
}

/** The text of a node with one blank for any run of them, and without parentheses around it. */
export function plainText({ source }: BoundQuery, node: AnyNode): string {
  return squeezed(textOf(source, bare(node).span));
}

/** Which sides of a join get NULLs; JOIN, CROSS JOIN and the comma say the same. */
function pads({ type }: Join): string {
  return type === 'cross' || type === 'comma' ? 'inner' : type;
}

/** True for constants that are true, such as 1 and what `BETWEEN 1 AND 5` leaves of itself as `> 1 AND 5`. */
function holdsAlways(term: Expr): boolean {
  const inner = stripParens(term);
  if (inner.kind !== 'literal' || inner.value === null) return false;
  // A text is taken for the number that it begins with.
  const value = typeof inner.value === 'string' ? Number.parseFloat(inner.value) : inner.value;
  return Boolean(value) && Number.isFinite(Number(value));
}

/** True where a query stands in the expression. */
export function hasQuery(expr: Expr): boolean {
  let found = false;
  walk(expr, node => {
    found ||= node.kind === 'query';
    return !found;
  });
  return found;
}
