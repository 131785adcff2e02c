/** Lets SQLite itself say what a constant is and which values satisfy a condition. */
import { literal } from '../../dialect/sqlite/quote.ts';
import { QuillError } from '../../errors.ts';
import type { Cell, Database } from '../../ports.ts';
import type { Column } from '../../schema/model.ts';
import type { BoundQuery } from '../../sql/bound.ts';
import type { Edit } from '../../sql/edits.ts';
import { applyEdits } from '../../sql/edits.ts';
import type { ColumnRef, Expr, FunctionCall, Parameter } from '../../sql/model.ts';
import type { AnyNode } from '../../sql/walk.ts';
import { walk } from '../../sql/walk.ts';
import { isTrue } from '../compare/cell.ts';
import { columnOfSlot, slotsOf } from './trace.ts';

/** The value that a parameter of a query is bound to. */
export type ParameterValues = (parameter: Parameter) => Cell;

/** Answers that are kept. */
const REMEMBERED = 100;

/** Evaluates expressions of a query in the engine, over values given for their columns, never over rows of a table. */
export class Evaluator {
  readonly #db: Database;
  readonly #constants = new Map<string, Cell | undefined>();
  /** A rewrite mostly asks what the original has asked. */
  readonly #answers = new Map<string, readonly (readonly Cell[])[] | undefined>();

  constructor(db: Database) {
    this.#db = db;
  }

  /** The value of an expression without columns and subqueries; undefined when it is none. */
  constant(bound: BoundQuery, expr: Expr, parameters: ParameterValues): Cell | undefined {
    if (expr.kind === 'literal' && expr.type !== 'blob' && expr.type !== 'current-time') {
      if (typeof expr.value === 'boolean') return expr.value ? 1n : 0n;
      return expr.value;
    }
    if (expr.kind === 'parameter') return parameters(expr);
    const facts = mentions(bound, expr);
    if (!facts.plain || facts.columns.length > 0 || facts.aggregates.length > 0) return undefined;
    const text = substitute(bound, expr, facts, parameters, () => 'NULL');
    if (!this.#constants.has(text)) this.#constants.set(text, this.#select([text])?.[0]);
    return this.#constants.get(text);
  }

  /** For each assignment of values, whether the condition is true in a row; see `valuesIn`. */
  satisfied(...row: Parameters<Evaluator['valuesIn']>): boolean[] | undefined {
    return this.valuesIn(...row)?.map(isTrue);
  }

  /**
   * For each assignment of values, the expression's value in a row where the mentioned columns have them.
   * `indexOf` tells which value of an assignment a reference takes. Aggregates are read as over a group of one row.
   * Undefined when that cannot be told (subqueries, calculated columns, errors).
   */
  valuesIn(
    bound: BoundQuery,
    expr: Expr,
    assignments: readonly (readonly Cell[])[],
    parameters: ParameterValues,
    indexOf: (ref: ColumnRef) => number | undefined,
  ): readonly Cell[] | undefined {
    const facts = mentions(bound, expr);
    if (!facts.plain || assignments.length === 0) return undefined;
    const columns = facts.columns.map(ref => ({
      ref,
      column: storedColumn(bound, ref),
      index: indexOf(ref),
    }));
    if (columns.some(({ column, index }) => column === undefined || index === undefined)) return undefined;
    const row = new TypedRow();
    const text = substitute(bound, expr, facts, parameters, ref => {
      const { column, index = -1 } = columns.find(candidate => candidate.ref === ref) ?? {};
      return column
        ? row.typed(
            index,
            column,
            assignments.map(each => each[index] ?? null),
          )
        : 'NULL';
    });
    return this.#answer(`SELECT (${text}) FROM ${row.over(assignments)}`)?.map(([value]) => value ?? null);
  }

  /**
   * For each combination of the lists' values, what the expressions give in a row where the mentioned columns have
   * them: the values first, then the results. `indexOf` tells which list a reference takes its value from. Undefined
   * when that cannot be told.
   */
  onGrid(
    bound: BoundQuery,
    exprs: readonly Expr[],
    lists: readonly (readonly Cell[])[],
    parameters: ParameterValues,
    indexOf: (ref: ColumnRef) => number | undefined,
  ): readonly (readonly Cell[])[] | undefined {
    const row = new TypedRow();
    const results: string[] = [];
    for (const expr of exprs) {
      const text = gridText(bound, expr, lists, parameters, indexOf, row);
      if (text === undefined) return undefined;
      results.push(`(${text})`);
    }
    return this.#answer(`SELECT ${[...valuesOf(lists), ...results].join(', ')} FROM ${row.overGrid(lists)}`);
  }

  /**
   * Combinations of the lists' values that meet all conditions (NULL counts as met), so many at most; undefined where
   * that cannot be told.
   */
  matching(
    conditions: readonly {
      readonly bound: BoundQuery;
      readonly expr: Expr;
      readonly indexOf: (ref: ColumnRef) => number | undefined;
    }[],
    lists: readonly (readonly Cell[])[],
    parameters: ParameterValues,
    most: number,
  ): readonly (readonly Cell[])[] | undefined {
    const row = new TypedRow();
    const terms: string[] = [];
    for (const { bound, expr, indexOf } of conditions) {
      const text = gridText(bound, expr, lists, parameters, indexOf, row);
      if (text === undefined) return undefined;
      terms.push(`((${text}) IS NULL OR (${text}))`);
    }
    return this.rows(
      `SELECT ${valuesOf(lists).join(', ')} FROM ${row.overGrid(lists)} WHERE ${terms.join(' AND ')} LIMIT ${most}`,
    );
  }

  /** The rows of a query that reads no table; undefined where SQLite cannot run it. */
  rows(query: string): readonly (readonly Cell[])[] | undefined {
    try {
      return this.#db.query(query).rows;
    } catch (error) {
      if (error instanceof QuillError) return undefined;
      throw error;
    }
  }

  #select(texts: readonly string[]): readonly Cell[] | undefined {
    return this.#answer(`SELECT ${texts.map(text => `(${text})`).join(', ')}`)?.[0];
  }

  #answer(query: string): readonly (readonly Cell[])[] | undefined {
    if (!this.#answers.has(query)) {
      if (this.#answers.size >= REMEMBERED) this.#answers.clear();
      this.#answers.set(query, this.rows(query));
    }
    return this.#answers.get(query);
  }
}

/**
 * A row of values, each as it is and as columns would be read that hold it. They are columns of a subquery: so their
 * affinities and collations are those of columns, which a cast or COLLATE in the place of a name would not be.
 */
class TypedRow {
  readonly #columns = new Map<string, string>();

  /** The name of the value at that place, which is one of the cells, as it is read from the column. */
  typed(index: number, column: Column, cells: readonly Cell[]): string {
    const raw = `v${index}`;
    // A cast to NUMERIC would cut texts to numbers; the values of such columns are typed already.
    const isMixed = column.affinity !== 'text' && cells.some(cell => typeof cell === 'string');
    const isCast = column.affinity !== 'any' && column.affinity !== 'blob' && !isMixed;
    const value = isCast ? `CAST(${raw} AS ${column.affinity.toUpperCase()})` : raw;
    const definition = `${value} COLLATE ${column.collation}`;
    const name = this.#columns.get(definition) ?? `t${this.#columns.size}`;
    this.#columns.set(definition, name);
    return name;
  }

  /** The FROM clause of so many rows. */
  over(rows: readonly (readonly Cell[])[]): string {
    const width = Math.max(1, rows[0]?.length ?? 0);
    const names = Array.from({ length: width }, (_, i) => `column${i + 1} AS v${i}`);
    const values = rows.map(cells => `(${cells.length === 0 ? 'NULL' : cells.map(literal).join(', ')})`);
    return this.#around(`(SELECT ${names.join(', ')} FROM (VALUES ${values.join(', ')}))`);
  }

  /** The FROM clause of all combinations of the lists' values. */
  overGrid(lists: readonly (readonly Cell[])[]): string {
    const names = lists.map((_, i) => `g${i}.column1 AS v${i}`);
    const values = lists.map(
      (list, i) => `(VALUES ${list.map(cell => `(${literal(cell)})`).join(', ')}) AS g${i}`,
    );
    return this.#around(`(SELECT ${names.join(', ')} FROM ${values.join(', ')})`);
  }

  #around(rows: string): string {
    const typed = [...this.#columns].map(([definition, name]) => `, ${definition} AS ${name}`);
    return `(SELECT *${typed.join('')} FROM ${rows})`;
  }
}

/** The names of the values of a grid as they are. */
function valuesOf(lists: readonly (readonly Cell[])[]): string[] {
  return lists.map((_, i) => `v${i}`);
}

/** The expression over the values of a grid; undefined where it needs more. */
function gridText(
  bound: BoundQuery,
  expr: Expr,
  lists: readonly (readonly Cell[])[],
  parameters: ParameterValues,
  indexOf: (ref: ColumnRef) => number | undefined,
  row: TypedRow,
): string | undefined {
  const facts = mentions(bound, expr);
  const known = facts.columns.every(ref => storedColumn(bound, ref) && indexOf(ref) !== undefined);
  if (!facts.plain || !known) return undefined;
  return substitute(bound, expr, facts, parameters, ref => {
    const column = storedColumn(bound, ref);
    const index = indexOf(ref) ?? -1;
    return column ? row.typed(index, column, lists[index] ?? []) : 'NULL';
  });
}

interface Mentions {
  readonly columns: ColumnRef[];
  readonly parameters: Parameter[];
  readonly aggregates: FunctionCall[];
  /** False with subqueries, opaque parts, window and volatile functions. */
  readonly plain: boolean;
}

/** What an expression mentions; complete only where it is `plain`, since the walk ends at the first part that is not. */
export function mentions(bound: BoundQuery, expr: Expr): Mentions {
  const columns: ColumnRef[] = [];
  const parameters: Parameter[] = [];
  const aggregates: FunctionCall[] = [];
  let plain = true;
  walk(expr, (node: AnyNode) => {
    if (node.kind === 'column-ref') {
      if (bound.resolve(node)?.kind !== 'string') columns.push(node);
      return false;
    }
    if (node.kind === 'parameter') parameters.push(node);
    if (node.kind === 'query' || node.kind === 'opaque' || node.kind === 'row-value') plain = false;
    if (node.kind === 'literal' && node.type === 'current-time') plain = false;
    if (node.kind === 'function') {
      if (node.over || bound.functions.isVolatile(node)) plain = false;
      if (bound.functions.isAggregate(node)) {
        aggregates.push(node);
        if (node.orderBy.length > 0 || node.filter) plain = false;
        if (node.name === 'count') return false;
      }
    }
    return plain;
  });
  return { columns, parameters, aggregates, plain };
}

function substitute(
  bound: BoundQuery,
  expr: Expr,
  facts: Mentions,
  parameters: ParameterValues,
  columnText: (ref: ColumnRef) => string,
): string {
  const base = expr.span.start;
  const edit = (start: number, end: number, text: string): Edit => ({
    span: { start: start - base, end: end - base },
    text,
  });
  const edits: Edit[] = [
    ...facts.columns.map(node => edit(node.span.start, node.span.end, columnText(node))),
    ...facts.parameters.map(node => edit(node.span.start, node.span.end, literal(parameters(node)))),
  ];
  for (const call of facts.aggregates) {
    const [arg] = call.args;
    if (call.name === 'count' || !arg) edits.push(edit(call.span.start, call.span.end, '1'));
    else {
      edits.push(edit(call.span.start, arg.span.start, '('), edit(arg.span.end, call.span.end, ')'));
    }
  }
  return applyEdits(bound.source.slice(base, expr.span.end), edits);
}

/** The stored column a reference copies unchanged, when there is exactly one. */
export function storedColumn(bound: BoundQuery, ref: ColumnRef): Column | undefined {
  const [first] = slotsOf(bound, ref);
  return first && columnOfSlot(first);
}
