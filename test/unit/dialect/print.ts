/** The query model → SQL text on one line. */
import type * as model from '../../../src/core/sql/model.ts';
import { ExpressionPrinter } from './print-expr.ts';

/**
 * SQL text of a query. With the `source` that its spans refer to, names keep their quotes; opaque nodes and index
 * hints need it. Throws QuillError `internal` when it is missing there.
 */
export function printQuery(query: model.Query, source?: string): string {
  return new Printer(source).query(query);
}

/** SQL text of an expression; see `printQuery`. Parentheses are added only where precedence needs them. */
export function printExpr(expr: model.Expr, source?: string): string {
  return new Printer(source).expr(expr);
}

/** SQL text of an item of FROM; see `printQuery`. */
export function printFrom(item: model.FromItem, source?: string): string {
  return new Printer(source).from(item);
}

class Printer extends ExpressionPrinter {
  override query(query: model.Query): string {
    return words(
      query.with && this.with(query.with),
      this.body(query.body),
      query.orderBy.length > 0 && `ORDER BY ${this.orderTerms(query.orderBy)}`,
      query.limit && `LIMIT ${this.expr(query.limit.limit)}`,
      query.limit?.offset && `OFFSET ${this.expr(query.limit.offset)}`,
    );
  }

  private with(clause: model.With): string {
    const ctes = clause.ctes.map(cte => {
      const columns = cte.columns.length > 0 ? `(${this.names(cte.columns)})` : '';
      const hint =
        cte.materialized === undefined ? '' : cte.materialized ? 'MATERIALIZED ' : 'NOT MATERIALIZED ';
      return `${this.name(cte.name)}${columns} AS ${hint}(${this.query(cte.query)})`;
    });
    return `WITH ${clause.recursive ? 'RECURSIVE ' : ''}${ctes.join(', ')}`;
  }

  private body(body: model.QueryBody): string {
    switch (body.kind) {
      case 'set':
        return `${this.body(body.left)} ${body.operator.toUpperCase()} ${this.body(body.right)}`;
      case 'values':
        return `VALUES ${body.rows.map(row => `(${this.exprs(row)})`).join(', ')}`;
      case 'select':
        return this.select(body);
    }
  }

  private select(select: model.Select): string {
    const windows = select.windows.map(({ name, window }) => `${this.name(name)} AS ${this.window(window)}`);
    return words(
      select.distinct ? 'SELECT DISTINCT' : 'SELECT',
      select.columns.map(column => this.column(column)).join(', '),
      select.from && `FROM ${this.from(select.from)}`,
      select.where && `WHERE ${this.expr(select.where)}`,
      select.groupBy.length > 0 && `GROUP BY ${this.exprs(select.groupBy)}`,
      select.having && `HAVING ${this.expr(select.having)}`,
      windows.length > 0 && `WINDOW ${windows.join(', ')}`,
    );
  }

  private column(column: model.ResultColumn): string {
    if (column.kind === 'star') return column.table === undefined ? '*' : `${this.name(column.table)}.*`;
    return this.expr(column.expr) + this.alias(column.alias);
  }

  private alias(alias: model.Name | undefined): string {
    return alias === undefined ? '' : ` AS ${this.name(alias)}`;
  }

  from(item: model.FromItem): string {
    switch (item.kind) {
      case 'table': {
        const schema = item.schemaName === undefined ? '' : `${this.name(item.schemaName)}.`;
        const hint = item.indexHint === undefined ? '' : ` ${this.sourceText(item.indexHint)}`;
        return schema + this.name(item.table) + this.alias(item.alias) + hint;
      }
      case 'subquery-item':
        return `(${this.query(item.query)})${this.alias(item.alias)}`;
      case 'function-item':
        return `${this.name(item.name)}(${this.exprs(item.args)})${this.alias(item.alias)}`;
      case 'paren-item':
        return `(${this.from(item.item)})${this.alias(item.alias)}`;
      case 'join':
        return this.join(item);
    }
  }

  private join(join: model.Join): string {
    const type = join.type === 'inner' ? 'JOIN' : `${join.type.toUpperCase()} JOIN`;
    const operator = join.type === 'comma' ? ', ' : ` ${join.natural ? 'NATURAL ' : ''}${type} `;
    // Joins associate to the left: a join on the right side is another query without parentheses.
    const right = join.right.kind === 'join' ? `(${this.from(join.right)})` : this.from(join.right);
    const using = join.using === undefined ? '' : ` USING (${this.names(join.using)})`;
    const on = join.on === undefined ? '' : ` ON ${this.expr(join.on)}`;
    return this.from(join.left) + operator + right + on + using;
  }
}

function words(...parts: (string | false | undefined)[]): string {
  return parts.filter(part => part !== undefined && part !== false).join(' ');
}
