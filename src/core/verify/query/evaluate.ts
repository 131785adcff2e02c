/** Lets SQLite itself say what a constant is and which values satisfy a condition. */
import { literal } from '../../dialect/sqlite/quote.ts';
import { QuillError } from '../../errors.ts';
import type { Cell, Database } from '../../ports.ts';
import type { Column } from '../../schema/model.ts';
import type { BoundQuery } from '../../sql/bound.ts';
import type { Edit } from '../../sql/edits.ts';
import { applyEdits } from '../../sql/edits.ts';
import type { ColumnRef, Expr, FunctionCall, Parameter } from '../../sql/model.ts';
import { contains } from '../../sql/span.ts';
import type { AnyNode } from '../../sql/walk.ts';
import { walk } from '../../sql/walk.ts';
import { columnOfSlot, slotsOf } from './trace.ts';

/** The value that a parameter of a query is bound to. */
export type ParameterValues = (parameter: Parameter) => Cell;

/** Characters of an expression from which on it is compiled once and evaluated in a row for each assignment. */
const LONG = 400;

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
    return this.valuesIn(...row)?.map(truthy);
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
    if (expr.span.end - expr.span.start > LONG) {
      // Compiled once for all assignments: SQLite takes long for long expressions.
      const text = substitute(bound, expr, facts, parameters, (ref, collates) => {
        const { column, index = -1 } = columns.find(candidate => candidate.ref === ref) ?? {};
        const cells = assignments.map(each => each[index] ?? null);
        return column ? typedText(`v.column${index + 1}`, column, cells, collates) : 'NULL';
      });
      const rows = assignments.map(cells => `(${cells.map(literal).join(', ')})`);
      return this.rows(`SELECT (${text}) FROM (VALUES ${rows.join(', ')}) AS v`)?.map(row => row[0] ?? null);
    }
    const texts = assignments.map(cells =>
      substitute(bound, expr, facts, parameters, (ref, collates) => {
        const known = columns.find(candidate => candidate.ref === ref);
        return known?.column ? typed(cells[known.index ?? -1] ?? null, known.column, collates) : 'NULL';
      }),
    );
    return this.#select(texts);
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
    const results: string[] = [];
    for (const expr of exprs) {
      const text = gridText(bound, expr, lists, parameters, indexOf);
      if (text === undefined) return undefined;
      results.push(`(${text})`);
    }
    const columns = [...lists.map((_, i) => `v${i}.column1`), ...results];
    return this.#answer(`SELECT ${columns.join(', ')} FROM ${gridOf(lists)}`);
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
    const terms: string[] = [];
    for (const { bound, expr, indexOf } of conditions) {
      const text = gridText(bound, expr, lists, parameters, indexOf);
      if (text === undefined) return undefined;
      terms.push(`((${text}) IS NULL OR (${text}))`);
    }
    const columns = lists.map((_, i) => `v${i}.column1`);
    return this.rows(
      `SELECT ${columns.join(', ')} FROM ${gridOf(lists)} WHERE ${terms.join(' AND ')} LIMIT ${most}`,
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

/** The FROM clause that gives all combinations of the lists' values. */
function gridOf(lists: readonly (readonly Cell[])[]): string {
  return lists
    .map((list, i) => `(VALUES ${list.map(cell => `(${literal(cell)})`).join(', ')}) AS v${i}`)
    .join(', ');
}

/** The expression over the values of a grid; undefined where it needs more. */
function gridText(
  bound: BoundQuery,
  expr: Expr,
  lists: readonly (readonly Cell[])[],
  parameters: ParameterValues,
  indexOf: (ref: ColumnRef) => number | undefined,
): string | undefined {
  const facts = mentions(bound, expr);
  const known = facts.columns.every(ref => storedColumn(bound, ref) && indexOf(ref) !== undefined);
  if (!facts.plain || !known) return undefined;
  return substitute(bound, expr, facts, parameters, (ref, collates) => {
    const column = storedColumn(bound, ref);
    const index = indexOf(ref) ?? -1;
    return column ? typedText(`v${index}.column1`, column, lists[index] ?? [], collates) : 'NULL';
  });
}

/** True for what SQLite takes for true, as far as conditions give it. */
export function truthy(cell: Cell): boolean {
  return cell !== null && cell !== 0n && cell !== 0 && cell !== '0';
}

/** The value as a column of that affinity and collation would be read. */
function typed(cell: Cell, column: Column, collates: boolean): string {
  return typedText(literal(cell), column, [cell], collates);
}

/** `text`, which stands for one of the cells, as a column of that affinity and collation would be read. */
function typedText(text: string, column: Column, cells: readonly Cell[], collates: boolean): string {
  const collate = collates ? ` COLLATE ${column.collation}` : '';
  if (column.affinity === 'any' || column.affinity === 'blob') return `${text}${collate}`;
  // A cast to NUMERIC would cut texts to numbers; the values of such columns are typed already.
  if (column.affinity !== 'text' && cells.some(cell => typeof cell === 'string')) return `${text}${collate}`;
  return `CAST(${text} AS ${column.affinity.toUpperCase()})${collate}`;
}

interface Mentions {
  readonly columns: ColumnRef[];
  /** Of the columns, those of which only a value goes into what is compared: their collations do not. */
  readonly calculated: ReadonlySet<ColumnRef>;
  readonly parameters: Parameter[];
  readonly aggregates: FunctionCall[];
  /** False with subqueries, opaque parts, window and volatile functions. */
  readonly plain: boolean;
}

/** What an expression mentions; complete only where it is `plain`, since the walk ends at the first part that is not. */
export function mentions(bound: BoundQuery, expr: Expr): Mentions {
  const columns: ColumnRef[] = [];
  const calculated = new Set<ColumnRef>();
  const parameters: Parameter[] = [];
  const aggregates: FunctionCall[] = [];
  let plain = true;
  walk(expr, (node: AnyNode, ancestors) => {
    if (node.kind === 'column-ref') {
      if (bound.resolve(node)?.kind !== 'string') columns.push(node);
      if (losesCollation(node, ancestors)) calculated.add(node);
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
  return { columns, calculated, parameters, aggregates, plain };
}

/**
 * True where a column's collation does not reach the comparison around it. An explicit COLLATE would: SQLite lets it
 * through functions and operators.
 */
function losesCollation(ref: ColumnRef, ancestors: readonly AnyNode[]): boolean {
  const around = ancestors.findLast(
    node =>
      node.kind !== 'paren' && node.kind !== 'cast' && !(node.kind === 'unary' && node.operator === '+'),
  );
  switch (around?.kind) {
    case 'function':
      // These compare their arguments.
      return around.name !== 'nullif' && !(['min', 'max'].includes(around.name) && around.args.length > 1);
    case 'case-branch':
      return contains(around.then.span, ref.span);
    case 'case':
      return around.operand === undefined || !contains(around.operand.span, ref.span);
    case 'binary':
      return calculating.has(around.operator);
    default:
      return false;
  }
}

const calculating: ReadonlySet<string> = new Set([
  '+',
  '-',
  '*',
  '/',
  '%',
  '||',
  '&',
  '|',
  '<<',
  '>>',
  '->',
  '->>',
]);

function substitute(
  bound: BoundQuery,
  expr: Expr,
  facts: Mentions,
  parameters: ParameterValues,
  columnText: (ref: ColumnRef, collates: boolean) => string,
): string {
  const base = expr.span.start;
  // Where all columns have the usual collation, none needs to be told.
  const collated = facts.columns.some(ref => (storedColumn(bound, ref)?.collation ?? 'BINARY') !== 'BINARY');
  const edit = (start: number, end: number, text: string): Edit => ({
    span: { start: start - base, end: end - base },
    text,
  });
  const edits: Edit[] = [
    ...facts.columns.map(node =>
      edit(node.span.start, node.span.end, columnText(node, collated && !facts.calculated.has(node))),
    ),
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
