/**
 * Where SQL leaves the answer open: ties at a nested LIMIT, the row that a subquery in the place of a value is cut to,
 * ties before row_number and the like, bare columns of a grouped SELECT, the order of group_concat. A query with such
 * places is pinned in several ways, among them to the lowest and to the highest choice, or fails where there is more
 * than one; on an instance where all pinned queries agree, its answer is determined.
 */

import { quoteName } from '../../dialect/sqlite/quote.ts';
import type { BoundQuery, Relation, Scope } from '../../sql/bound.ts';
import type { Edit } from '../../sql/edits.ts';
import type { Expr, FunctionCall, OrderTerm, Query, Select, Star, Window } from '../../sql/model.ts';
import { sameText } from '../../sql/same-text.ts';
import { type Span, textOf } from '../../sql/span.ts';
import { type AnyNode, arms, isExpr, stripParens, walk } from '../../sql/walk.ts';
import { type CutChoice, choiceOf } from './cut-choice.ts';
import { type Cut, cutOf, limitsRecursion } from './cut-rows.ts';
import { columnKey, determinedRelations, sameValues } from './determined.ts';
import { type Alike, alikeAs, openExtreme } from './extremes.ts';
import { failsWhere } from './fails-where.ts';
import { alikeOutputs, type OpenValue, spellingEdits } from './spellings.ts';
import { ValueReads } from './value-reads.ts';
import { guardOf, tiedWindow } from './window-ties.ts';

export type FreeChoice =
  | 'nested limit'
  | 'first row'
  | 'window ties'
  | 'bare column'
  | 'aggregate order'
  | 'spelling';

export interface FreeChoices {
  readonly kinds: ReadonlySet<FreeChoice>;
  /** Edits of the source that pin every choice, each list in another way; none where there are no choices. */
  readonly pins: readonly (readonly Edit[])[];
  /** Makes each choice in turn, where all that is open are cuts. */
  readonly choice?: CutChoice;
  /** Where nothing is open but how the result's own values are spelled, what counts as equal in each output. */
  readonly alike?: readonly Alike[];
}

const reasons: Readonly<Record<FreeChoice, string>> = {
  'nested limit': 'rows tie at the cut of a LIMIT inside a subquery',
  'first row': 'a subquery that stands for one value returns several rows',
  'window ties': 'rows tie in the order of a window function',
  'bare column': 'a column is neither grouped nor aggregated, so SQLite takes it from any row of the group',
  'aggregate order': 'the order inside group_concat or a JSON array is not fixed',
  spelling:
    'several values count as equal, such as texts that differ in case only, and DISTINCT, GROUP BY, a set operation, MAX or MIN may keep any one of them',
};

/** Why the answer is open, as a clause: the reasons of the kinds, joined by semicolons. */
export function reasonOf(kinds: Iterable<FreeChoice>): string {
  return [...kinds].map(kind => reasons[kind]).join('; ');
}

/** The ways in which the choices of one query are pinned. */
class Pins {
  readonly kinds = new Set<FreeChoice>();
  /** Those whose ties are broken. */
  readonly windows = new Set<Window>();
  readonly lowest: Edit[] = [];
  readonly highest: Edit[] = [];
  /** Where the lowest and highest choice agree, one between them may not: no value, or an error, where there are more. */
  readonly guarded: Edit[] = [];
  /** Expressions with any one of several values that count as equal. */
  readonly values: OpenValue[] = [];
  /** Edits of DISTINCT and set operations. */
  keptSpellings = 0;
  #hasGuards = false;
  readonly #cuts: Cut[] = [];

  pin(kind: FreeChoice, at: Span, text: (direction: string) => string): void {
    this.kinds.add(kind);
    this.lowest.push({ span: at, text: text('ASC') });
    this.highest.push({ span: at, text: text('DESC') });
    this.guarded.push({ span: at, text: text('ASC') });
  }

  /** The choice stays as it is, and `guarded` fails where there are several. */
  guardCut(kind: FreeChoice, cut: Cut): void {
    this.kinds.add(kind);
    this.#hasGuards = true;
    this.guarded.push(...cut.guard);
    this.#cuts.push(cut);
  }

  /** The choice stays as it is, and the rows are others where there are several. */
  guardSpelling(edits: readonly Edit[]): void {
    if (edits.length === 0) return;
    this.kinds.add('spelling');
    this.#hasGuards = true;
    this.keptSpellings += edits.length;
    this.guarded.push(...edits);
  }

  /** Undefined where more is open than cuts. */
  choice(bound: BoundQuery): CutChoice | undefined {
    const ofCuts = this.#cuts.reduce((sum, { guard }) => sum + guard.length, 0);
    return ofCuts === this.guarded.length ? choiceOf(bound, this.#cuts) : undefined;
  }

  guard(span: Span, { before, after }: { before: string; after: string }): void {
    this.#hasGuards = true;
    this.guarded.push({ span: { start: span.start, end: span.start }, text: before });
    this.guarded.push({ span: { start: span.end, end: span.end }, text: after });
  }

  /** The choice replaced: `guarded` fails, or is NULL, where there are several. */
  replace(kind: FreeChoice, span: Span, low: string, high: string, guarded: string): void {
    this.kinds.add(kind);
    this.#hasGuards = true;
    this.lowest.push({ span, text: low });
    this.highest.push({ span, text: high });
    this.guarded.push({ span, text: guarded });
  }

  get all(): (readonly Edit[])[] {
    if (this.kinds.size === 0) return [];
    const { lowest, highest } = this;
    return [lowest, ...(highest.length > 0 ? [highest] : []), ...(this.#hasGuards ? [this.guarded] : [])];
  }
}

/** All places in a query where SQL leaves its answer open, and the edits of its source that pin them. */
export function freeChoices(bound: BoundQuery): FreeChoices {
  const known = found.get(bound) ?? findChoices(bound);
  found.set(bound, known);
  return known;
}

/** Several parts of the judge ask for those of the same query. */
const found = new WeakMap<BoundQuery, FreeChoices>();

function findChoices(bound: BoundQuery): FreeChoices {
  const pins = new Pins();
  const reads = new ValueReads(bound);
  walk(bound.query, (node, ancestors) => {
    if (reads.isUnread(node)) return false;
    if (node.kind === 'query') {
      if (node !== bound.query) pinCut(bound, node, ancestors, pins);
      if (ancestors.at(-1)?.kind !== 'exists') pins.guardSpelling(spellingEdits(bound, node, reads));
    }
    if (node.kind === 'function') {
      const extreme = openExtreme(bound, node, reads);
      if (extreme) {
        pins.kinds.add('spelling');
        pins.values.push({ expr: node, alike: extreme.alike });
        pins.guard(node.span, extreme);
      }
      if (node.over) pinWindow(bound, node, enclosingScope(bound, ancestors), pins);
      else if (bound.functions.isOrderSensitive(node)) pinAggregate(bound, node, ancestors.at(-1), pins);
    }
    if (node.kind === 'select') pinBareColumns(bound, node, reads, pins);
    return true;
  });
  const { kinds, all } = pins;
  const choice = pins.choice(bound);
  const isSpelling = kinds.size === 1 && kinds.has('spelling');
  const isNested = pins.keptSpellings > spellingEdits(bound, bound.query, reads).length;
  const alike = isSpelling && !isNested ? alikeOutputs(bound, pins.values) : undefined;
  return { kinds, pins: all, ...(choice && { choice }), ...(alike && { alike }) };
}

function pinCut(bound: BoundQuery, query: Query, ancestors: readonly AnyNode[], pins: Pins): void {
  const isRecursive = query.limit !== undefined && limitsRecursion(bound, ancestors);
  if (isRecursive) pinRecursion(bound, query, pins);
  const cut = isRecursive ? undefined : cutOf(bound, query, ancestors);
  if (cut) pins.guardCut(query.limit ? 'nested limit' : 'first row', cut);
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

/** The order in which a recursion takes its rows decides which of them come before its LIMIT. */
function pinRecursion(bound: BoundQuery, query: Query, pins: Pins): void {
  const start = query.limit?.span.start ?? query.span.end;
  const list = (direction: string): string =>
    bound
      .outputsOf(query)
      .map((_, i) => `${i + 1} ${direction}`)
      .join(', ');
  const last = query.orderBy.at(-1);
  const at = last ? { start: last.span.end, end: last.span.end } : { start, end: start };
  pins.pin('nested limit', at, direction => (last ? `, ${list(direction)}` : `ORDER BY ${list(direction)} `));
}

function pinWindow(bound: BoundQuery, call: FunctionCall, scope: Scope | undefined, pins: Pins): void {
  const window = scope && tiedWindow(bound, call, scope);
  if (!scope || !window) return;
  pins.kinds.add('window ties');
  pins.guard(call.span, guardOf(bound, call, window, scope));
  const terms = tieBreakers(bound, scope);
  // Calls over one named window share its ORDER BY.
  if (terms.length === 0 || pins.windows.has(window)) return;
  pins.windows.add(window);
  const list = (direction: string): string => terms.map(term => `${term} ${direction}`).join(', ');
  const last = window.orderBy.at(-1);
  if (last)
    pins.pin(
      'window ties',
      { start: last.span.end, end: last.span.end },
      direction => `, ${list(direction)}`,
    );
  else {
    const at = window.frame?.span.start ?? closingParen(bound, window);
    pins.pin('window ties', { start: at, end: at }, direction => ` ORDER BY ${list(direction)} `);
  }
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

function pinAggregate(bound: BoundQuery, call: FunctionCall, parent: AnyNode | undefined, pins: Pins): void {
  const last = call.args.at(-1);
  if (!last) return;
  const varying = call.args.filter(arg => stripParens(arg).kind !== 'literal');
  // The order of the parts does not change how long the whole is.
  if (parent?.kind === 'function' && parent.name === 'length' && varying.length < 2) return;
  const texts = varying.map(arg => textOf(bound.source, arg.span));
  if (texts.length === 0) return;
  const list = (direction: string): string => texts.map(text => `(${text}) ${direction}`).join(', ');
  const lastTerm = call.orderBy.at(-1);
  const at = lastTerm?.span.end ?? last.span.end;
  pins.pin(
    'aggregate order',
    { start: at, end: at },
    direction => `${lastTerm ? ',' : ' ORDER BY'} ${list(direction)}`,
  );
  // Of three parts, neither the lowest first nor the highest first has the middle one at an end.
  if (!lastTerm)
    pins.guard(call.span, {
      before: `(CASE WHEN ${failsWhere(texts.map(severalOf).join(' OR '))} THEN `,
      after: ' END)',
    });
}

function pinBareColumns(bound: BoundQuery, select: Select, reads: ValueReads, pins: Pins): void {
  if (!bound.isAggregated(select)) return;
  const scope = bound.scopeOf(select);
  const query = bound.enclosing(select);
  const sole = arms(query.body).length === 1;
  const shown = select.columns.flatMap(column => (column.kind === 'column' ? [column.expr] : []));
  // What gives an output its name still has to.
  const nameless = new Set<Expr>(
    select.columns.flatMap(column => (column.kind === 'column' && !column.alias ? [column.expr] : [])),
  );
  const unread = new Set<Expr>(
    select.columns.flatMap(column =>
      column.kind === 'column' && reads.isUnread(column) ? [column.expr] : [],
    ),
  );
  const order: OrderTerm[] = sole ? [...query.orderBy] : [];
  const places: Expr[] = [
    ...shown,
    ...(select.having ? [select.having] : []),
    ...order.map(term => term.expr),
  ];
  const grouped = new Set(
    select.groupBy.flatMap(expr => {
      const inner = groupExpr(bound, expr, shown);
      // Under another collation a group holds texts that are not the same.
      const key = inner && sameValues(bound, inner) ? columnKey(bound, inner) : undefined;
      return key ? [key] : [];
    }),
  );
  const groupTexts = new Set(
    select.groupBy.map(expr => normal(bound, stripParens(groupExpr(bound, expr, shown) ?? expr))),
  );
  const keys = new Set(
    select.groupBy.flatMap(expr => columnKey(bound, groupExpr(bound, expr, shown) ?? expr) ?? []),
  );
  const determined = determinedRelations(bound, scope, grouped);
  for (const column of select.columns)
    if (column.kind === 'star') pinStar(scope, column, relation => determined.has(relation), pins);
  for (const place of places)
    walk(place, node => {
      if (node.kind === 'query' || unread.has(place)) return false;
      if (node.kind === 'function' && !node.over && bound.functions.isAggregate(node)) return false;
      if (node.kind !== 'column-ref') {
        if (!groupTexts.has(normal(bound, node))) return true;
        if (isExpr(node)) pinKey(bound, node, reads, pins, '');
        return false;
      }
      const found = bound.resolve(node);
      if (found?.kind !== 'column' || found.depth > 0 || found.scope !== scope) return false;
      const key = columnKey(bound, node);
      if (key === undefined || grouped.has(key) || determined.has(found.relation)) return false;
      const alias = nameless.has(node) ? ` AS ${quoteName(found.column.name)}` : '';
      if (keys.has(key)) pinKey(bound, node, reads, pins, alias);
      else pinBare(bound, node, pins, 'bare column', alias);
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

/** Equal for expressions written alike. */
function normal(bound: BoundQuery, node: { readonly span: Span }): string {
  return sameText(textOf(bound.source, node.span));
}

/** `*` written out, each column pinned; the columns keep their names. */
function pinStar(scope: Scope, star: Star, isDetermined: (relation: Relation) => boolean, pins: Pins): void {
  const shown = scope.relations.filter(
    relation => star.table === undefined || relation.name.toLowerCase() === star.table.name.toLowerCase(),
  );
  if (shown.every(isDetermined)) return;
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
  pins.replace('bare column', star.span, list(lowestOf), list(highestOf), list(onlyOf));
}

/** NULL counts as the lowest value, as in a sort; min() alone would pass over it. */
function lowestOf(text: string): string {
  return `(CASE WHEN count(*) = count(${text}) THEN min(${text} COLLATE BINARY) END)`;
}

function highestOf(text: string): string {
  return `max(${text} COLLATE BINARY)`;
}

/** Fails where the values are not all the same. */
function onlyOf(text: string): string {
  return `(CASE WHEN ${failsWhere(severalOf(text))} THEN min(${text} COLLATE BINARY) END)`;
}

/** 1 in groups that hold different values of the expression. */
function severalOf(text: string): string {
  const differ = [`typeof(${text})`, `(${text}) COLLATE BINARY`].map(
    part => `min(${part}) IS NOT max(${part})`,
  );
  return `(${differ.join(' OR ')})`;
}

/** A key of GROUP BY has any one of the values of the group, which count as equal. */
function pinKey(bound: BoundQuery, expr: Expr, reads: ValueReads, pins: Pins, alias: string): void {
  const alike = alikeAs(bound, [expr]);
  if (!alike || !reads.tells(expr, alike)) return;
  pins.values.push({ expr: stripParens(expr), alike });
  pinBare(bound, expr, pins, 'spelling', alias);
}

function pinBare(bound: BoundQuery, expr: Expr, pins: Pins, kind: FreeChoice, alias: string): void {
  const written = textOf(bound.source, expr.span);
  const text = expr.kind === 'column-ref' ? written : `(${written})`;
  const [low, high, only] = [lowestOf(text), highestOf(text), onlyOf(text)].map(pinned => pinned + alias);
  pins.replace(kind, expr.span, low ?? text, high ?? text, only ?? text);
}
