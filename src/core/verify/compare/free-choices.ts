/**
 * Where SQL leaves the answer open: ties at a nested LIMIT, ties before row_number and the like, bare columns of a
 * grouped SELECT, the order of group_concat. A query with such places is pinned twice, to the lowest and to the
 * highest choice; on an instance where both pinned queries agree, its answer is determined.
 */

import { quoteName } from '../../dialect/sqlite/quote.ts';
import type { BoundQuery, Relation, Scope } from '../../sql/bound.ts';
import type { Edit } from '../../sql/edits.ts';
import type {
  ColumnRef,
  Expr,
  FunctionCall,
  OrderTerm,
  Query,
  Select,
  Star,
  Window,
} from '../../sql/model.ts';
import { textOf } from '../../sql/span.ts';
import { arms, stripParens, walk } from '../../sql/walk.ts';
import { columnKey, determinedRelations, sameTexts } from './determined.ts';

export type FreeChoice = 'nested limit' | 'window ties' | 'bare column' | 'aggregate order';

export interface FreeChoices {
  readonly kinds: ReadonlySet<FreeChoice>;
  /** Edits of the source that pin every choice to the lowest and to the highest. */
  readonly lowest: readonly Edit[];
  readonly highest: readonly Edit[];
}

const reasons: Readonly<Record<FreeChoice, string>> = {
  'nested limit': 'rows tie at the cut of a LIMIT inside a subquery',
  'window ties': 'rows tie in the order of a window function',
  'bare column': 'a column is neither grouped nor aggregated, so SQLite takes it from any row of the group',
  'aggregate order': 'the order inside group_concat or a JSON array is not fixed',
};

export function reasonOf(kinds: Iterable<FreeChoice>): string {
  return [...kinds].map(kind => reasons[kind]).join('; ');
}

export function freeChoices(bound: BoundQuery): FreeChoices {
  const kinds = new Set<FreeChoice>();
  const lowest: Edit[] = [];
  const highest: Edit[] = [];
  const both = (
    kind: FreeChoice,
    at: { start: number; end: number },
    text: (direction: string) => string,
  ): void => {
    kinds.add(kind);
    lowest.push({ span: at, text: text('ASC') });
    highest.push({ span: at, text: text('DESC') });
  };
  walk(bound.query, (node, ancestors) => {
    if (node.kind === 'query' && node !== bound.query && node.limit) {
      if (!isTested(ancestors.at(-1))) pinLimit(bound, node, both);
    }
    if (node.kind === 'function') {
      if (node.over) pinWindow(bound, node, enclosingScope(bound, ancestors), both);
      else if (bound.functions.isOrderSensitive(node)) pinAggregate(bound, node, both);
    }
    if (node.kind === 'select') pinBareColumns(bound, node, kinds, lowest, highest);
  });
  return { kinds, lowest, highest };
}

type Pin = (
  kind: FreeChoice,
  at: { start: number; end: number },
  text: (direction: string) => string,
) => void;

/** EXISTS does not look at which rows there are. */
function isTested(parent: { readonly kind: string } | undefined): boolean {
  return parent?.kind === 'exists';
}

function enclosingScope(
  bound: BoundQuery,
  ancestors: readonly { readonly kind: string }[],
): Scope | undefined {
  for (let i = ancestors.length - 1; i >= 0; i--) {
    const found = bound.scopes.find(scope => scope.select === ancestors[i]);
    if (found) return found;
    // ORDER BY of a query belongs to the scope of its only Select.
    const owner = bound.scopes.find(scope => scope.query === ancestors[i]);
    if (owner) return owner;
  }
  return undefined;
}

function pinLimit(bound: BoundQuery, query: Query, pin: Pin): void {
  if (!query.limit) return;
  const width = bound.outputsOf(query).length;
  const ordinals = (direction: string): string =>
    Array.from({ length: width }, (_, i) => `${i + 1} ${direction}`).join(', ');
  const last = query.orderBy.at(-1);
  if (last)
    pin(
      'nested limit',
      { start: last.span.end, end: last.span.end },
      direction => `, ${ordinals(direction)}`,
    );
  else {
    const { start } = query.limit.span;
    pin('nested limit', { start, end: start }, direction => `ORDER BY ${ordinals(direction)} `);
  }
}

const tieFree = new Set(['rank', 'dense_rank', 'percent_rank', 'cume_dist']);
const positional = new Set(['row_number', 'ntile', 'lag', 'lead', 'first_value', 'last_value', 'nth_value']);

function pinWindow(bound: BoundQuery, call: FunctionCall, scope: Scope | undefined, pin: Pin): void {
  if (!call.over || tieFree.has(call.name) || !scope) return;
  const window = windowOf(scope, call.over);
  if (!window) return;
  const byRows = window.frame?.unit === 'rows' || window.frame?.exclude === 'current row';
  if (!positional.has(call.name) && !byRows && !bound.functions.isOrderSensitive(call)) return;
  const terms = tieBreakers(bound, scope);
  if (terms.length === 0) return;
  const list = (direction: string): string => terms.map(term => `${term} ${direction}`).join(', ');
  const last = window.orderBy.at(-1);
  if (last)
    pin('window ties', { start: last.span.end, end: last.span.end }, direction => `, ${list(direction)}`);
  else {
    const at = window.frame?.span.start ?? closingParen(bound, window);
    pin('window ties', { start: at, end: at }, direction => ` ORDER BY ${list(direction)} `);
  }
}

function windowOf(scope: Scope, over: NonNullable<FunctionCall['over']>): Window | undefined {
  if (over.kind === 'window') return over;
  return scope.select.windows.find(named => named.name.name.toLowerCase() === over.name.toLowerCase())
    ?.window;
}

function closingParen(bound: BoundQuery, window: Window): number {
  const { start, end } = window.span;
  return textOf(bound.source, window.span).endsWith(')') ? end - 1 : Math.max(start, end);
}

/** Everything that tells two rows of the scope apart. */
function tieBreakers(bound: BoundQuery, scope: Scope): string[] {
  if (scope.select.groupBy.length > 0)
    return scope.select.groupBy.map(expr => `(${textOf(bound.source, expr.span)})`);
  return scope.relations.flatMap(relation =>
    relation.name === ''
      ? []
      : relation.columns
          .filter(column => !column.hidden)
          .map(column => `${quoteName(relation.name)}.${quoteName(column.name)}`),
  );
}

function pinAggregate(bound: BoundQuery, call: FunctionCall, pin: Pin): void {
  const [first] = call.args;
  const last = call.args.at(-1);
  if (!first || !last) return;
  const key = textOf(bound.source, first.span);
  const lastTerm = call.orderBy.at(-1);
  if (lastTerm)
    pin(
      'aggregate order',
      { start: lastTerm.span.end, end: lastTerm.span.end },
      direction => `, (${key}) ${direction}`,
    );
  else
    pin(
      'aggregate order',
      { start: last.span.end, end: last.span.end },
      direction => ` ORDER BY (${key}) ${direction}`,
    );
}

function pinBareColumns(
  bound: BoundQuery,
  select: Select,
  kinds: Set<FreeChoice>,
  lowest: Edit[],
  highest: Edit[],
): void {
  const scope = bound.scopeOf(select);
  const query = bound.enclosing(select);
  const sole = arms(query.body).length === 1;
  const shown = select.columns.flatMap(column => (column.kind === 'column' ? [column.expr] : []));
  const order: OrderTerm[] = sole ? [...query.orderBy] : [];
  const places: Expr[] = [
    ...shown,
    ...(select.having ? [select.having] : []),
    ...order.map(term => term.expr),
  ];
  if (!bound.isAggregated(select)) return;
  const grouped = new Set(
    select.groupBy.flatMap(expr => {
      const inner = groupExpr(bound, expr, shown);
      // Under another collation a group holds texts that are not the same.
      const key = inner && sameTexts(bound, inner) ? columnKey(bound, inner) : undefined;
      return key ? [key] : [];
    }),
  );
  const groupTexts = new Set(
    select.groupBy.map(expr => normal(bound, groupExpr(bound, expr, shown) ?? expr)),
  );
  const determined = determinedRelations(bound, scope, grouped);
  for (const column of select.columns)
    if (column.kind === 'star')
      pinStar(scope, column, relation => determined.has(relation), kinds, lowest, highest);
  for (const place of places)
    walk(place, node => {
      if (node.kind === 'query') return false;
      if (node.kind === 'function' && !node.over && bound.functions.isAggregate(node)) return false;
      if (node.kind !== 'column-ref') return !groupTexts.has(normalNode(bound, node));
      const found = bound.resolve(node);
      if (found?.kind !== 'column' || found.depth > 0 || found.scope !== scope) return false;
      const key = columnKey(bound, node);
      if (key === undefined || grouped.has(key) || determined.has(found.relation)) return false;
      pinBare(bound, node, kinds, lowest, highest);
      return false;
    });
}

function groupExpr(bound: BoundQuery, expr: Expr, shown: readonly Expr[]): Expr | undefined {
  const inner = stripParens(expr);
  if (inner.kind === 'literal' && typeof inner.value === 'bigint') return shown[Number(inner.value) - 1];
  if (inner.kind === 'column-ref') {
    const found = bound.resolve(inner);
    if (found?.kind === 'output') return found.output.expr;
  }
  return inner;
}

function normal(bound: BoundQuery, expr: Expr): string {
  return textOf(bound.source, stripParens(expr).span).replace(/\s+/g, ' ').toLowerCase();
}

function normalNode(bound: BoundQuery, node: { readonly span: { start: number; end: number } }): string {
  return textOf(bound.source, node.span).replace(/\s+/g, ' ').toLowerCase();
}

/** `*` written out, each column pinned; the columns keep their names. */
function pinStar(
  scope: Scope,
  star: Star,
  isDetermined: (relation: Relation) => boolean,
  kinds: Set<FreeChoice>,
  lowest: Edit[],
  highest: Edit[],
): void {
  const shown = scope.relations.filter(
    relation => star.table === undefined || relation.name.toLowerCase() === star.table.name.toLowerCase(),
  );
  if (shown.every(isDetermined)) return;
  kinds.add('bare column');
  const list = (pin: (text: string) => string): string =>
    shown
      .flatMap(relation =>
        relation.columns
          .filter(column => !column.hidden)
          .map(column => {
            const text = `${relation.name === '' ? '' : `${quoteName(relation.name)}.`}${quoteName(column.name)}`;
            return `${isDetermined(relation) ? text : pin(text)} AS ${quoteName(column.name)}`;
          }),
      )
      .join(', ');
  lowest.push({ span: star.span, text: list(lowestOf) });
  highest.push({ span: star.span, text: list(highestOf) });
}

/** NULL counts as the lowest value, as in a sort; min() alone would pass over it. */
function lowestOf(text: string): string {
  return `(CASE WHEN count(*) = count(${text}) THEN min(${text} COLLATE BINARY) END)`;
}

function highestOf(text: string): string {
  return `max(${text} COLLATE BINARY)`;
}

function pinBare(
  bound: BoundQuery,
  ref: ColumnRef,
  kinds: Set<FreeChoice>,
  lowest: Edit[],
  highest: Edit[],
): void {
  kinds.add('bare column');
  const text = textOf(bound.source, ref.span);
  lowest.push({ span: ref.span, text: lowestOf(text) });
  highest.push({ span: ref.span, text: highestOf(text) });
}
