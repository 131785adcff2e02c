/** The output columns of queries, stars expanded. */
import { QuillError } from '../errors.ts';
import type { BindState } from './bind-state.ts';
import type { Output, RelationColumn, Scope } from './bound.ts';
import type { ExprColumn, Query, QueryBody, Select, SetOperation, Values } from './model.ts';
import { isNullable } from './nullability.ts';
import { textOf } from './span.ts';

/** SQLite's limit for the columns of a result: https://sqlite.org/limits.html#max_column. */
const mostColumns = 2000;

/**
 * The outputs of a query or an arm of one, in order. Its scopes must be bound. Throws QuillError `too-complex` for more
 * than SQLite allows: stars over stars would double them with each step.
 */
export function outputsOf(state: BindState, node: Query | QueryBody): readonly Output[] {
  const known = state.outputs.get(node);
  if (known) return known;
  const outputs = compute(state, node);
  state.outputs.set(node, outputs);
  return outputs;
}

function compute(state: BindState, node: Query | QueryBody): readonly Output[] {
  switch (node.kind) {
    case 'query':
      return outputsOf(state, node.body);
    case 'select':
      return ofSelect(state, node);
    case 'set':
      return ofSetOperation(state, node);
    case 'values':
      return ofValues(state, node);
  }
}

function ofSelect(state: BindState, select: Select): Output[] {
  const scope = state.scopes.get(select);
  const outputs: Output[] = [];
  const add = (output: Output) => {
    if (outputs.push(output) <= mostColumns) return;
    throw new QuillError(
      'too-complex',
      `The query has a SELECT of more than ${mostColumns} columns, the most that SQLite allows.`,
    );
  };
  for (const column of select.columns) {
    if (column.kind === 'column') add(ofExpression(state, column, select));
    else if (scope) {
      const plain = column.table === undefined;
      for (const shown of starColumns(state, scope, column.table?.name)) {
        const isCoalesced = plain && state.coalesced.has(shown);
        add(isCoalesced ? { name: shown.name, named: true, nullable: true } : ofRelationColumn(shown));
      }
    }
  }
  return outputs;
}

function ofRelationColumn(column: RelationColumn): Output {
  return {
    name: column.name,
    named: true,
    nullable: column.nullable,
    ...(column.origin && { origin: column.origin }),
  };
}

/**
 * The columns that `*` or `table.*` stands for: without hidden ones; a plain `*` shows columns merged by USING once.
 */
function starColumns(state: BindState, scope: Scope, table?: string): readonly RelationColumn[] {
  return scope.relations
    .filter(relation => table === undefined || relation.name.toLowerCase() === table.toLowerCase())
    .flatMap(relation => relation.columns)
    .filter(column => !column.hidden && (table !== undefined || !state.merged.has(column)));
}

function ofExpression(state: BindState, column: ExprColumn, select: Select): Output {
  const { expr, alias } = column;
  const grouped = select.groupBy.length > 0;
  const found = expr.kind === 'column-ref' ? state.resolutions.get(expr) : undefined;
  const source = found?.kind === 'column' ? found.column : undefined;
  // A column without a source (see `coalesced`) gives its name all the same.
  const plain = expr.kind === 'column-ref' && found === undefined ? expr.column.name : undefined;
  const name = alias?.name ?? source?.name ?? plain;
  return {
    name: name ?? textOf(state.source, expr.span),
    named: name !== undefined,
    expr,
    nullable: isNullable(state, expr, grouped),
    ...(source?.origin && { origin: source.origin }),
  };
}

function ofSetOperation(state: BindState, set: SetOperation): Output[] {
  const right = outputsOf(state, set.right);
  return outputsOf(state, set.left).map((left, i) => {
    const other = right[i];
    const sameOrigin = left.origin && left.origin.column === other?.origin?.column;
    return {
      name: left.name,
      named: left.named,
      nullable: left.nullable || (set.operator.startsWith('union') && (other?.nullable ?? true)),
      ...(sameOrigin && { origin: left.origin }),
    };
  });
}

function ofValues(state: BindState, values: Values): Output[] {
  return (values.rows[0] ?? []).map((_, i) => ({
    name: `column${i + 1}`,
    named: true,
    nullable: values.rows.some(row => row[i] === undefined || isNullable(state, row[i])),
  }));
}
