/** How a query uses each table: what it compares, joins, sorts and groups by. The raw material of index candidates. */
import { quoteName } from '../../dialect/sqlite/quote.ts';
import type { Table } from '../../schema/model.ts';
import type { BoundQuery, Relation, Scope } from '../../sql/bound.ts';
import type { Expr, FromItem, OrderTerm, Query, Select } from '../../sql/model.ts';
import { sameName } from '../../sql/model.ts';
import { textOf } from '../../sql/span.ts';
import { conjuncts, stripParens, walk } from '../../sql/walk.ts';
import type { KeyColumn } from './candidate.ts';
import { collationOf, literalPrefix, type UsedColumn, usedColumn } from './used-column.ts';

/** The use of one table under one name in one SELECT. */
export interface TableUse {
  readonly relation: Relation;
  readonly table: Table;
  /** Compared by `=`, IN or IS NULL with something that is no column of the same SELECT. */
  readonly equalities: KeyColumn[];
  /** Compared by `=` with a column of another table, or of a query further out. */
  readonly joins: KeyColumn[];
  readonly ranges: KeyColumn[];
  /** Compared in one arm of an OR, so that each needs an index of its own. */
  readonly arms: KeyColumn[];
  /** Sequences that rows are wanted in: ORDER BY, GROUP BY, DISTINCT, window, min and max. */
  readonly sequences: KeyColumn[][];
  /** Comparisons with a literal, as they could stand in the WHERE of a partial index. */
  readonly conditions: { readonly column: string; readonly sql: string; readonly isNullTest: boolean }[];
  /** All columns that are mentioned; undefined when `*` takes them all. */
  mentioned: Set<string> | undefined;
}

type Place = 'all' | 'arm';

/** One entry for each use of a stored table, in order of appearance. */
export function tableUses(bound: BoundQuery): TableUse[] {
  const uses = new Map<Relation, TableUse>();
  const useOf = (column: UsedColumn): TableUse => {
    let use = uses.get(column.relation);
    if (!use) {
      use = {
        relation: column.relation,
        table: column.table,
        equalities: [],
        joins: [],
        ranges: [],
        arms: [],
        sequences: [],
        conditions: [],
        mentioned: new Set(),
      };
      uses.set(column.relation, use);
    }
    return use;
  };

  const recordPredicates = (condition: Expr, scope: Scope, place: Place): void => {
    for (const part of conjuncts(condition)) recordPredicate(stripParens(part), scope, place);
  };

  const add = (list: KeyColumn[], column: UsedColumn, collation: string | undefined): void => {
    if (!list.some(k => sameName(k.name, column.name) && k.collation === collation)) {
      list.push({ name: column.name, descending: false, ...(collation === undefined ? {} : { collation }) });
    }
  };

  const recordEquality = (column: UsedColumn, other: Expr | undefined, source: Expr, place: Place): void => {
    const use = useOf(column);
    const collation = collationOf(column, source);
    const partner = other === undefined ? undefined : usedColumn(bound, other);
    if (place === 'arm') add(use.arms, column, collation);
    else if (partner === undefined) add(use.equalities, column, collation);
    else if (partner.relation !== column.relation) add(use.joins, column, collation);
  };

  const recordPredicate = (expr: Expr, scope: Scope, place: Place): void => {
    if (expr.kind === 'binary' && expr.operator === 'or') {
      recordPredicates(expr.left, scope, 'arm');
      recordPredicates(expr.right, scope, 'arm');
      return;
    }
    if (expr.kind === 'binary' && isSearchable(expr.operator)) {
      for (const [side, other] of [
        [expr.left, expr.right],
        [expr.right, expr.left],
      ] as const) {
        const column = usedColumn(bound, side);
        if (!column) continue;
        if (expr.operator === '=' || expr.operator === 'is') recordEquality(column, other, expr, place);
        else if (usedColumn(bound, other)?.relation !== column.relation) {
          add(place === 'arm' ? useOf(column).arms : useOf(column).ranges, column, collationOf(column, expr));
        }
        if (stripParens(other).kind === 'literal') recordCondition(column, expr, side, other);
      }
      return;
    }
    if (
      expr.kind === 'between' ||
      expr.kind === 'in-list' ||
      expr.kind === 'in-query' ||
      expr.kind === 'is-null'
    ) {
      const column = usedColumn(bound, expr.operand);
      if (!column || (expr.negated && expr.kind !== 'is-null')) return;
      if (expr.kind === 'between') {
        add(place === 'arm' ? useOf(column).arms : useOf(column).ranges, column, collationOf(column, expr));
      } else if (!expr.negated) recordEquality(column, undefined, expr, place);
      if (expr.kind === 'is-null' && place === 'all') {
        const condition = `${quoteName(column.name)} IS ${expr.negated ? 'NOT ' : ''}NULL`;
        useOf(column).conditions.push({ column: column.name, sql: condition, isNullTest: true });
      }
      return;
    }
    if (expr.kind === 'like' && !expr.negated && literalPrefix(expr) !== undefined) {
      const column = usedColumn(bound, expr.operand);
      // LIKE ignores case: only an index that does so too can serve it.
      const collation = expr.operator === 'like' ? 'NOCASE' : 'BINARY';
      if (column?.table.columns.find(c => sameName(c.name, column.name))?.affinity !== 'text') return;
      const own = column.collation;
      add(useOf(column).ranges, column, sameName(own, collation) ? undefined : collation);
    }
  };

  const recordCondition = (column: UsedColumn, expr: Expr, side: Expr, other: Expr): void => {
    if (expr.kind !== 'binary' || stripParens(side).kind !== 'column-ref') return;
    const operator = textOf(bound.source, expr.operatorSpan);
    const sql = `${quoteName(column.name)} ${operator} ${textOf(bound.source, other.span)}`;
    useOf(column).conditions.push({ column: column.name, sql, isNullTest: false });
  };

  for (const scope of bound.scopes) {
    const { select } = scope;
    if (select.where) recordPredicates(select.where, scope, 'all');
    for (const on of joinConditions(select.from)) recordPredicates(on, scope, 'all');
    for (const names of sharedNames(select.from)) {
      for (const relation of scope.relations) {
        const origin = relation.columns.find(c => sameName(c.name, names))?.origin;
        if (!origin) continue;
        const column = { relation, table: origin.table, name: origin.column.name, collation: 'BINARY' };
        add(useOf(column).joins, column, undefined);
      }
    }
    for (const terms of sequencesOf(bound, select, scope.query)) {
      const sequence: KeyColumn[] = [];
      let owner: TableUse | undefined;
      for (const term of terms) {
        const column = usedColumn(bound, term.expr);
        if (!column || term.nulls !== undefined) break;
        const use = useOf(column);
        if (owner && owner !== use) break;
        owner = use;
        const collation = collationOf(column, term.expr);
        sequence.push({
          name: column.name,
          descending: term.descending,
          ...(collation === undefined ? {} : { collation }),
        });
      }
      if (owner && sequence.length > 0) owner.sequences.push(sequence);
    }
  }
  for (const { select, relations } of bound.scopes) {
    for (const column of select.columns) {
      if (column.kind !== 'star') continue;
      for (const relation of relations) {
        if (column.table && !sameName(column.table.name, relation.name)) continue;
        const use = uses.get(relation);
        if (use && !isExistsBody(bound, select)) use.mentioned = undefined;
      }
    }
  }
  walk(bound.query, node => {
    if (node.kind !== 'column-ref') return;
    const column = usedColumn(bound, node);
    if (column) uses.get(column.relation)?.mentioned?.add(column.name);
  });
  return [...uses.values()].filter(use => use.table.virtualModule === undefined);
}

/** True for the comparisons that an index can be searched for. */
function isSearchable(operator: string): boolean {
  return ['=', 'is', '<', '<=', '>', '>='].includes(operator);
}

function* joinConditions(item: FromItem | undefined): Iterable<Expr> {
  if (item?.kind === 'paren-item') yield* joinConditions(item.item);
  if (item?.kind !== 'join') return;
  yield* joinConditions(item.left);
  yield* joinConditions(item.right);
  if (item.on) yield item.on;
}

function* sharedNames(item: FromItem | undefined): Iterable<string> {
  if (item?.kind === 'paren-item') yield* sharedNames(item.item);
  if (item?.kind !== 'join') return;
  yield* sharedNames(item.left);
  yield* sharedNames(item.right);
  for (const name of item.using ?? []) yield name.name;
}

type Term = Pick<OrderTerm, 'expr' | 'descending' | 'nulls'>;

/** The sequences a SELECT wants its rows in, with positions and aliases replaced by what they stand for. */
function* sequencesOf(bound: BoundQuery, select: Select, query: Query): Iterable<Term[]> {
  const outputs = bound.outputsOf(select);
  const target = (expr: Expr): Expr => {
    const bare = stripParens(expr);
    if (bare.kind === 'literal' && typeof bare.value === 'bigint') {
      return outputs[Number(bare.value) - 1]?.expr ?? expr;
    }
    if (bare.kind !== 'column-ref') return expr;
    const resolution = bound.resolve(bare);
    return resolution?.kind === 'output' ? (resolution.output.expr ?? expr) : expr;
  };
  const ascending = (expr: Expr): Term => ({ expr: target(expr), descending: false });
  if (query.body === select && query.orderBy.length > 0) {
    yield query.orderBy.map(term => ({ ...term, expr: target(term.expr) }));
  }
  if (select.groupBy.length > 0) yield select.groupBy.map(ascending);
  if (select.distinct) yield outputs.flatMap(o => (o.expr ? [ascending(o.expr)] : []));
  const windows: Term[][] = [];
  const extremes: Term[][] = [];
  for (const column of select.columns) {
    walk(column, node => {
      if (node.kind === 'window') {
        windows.push([
          ...node.partitionBy.map(ascending),
          ...node.orderBy.map(t => ({ ...t, expr: target(t.expr) })),
        ]);
      } else if (
        node.kind === 'function' &&
        (node.name === 'min' || node.name === 'max') &&
        node.args.length === 1
      ) {
        extremes.push([...select.groupBy.map(ascending), ascending(node.args[0]!)]);
      }
    });
  }
  for (const { window } of select.windows) {
    windows.push([
      ...window.partitionBy.map(ascending),
      ...window.orderBy.map(t => ({ ...t, expr: target(t.expr) })),
    ]);
  }
  yield* windows;
  yield* extremes;
}

function isExistsBody(bound: BoundQuery, select: Select): boolean {
  let found = false;
  walk(bound.query, node => {
    if (node.kind === 'exists' && node.query.body === select) found = true;
  });
  return found;
}
