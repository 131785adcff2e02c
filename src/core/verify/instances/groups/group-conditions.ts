/** What the queries ask of groups of rows: comparisons of aggregates, as SQL over the columns that are aggregated. */
import { literal } from '../../../dialect/sqlite/quote.ts';
import type { Cell } from '../../../ports.ts';
import type { Column } from '../../../schema/model.ts';
import type { BoundQuery } from '../../../sql/bound.ts';
import { isComparisonOrIs } from '../../../sql/comparison.ts';
import { applyEdits, type Edit } from '../../../sql/edits.ts';
import type { BinaryOperator, Expr, FunctionCall, Query } from '../../../sql/model.ts';
import { type AnyNode, stripParens, walk } from '../../../sql/walk.ts';
import type { Evaluator, ParameterValues } from '../../query/evaluate.ts';
import { columnOfSlot, definitionOf, slotsOf, slotsOfExpr } from '../../query/trace.ts';

export interface GroupComparison {
  readonly left: string;
  readonly operator: BinaryOperator;
  readonly right: string;
  /** So many counts, sums and averages stand in the two sides. */
  readonly totals: number;
  readonly hasAverage: boolean;
}

export interface GroupConditions {
  /** In the comparisons, column `i` is named `c{i}`. */
  readonly columns: readonly Column[];
  /** Columns of which only the distinct values are counted. */
  readonly counted: ReadonlySet<Column>;
  /** Columns that aggregates are compared with: all rows of a group have the same value there. */
  readonly uniform: ReadonlySet<Column>;
  readonly comparisons: readonly GroupComparison[];
  /** Numbers in them. */
  readonly numbers: readonly number[];
  /** Other constants in them, such as dates. */
  readonly texts: readonly string[];
  /** A subquery in an expression aggregates: its groups are the rows around it. */
  readonly correlated: boolean;
  /** Columns that are compared with an aggregate of the other in a subquery. */
  readonly contrasts: readonly (readonly [Column, Column])[];
}

/** Comparisons looked at: each one more divides the groups further. */
const MOST = 7;

interface Sink {
  readonly columns: Column[];
  readonly uniform: Set<Column>;
  readonly measured: Set<Column>;
  readonly numbers: Set<number>;
  readonly texts: Set<string>;
  correlated: boolean;
}

/** Undefined where the queries compare no aggregate. */
export function groupConditions(
  queries: readonly BoundQuery[],
  evaluator: Evaluator,
  parametersOf: (bound: BoundQuery) => ParameterValues,
): GroupConditions | undefined {
  const sink: Sink = {
    columns: [],
    uniform: new Set(),
    measured: new Set(),
    numbers: new Set(),
    texts: new Set(),
    correlated: false,
  };
  const comparisons = new Map<string, GroupComparison>();
  const contrasts: [Column, Column][] = [];
  for (const bound of queries) {
    const writer = new Writer(bound, evaluator, parametersOf(bound), sink);
    const compare = (one: Expr, operator: BinaryOperator, other: Expr): void => {
      const sides = comparisons.size < MOST ? writer.both(one, other) : undefined;
      if (!sides) return;
      const key = `${sides.left} ? ${sides.right}`;
      comparisons.set(key, comparisons.get(key) ?? { ...sides, operator });
    };
    walk(bound.query, node => {
      if (node.kind === 'between') {
        compare(node.operand, '>=', node.low);
        compare(node.operand, '<=', node.high);
      }
      if (node.kind !== 'binary' || !isComparisonOrIs(node)) return;
      compare(node.left, node.operator, node.right);
      contrasts.push(
        ...contrastsOf(bound, node.left, node.right),
        ...contrastsOf(bound, node.right, node.left),
      );
    });
  }
  if (comparisons.size === 0) return undefined;
  const { columns, uniform, measured, numbers, texts, correlated } = sink;
  return {
    columns,
    counted: new Set(columns.filter(column => !measured.has(column) && !uniform.has(column))),
    uniform,
    comparisons: [...comparisons.values()],
    numbers: [...numbers],
    texts: [...texts],
    correlated,
    contrasts,
  };
}

function contrastsOf(bound: BoundQuery, side: Expr, other: Expr): [Column, Column][] {
  const query = stripParens(other);
  const call = query.kind === 'scalar-subquery' ? aggregateOf(bound, query.query) : undefined;
  const argument = call?.kind === 'function' ? call.args[0] : undefined;
  if (!argument) return [];
  const [own] = slotsOfExpr(bound, side);
  const [aggregated] = slotsOfExpr(bound, argument);
  const [a, b] = [own && columnOfSlot(own), aggregated && columnOfSlot(aggregated)];
  return a && b ? [[a, b]] : [];
}

/** What a query returns, where that is calculated from its rows as one group. */
function aggregateOf(bound: BoundQuery, { body }: Query): Expr | undefined {
  if (body.kind !== 'select' || !bound.isAggregated(body)) return undefined;
  const [column] = body.columns;
  return column?.kind === 'column' ? stripParens(column.expr) : undefined;
}

/** Raised while a side is written that cannot be told from a group's rows. */
class NotOfGroup extends Error {}

/** What one comparison has: it goes into the sink where both sides can be written. */
class Draft {
  /** Those of the sink first. */
  readonly columns: Column[];
  /** Columns that were written inside and outside of aggregates. */
  readonly inside = new Set<Column>();
  readonly outside = new Set<Column>();
  readonly measured = new Set<Column>();
  /** The names of the counts, sums and averages that were written. */
  readonly totals: string[] = [];
  aggregates = 0;
  correlated = false;

  constructor(sink: Sink) {
    this.columns = [...sink.columns];
  }
}

class Writer {
  readonly #bound: BoundQuery;
  readonly #evaluator: Evaluator;
  readonly #parameters: ParameterValues;
  readonly #sink: Sink;
  #draft: Draft;

  constructor(bound: BoundQuery, evaluator: Evaluator, parameters: ParameterValues, sink: Sink) {
    this.#bound = bound;
    this.#evaluator = evaluator;
    this.#parameters = parameters;
    this.#sink = sink;
    this.#draft = new Draft(sink);
  }

  /** Both sides as SQL over a group; undefined where neither is an aggregate, or one cannot be told. */
  both(left: Expr, right: Expr): Omit<GroupComparison, 'operator'> | undefined {
    const draft = new Draft(this.#sink);
    this.#draft = draft;
    try {
      const sides = { left: this.#text(left, 0, false), right: this.#text(right, 0, false) };
      // A value beside aggregates of the same column is that of another row.
      const isOther = [...draft.outside].some(column => draft.inside.has(column));
      if (draft.aggregates === 0 || isOther) return undefined;
      this.#keep(draft);
      for (const side of [left, right]) this.#addConstants(side);
      return { ...sides, totals: draft.totals.length, hasAverage: draft.totals.includes('avg') };
    } catch (error) {
      if (!(error instanceof NotOfGroup)) throw error;
      return undefined;
    }
  }

  #keep({ columns, outside, measured, correlated }: Draft): void {
    const sink = this.#sink;
    sink.columns.push(...columns.slice(sink.columns.length));
    for (const column of outside) sink.uniform.add(column);
    for (const column of measured) sink.measured.add(column);
    sink.correlated ||= correlated;
  }

  #addConstants(side: Expr): void {
    const add = (value: Cell | undefined): void => {
      if (typeof value === 'bigint' || typeof value === 'number') this.#sink.numbers.add(Number(value));
      else if (typeof value === 'string') this.#sink.texts.add(value);
    };
    add(this.#evaluator.constant(this.#bound, side, this.#parameters));
    walk(definitionOf(this.#bound, side), node => {
      if (node.kind === 'literal' && typeof node.value !== 'boolean') add(node.value);
      return node.kind !== 'query';
    });
  }

  /** `inside` an aggregate, columns stand for the rows' values. */
  #text(expr: Expr, depth: number, inside: boolean): string {
    if (depth > 8) throw new NotOfGroup();
    const edits: Edit[] = [];
    const base = expr.span.start;
    const put = (node: AnyNode, text: string): false => {
      edits.push({ span: { start: node.span.start - base, end: node.span.end - base }, text });
      return false;
    };
    walk(expr, (node, ancestors) => {
      const within = inside || ancestors.some(each => each.kind === 'function' && this.#isAggregate(each));
      switch (node.kind) {
        case 'column-ref':
          return this.#bound.resolve(node)?.kind === 'string' || put(node, this.#column(node, depth, within));
        case 'parameter':
          return put(node, literal(this.#parameters(node)));
        case 'scalar-subquery': {
          const shown = within ? undefined : aggregateOf(this.#bound, node.query);
          if (!shown) throw new NotOfGroup();
          this.#draft.correlated = true;
          return put(node, `(${this.#text(shown, depth + 1, false)})`);
        }
        case 'function':
          if (!this.#isAggregate(node)) {
            if (node.over || this.#bound.functions.isVolatile(node)) throw new NotOfGroup();
            return true;
          }
          this.#note(node);
          if (within && depth > 0 && node.name === 'count') return put(node, '1');
          if (within && depth > 0) return put(node, `(${this.#argument(node, depth)})`);
          if (node.name !== 'min' && node.name !== 'max') this.#draft.totals.push(node.name);
          return node.over ? put(node, this.#windowless(node, depth)) : true;
        case 'query':
        case 'opaque':
        case 'row-value':
          throw new NotOfGroup();
        default:
          return true;
      }
    });
    return applyEdits(this.#bound.source.slice(base, expr.span.end), edits);
  }

  #column(node: Expr & { kind: 'column-ref' }, depth: number, within: boolean): string {
    const [slot] = slotsOf(this.#bound, node);
    const column = slot && columnOfSlot(slot);
    if (column) {
      const { columns, inside, outside } = this.#draft;
      if (!columns.includes(column)) columns.push(column);
      (within ? inside : outside).add(column);
      const name = `c${columns.indexOf(column)}`;
      return within ? name : `min(${name})`;
    }
    const definition = definitionOf(this.#bound, node);
    if (definition === node) throw new NotOfGroup();
    return `(${this.#text(definition, depth + 1, within)})`;
  }

  #argument(call: FunctionCall, depth: number): string {
    const [only, ...more] = call.args;
    if (!only || more.length > 0) throw new NotOfGroup();
    return this.#text(only, depth + 1, true);
  }

  /** An aggregate over a whole partition is one over a group. */
  #windowless(call: FunctionCall, depth: number): string {
    const window = call.over;
    if (window?.kind !== 'window' || window.orderBy.length > 0 || window.frame || call.filter)
      throw new NotOfGroup();
    if (call.star) return 'count(*)';
    return `${call.name}(${call.distinct ? 'DISTINCT ' : ''}${this.#argument(call, depth)})`;
  }

  #isAggregate(call: FunctionCall): boolean {
    return ['count', 'sum', 'total', 'avg', 'min', 'max'].includes(call.name) && call.args.length < 2;
  }

  #note(call: FunctionCall): void {
    this.#draft.aggregates++;
    const [argument] = call.args;
    if (call.filter) this.#measure(call.filter, 0);
    if (!argument || (call.name === 'count' && slotsOfExpr(this.#bound, argument).length > 0)) return;
    this.#measure(argument, 0);
  }

  /** The values of the columns in it count, not only which of them are the same. */
  #measure(node: AnyNode, depth: number): void {
    walk(node, inner => {
      if (inner.kind !== 'column-ref') return inner.kind !== 'query';
      const slots = slotsOf(this.#bound, inner);
      for (const slot of slots) {
        const column = columnOfSlot(slot);
        if (column) this.#draft.measured.add(column);
      }
      const definition = definitionOf(this.#bound, inner);
      if (slots.length === 0 && definition !== inner && depth < 8) this.#measure(definition, depth + 1);
      return false;
    });
  }
}
