/**
 * Templates: what is left of a query without its schema, values and spelling. Two queries with one template differ in
 * names, literals, layout and aliases only.
 */
import type { BoundQuery } from './bound.ts';
import type {
  ColumnRef,
  Cte,
  Expr,
  FromItem,
  FunctionCall,
  Literal,
  Name,
  Query,
  QueryBody,
  Select,
  TableItem,
  Window,
} from './model.ts';
import { type AnyNode, children, isExpr, stripParens } from './walk.ts';

/**
 * The template of a query: tables (T), common table expressions (W), their uses (R), columns (C) and other names (N)
 * numbered in order of appearance, values and parameters as `?`, with their signs, IN lists of values as one `?`,
 * aliases and parentheses dropped; NULL stays itself. It is made for comparing and counting, and is no SQL.
 */
export function templateOf(bound: BoundQuery): string {
  return new TemplateWriter(bound, 'values').node(bound.query);
}

/** As older versions wrote it, by the rule that datasets of theirs were split by: signs, TRUE and FALSE stay. */
export function olderTemplateOf(bound: BoundQuery): string {
  return new TemplateWriter(bound, 'unsigned values').node(bound.query);
}

class TemplateWriter {
  private readonly bound: BoundQuery;
  private readonly dropped: 'values' | 'unsigned values';
  private readonly numbers = new Map<string, Map<unknown, number>>();

  constructor(bound: BoundQuery, dropped: 'values' | 'unsigned values') {
    this.bound = bound;
    this.dropped = dropped;
  }

  node(node: AnyNode): string {
    switch (node.kind) {
      case 'query':
        return this.query(node);
      case 'select':
        return this.select(node);
      case 'set':
      case 'values':
        return this.body(node);
      case 'cte':
        return this.cte(node);
      case 'column':
        return this.node(node.expr);
      case 'star':
        return node.table === undefined ? '*' : `${this.named(node.table)}.*`;
      case 'table':
      case 'subquery-item':
      case 'function-item':
      case 'paren-item':
      case 'join':
        return this.from(node);
      case 'name':
        return this.named(node);
      case 'window':
        return this.window(node);
      case 'order':
        return `${this.term(node.expr)}${node.descending ? ' DESC' : ''}${node.nulls ? ` NULLS ${node.nulls}` : ''}`;
      default:
        return isExpr(node) ? this.expr(node) : this.generic(node);
    }
  }

  private nodes(nodes: readonly AnyNode[]): string {
    return nodes.map(node => this.node(node)).join(', ');
  }

  /** `kind{scalar properties}(children)`, for what needs no care of its own. */
  private generic(node: AnyNode): string {
    const facts = Object.entries(node)
      .filter(([key, value]) => key !== 'kind' && isFact(value))
      .map(([key, value]) => (value === true ? key : String(value).toLowerCase()));
    const frame = node.kind === 'frame' ? [node.start.type, node.end?.type ?? ''] : [];
    return `${[node.kind, ...facts, ...frame].join(' ')}(${this.nodes(children(node))})`;
  }

  private query(query: Query): string {
    const withClause = query.with === undefined ? '' : `WITH ${this.nodes(query.with.ctes)} `;
    const order = query.orderBy.length === 0 ? '' : ` ORDER BY ${this.nodes(query.orderBy)}`;
    const limit = query.limit === undefined ? '' : ` ${this.node(query.limit)}`;
    return withClause + this.body(query.body) + order + limit;
  }

  private cte(cte: Cte): string {
    const hint =
      cte.materialized === undefined ? '' : cte.materialized ? ' MATERIALIZED' : ' NOT MATERIALIZED';
    return `${this.number('W', cte)} AS${hint} (${this.query(cte.query)})`;
  }

  private body(body: QueryBody): string {
    if (body.kind === 'select') return this.select(body);
    if (body.kind === 'set')
      return `${this.body(body.left)} ${body.operator.toUpperCase()} ${this.body(body.right)}`;
    return `VALUES (${body.rows.map(row => this.items(row)).join('), (')})`;
  }

  private select(select: Select): string {
    // FROM first: relations are numbered as they are listed.
    const from = select.from === undefined ? '' : ` FROM ${this.node(select.from)}`;
    const windows = select.windows.length === 0 ? '' : ` WINDOW ${this.nodes(select.windows)}`;
    const columns = this.nodes(select.columns);
    const where = select.where === undefined ? '' : ` WHERE ${this.expr(select.where)}`;
    const groupBy =
      select.groupBy.length === 0
        ? ''
        : ` GROUP BY ${select.groupBy.map(term => this.term(term)).join(', ')}`;
    const having = select.having === undefined ? '' : ` HAVING ${this.expr(select.having)}`;
    return `SELECT ${select.distinct ? 'DISTINCT ' : ''}${columns}${from}${where}${groupBy}${having}${windows}`;
  }

  private from(item: FromItem): string {
    switch (item.kind) {
      case 'table':
        return `${this.table(item)} ${this.relation(item)}`;
      case 'subquery-item':
        return `(${this.query(item.query)}) ${this.relation(item)}`;
      case 'function-item':
        return `${item.name.name.toLowerCase()}(${this.nodes(item.args)}) ${this.relation(item)}`;
      case 'paren-item':
        return `(${this.from(item.item)})`;
      case 'join': {
        const type =
          item.type === 'comma' ? ',' : ` ${item.natural ? 'NATURAL ' : ''}${item.type.toUpperCase()} JOIN`;
        const [left, right] = [this.from(item.left), this.from(item.right)];
        const on = item.on === undefined ? '' : ` ON ${this.expr(item.on)}`;
        const using = item.using === undefined ? '' : ` USING (${this.nodes(item.using)})`;
        return `${left}${type} ${right}${on}${using}`;
      }
    }
  }

  private table(item: TableItem): string {
    const source = this.bound.relationOf(item)?.source;
    return source?.kind === 'cte'
      ? this.number('W', source.cte)
      : this.number('T', item.table.name.toLowerCase());
  }

  private relation(item: FromItem): string {
    return this.number('R', this.bound.relationOf(item) ?? item);
  }

  private expr(written: Expr): string {
    const expr = this.value(written);
    switch (expr.kind) {
      case 'literal':
        return this.isKept(expr) ? String(expr.value).toUpperCase() : '?';
      case 'parameter':
        return '?';
      case 'column-ref':
        return this.column(expr);
      case 'in-list':
        return `${this.expr(expr.operand)} ${expr.negated ? 'NOT ' : ''}IN (${this.items(expr.items)})`;
      case 'binary':
        return `(${this.expr(expr.left)} ${expr.operator.toUpperCase()} ${this.expr(expr.right)})`;
      case 'case': {
        const operand = expr.operand === undefined ? '' : ` ${this.expr(expr.operand)}`;
        const otherwise = expr.otherwise === undefined ? '' : ` ELSE ${this.expr(expr.otherwise)}`;
        return `CASE${operand} ${this.nodes(expr.branches)}${otherwise} END`;
      }
      case 'function':
        return this.call(expr);
      case 'exists':
        return `EXISTS (${this.query(expr.query)})`;
      case 'scalar-subquery':
        return `(${this.query(expr.query)})`;
      default:
        return this.generic(expr);
    }
  }

  private isKept({ type }: Literal): boolean {
    return type === 'null' || (type === 'boolean' && this.dropped === 'unsigned values');
  }

  /** Without parentheses and, of a literal or a parameter, without signs. */
  private value(written: Expr): Expr {
    const expr = stripParens(written);
    if (this.dropped !== 'values' || expr.kind !== 'unary' || !['-', '+'].includes(expr.operator))
      return expr;
    const unsigned = this.value(expr.operand);
    const isValue = unsigned.kind === 'parameter' || (unsigned.kind === 'literal' && !this.isKept(unsigned));
    return isValue ? unsigned : expr;
  }

  private call(call: FunctionCall): string {
    const args = call.star ? '*' : `${call.distinct ? 'DISTINCT ' : ''}${this.nodes(call.args)}`;
    const order = call.orderBy.length === 0 ? '' : ` ORDER BY ${this.nodes(call.orderBy)}`;
    const filter = call.filter === undefined ? '' : ` FILTER (${this.expr(call.filter)})`;
    const over = call.over === undefined ? '' : ` OVER ${this.node(call.over)}`;
    return `${call.name}(${args}${order})${filter}${over}`;
  }

  private window(window: Window): string {
    const base = window.base === undefined ? '' : this.node(window.base);
    const frame = window.frame === undefined ? '' : this.node(window.frame);
    return `(${base} PARTITION ${this.nodes(window.partitionBy)} ORDER ${this.nodes(window.orderBy)} ${frame})`;
  }

  /** Several values count as one, however many there are. */
  private items(items: readonly Expr[]): string {
    const texts = items.map(item => this.expr(item));
    return [...new Set(texts)].join(', ');
  }

  /** A term of GROUP BY or ORDER BY: a number is a position there, not a value. */
  private term(written: Expr): string {
    const expr = written.kind === 'unary' ? this.value(written) : written;
    return expr.kind === 'literal' && expr.type === 'integer' ? String(expr.value) : this.expr(expr);
  }

  private column(ref: ColumnRef): string {
    const resolution = this.bound.resolve(ref);
    if (resolution === undefined) return this.named(ref.column);
    if (resolution.kind === 'string') return '?';
    if (resolution.kind === 'output') return this.number('O', resolution.output.name.toLowerCase());
    const { relation, column } = resolution;
    // One number for a stored column in all uses of its table.
    const owner = column.origin ? column.origin.table.name.toLowerCase() : this.number('R', relation);
    return `${this.number('R', relation)}.${this.number('C', `${owner}.${(column.origin?.column.name ?? column.name).toLowerCase()}`)}`;
  }

  private named(name: Name): string {
    return this.number('N', name.name.toLowerCase());
  }

  /** The letter with the number that `key` got when it appeared first. */
  private number(letter: string, key: unknown): string {
    const known = this.numbers.get(letter) ?? new Map<unknown, number>();
    this.numbers.set(letter, known);
    const number = known.get(key) ?? known.size + 1;
    known.set(key, number);
    return letter + number;
  }
}

/** Properties that belong to the shape of a query: operators, flags, types; not `false`, nodes or spans. */
function isFact(value: unknown): boolean {
  return typeof value === 'string' || value === true;
}
