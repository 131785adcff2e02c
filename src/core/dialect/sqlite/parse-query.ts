/** The parser's SELECT → the query model: clauses, compounds, CTEs. */
import type * as sqlite from 'sqlite3-parser';
import type * as model from '../../sql/model.ts';
import type { Span } from '../../sql/span.ts';
import type { TokenCursor } from './cursor.ts';
import { ExpressionBuilder } from './parse-expr.ts';
import { buildFrom } from './parse-from.ts';
import { buildNamedWindow } from './parse-window.ts';

const SET_OPERATORS = {
  Union: 'union',
  UnionAll: 'union all',
  Intersect: 'intersect',
  Except: 'except',
} as const;

/**
 * Builds model nodes while its cursor walks the tokens: each method begins with the cursor on its node's first token
 * and leaves it behind the last one, so spans come from tokens, never from the parser's wrappers.
 */
export class ModelBuilder extends ExpressionBuilder {
  /** `shift`: how far the parser's offsets run ahead of the cursor's. */
  constructor(cursor: TokenCursor, shift = 0) {
    super(cursor, shift);
  }

  override query(tree: sqlite.Select): model.Query {
    return this.nested(() => {
      const { cursor } = this;
      const start = cursor.start;
      const withClause = tree.with === undefined ? undefined : this.with(tree.with);
      const body = this.body(tree);
      let orderBy: readonly model.OrderTerm[] = [];
      let orderBySpan: Span | undefined;
      if (tree.orderBy !== undefined) {
        const from = cursor.expect('ORDER').start;
        cursor.expect('BY');
        orderBy = this.orderTerms(tree.orderBy);
        orderBySpan = cursor.since(from);
      }
      const limit = tree.limit === undefined ? undefined : this.limit(tree.limit);
      return {
        kind: 'query',
        span: cursor.since(start),
        ...(withClause && { with: withClause }),
        body,
        orderBy,
        ...(orderBySpan && { orderBySpan }),
        ...(limit && { limit }),
      };
    });
  }

  private with(tree: sqlite.With): model.With {
    const { cursor } = this;
    const start = cursor.expect('WITH').start;
    const recursive = cursor.skip('RECURSIVE');
    const ctes = this.list(tree.ctes, cte => this.cte(cte));
    return { kind: 'with', span: cursor.since(start), recursive, ctes };
  }

  private cte(tree: sqlite.CommonTableExpr): model.Cte {
    const { cursor } = this;
    const start = cursor.start;
    const name = this.name(tree.tblName);
    let columns: model.Name[] = [];
    if (tree.columns !== undefined && tree.columns.length > 0) {
      cursor.expect('(');
      columns = this.list(tree.columns, column => this.name(column.colName));
      // A column list may carry COLLATE and an order, which SQLite reads and refuses later.
      while (!cursor.skip(')')) cursor.take();
    }
    cursor.expect('AS');
    cursor.skip('NOT');
    cursor.skip('MATERIALIZED');
    cursor.expect('(');
    const query = this.query(tree.select);
    cursor.expect(')');
    return {
      kind: 'cte',
      span: cursor.since(start),
      name,
      columns,
      ...(tree.materialized !== 'Any' && { materialized: tree.materialized === 'Yes' }),
      query,
    };
  }

  private body(tree: sqlite.Select): model.QueryBody {
    const { cursor } = this;
    const start = cursor.start;
    this.limitDepth(tree.compounds?.length ?? 0);
    let body: model.QueryBody = this.arm(tree.select);
    for (const compound of tree.compounds ?? []) {
      const from = cursor.take().start;
      cursor.skip('ALL');
      const operatorSpan = cursor.since(from);
      const right = this.arm(compound.select);
      body = {
        kind: 'set',
        span: cursor.since(start),
        operator: SET_OPERATORS[compound.operator],
        operatorSpan,
        left: body,
        right,
      };
    }
    return body;
  }

  private arm(tree: sqlite.OneSelect): model.Select | model.Values {
    return tree.type === 'SelectValues' ? this.values(tree) : this.select(tree);
  }

  private values(tree: sqlite.SelectValues): model.Values {
    const { cursor } = this;
    const start = cursor.expect('VALUES').start;
    const rows = this.list(tree.values, row => {
      cursor.expect('(');
      const items = this.list(row.values, item => this.expr(item));
      cursor.expect(')');
      return items;
    });
    return { kind: 'values', span: cursor.since(start), rows };
  }

  private select(tree: sqlite.SelectFrom): model.Select {
    const { cursor } = this;
    const start = cursor.expect('SELECT').start;
    const distinct = cursor.sees('DISTINCT') ? cursor.take() : undefined;
    if (distinct === undefined) cursor.skip('ALL');
    const columns = this.list(tree.columns, column => this.column(column));
    const from = this.clause(tree.from, ['FROM'], from => buildFrom(this, from));
    const where = this.clause(tree.whereClause, ['WHERE'], where => this.expr(where));
    const groupBy = this.clause(tree.groupBy, ['GROUP', 'BY'], terms =>
      this.list(terms, term => this.expr(term)),
    );
    const having = this.clause(tree.having, ['HAVING'], having => this.expr(having));
    const windows = this.clause(tree.windowClause, ['WINDOW'], windows =>
      this.list(windows, window => buildNamedWindow(this, window)),
    );
    return {
      kind: 'select',
      span: cursor.since(start),
      ...(distinct && { distinct: { start: distinct.start, end: distinct.end } }),
      columns,
      ...(from && { from: from.value, fromSpan: from.span }),
      ...(where && { where: where.value, whereSpan: where.span }),
      groupBy: groupBy?.value ?? [],
      ...(groupBy && { groupBySpan: groupBy.span }),
      ...(having && { having: having.value, havingSpan: having.span }),
      windows: windows?.value ?? [],
      ...(windows && { windowsSpan: windows.span }),
    };
  }

  /** A clause that begins with the given keywords, when the tree has it. */
  private clause<T, U>(
    tree: T | undefined,
    words: readonly string[],
    build: (tree: T) => U,
  ): { value: U; span: Span } | undefined {
    if (tree === undefined) return undefined;
    const start = this.cursor.start;
    for (const word of words) this.cursor.expect(word);
    const value = build(tree);
    return { value, span: this.cursor.since(start) };
  }

  private column(tree: sqlite.ResultColumn): model.ResultColumn {
    const { cursor } = this;
    const start = cursor.start;
    if (tree.type === 'StarResultColumn') {
      cursor.expect('*');
      return { kind: 'star', span: cursor.since(start) };
    }
    if (tree.type === 'TableStarResultColumn') {
      const table = this.name(tree.table);
      cursor.expect('.');
      cursor.expect('*');
      return { kind: 'star', span: cursor.since(start), table };
    }
    const expr = this.expr(tree.expr);
    const alias = this.alias(tree.alias);
    return { kind: 'column', span: cursor.since(start), expr, ...(alias && { alias }) };
  }

  private limit(tree: sqlite.Limit): model.Limit {
    const { cursor } = this;
    const start = cursor.expect('LIMIT').start;
    const first = tree.offset !== undefined && tree.offset.span.offset < tree.expr.span.offset;
    let limit: model.Expr;
    let offset: model.Expr | undefined;
    if (first && tree.offset !== undefined) {
      offset = this.expr(tree.offset);
      cursor.expect(',');
      limit = this.expr(tree.expr);
    } else {
      limit = this.expr(tree.expr);
      if (tree.offset !== undefined) {
        cursor.expect('OFFSET');
        offset = this.expr(tree.offset);
      }
    }
    return { kind: 'limit', span: cursor.since(start), limit, ...(offset && { offset }) };
  }
}
