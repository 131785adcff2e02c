/** What CHECK constraints say about single columns, so that made-up values mostly pass; SQLite has the last word. */
import { dateFunctions } from '../dialect/sqlite/functions.ts';
import { parseExpression } from '../dialect/sqlite/parse.ts';
import type { Cell } from '../ports.ts';
import type { Table } from '../schema/model.ts';
import { type BinaryOperator, type Expr, sameName } from '../sql/model.ts';
import { conjuncts, disjuncts, stripParens, walk } from '../sql/walk.ts';

/** Everything is optional: what is absent is not known to be limited. */
export interface Domain {
  /** The only values allowed. */
  values?: Cell[];
  min?: number;
  max?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: { readonly operator: 'like' | 'glob'; readonly text: string };
  /** It is given to a date function, or to json_valid. */
  format?: 'date' | 'json';
}

/** `left` must not be above `right`; both are columns of the table. */
export interface OrderedPair {
  readonly left: string;
  readonly right: string;
}

export interface CheckKnowledge {
  /** By column name in lower case. */
  readonly domains: ReadonlyMap<string, Domain>;
  readonly ordered: readonly OrderedPair[];
  /** Literals anywhere in the checks: values to try when others are refused. */
  readonly literals: readonly Cell[];
  /** Columns (lower case) that a check mentions. */
  readonly mentioned: ReadonlySet<string>;
}

/** Reads the CHECK expressions of a table. A check that cannot be read says nothing. Never throws. */
export function readChecks(table: Table): CheckKnowledge {
  const domains = new Map<string, Domain>();
  const ordered: OrderedPair[] = [];
  const literals: Cell[] = [];
  const mentioned = new Set<string>();
  const domainOf = (name: string): Domain => {
    const domain = domains.get(name.toLowerCase()) ?? {};
    domains.set(name.toLowerCase(), domain);
    return domain;
  };
  for (const expr of table.checks.flatMap(parsed)) {
    walk(expr, node => {
      if (node.kind === 'column-ref') mentioned.add(node.column.name.toLowerCase());
      const value = node.kind === 'literal' ? literalOf(node) : undefined;
      if (value !== undefined && value !== null) literals.push(value);
      if (node.kind === 'function' && dateFunctions.has(node.name))
        for (const arg of node.args) formatOf(arg, 'date', domainOf);
      if (node.kind === 'function' && node.name === 'json_valid')
        for (const arg of node.args) formatOf(arg, 'json', domainOf);
    });
    for (const part of conjuncts(expr)) readCondition(part, domainOf, ordered);
  }
  // What is compared with a date is a date.
  for (const { left, right } of ordered) {
    const format = domainOf(left).format ?? domainOf(right).format;
    if (format !== undefined) for (const name of [left, right]) domainOf(name).format = format;
  }
  return { domains, ordered, literals, mentioned };
}

function parsed(check: string): Expr[] {
  try {
    return [parseExpression(check)];
  } catch {
    return [];
  }
}

type DomainOf = (name: string) => Domain;

function formatOf(expr: Expr, format: 'date' | 'json', domainOf: DomainOf): void {
  const column = columnOf(expr);
  if (column !== undefined) domainOf(column).format = format;
}

function readCondition(condition: Expr, domainOf: DomainOf, ordered: OrderedPair[]): void {
  const expr = stripParens(condition);
  if (expr.kind === 'binary' && expr.operator === 'or') {
    const terms = disjuncts(expr)
      .map(stripParens)
      .filter(term => term.kind !== 'is-null');
    const [only] = terms;
    if (terms.length === 1 && only !== undefined) readCondition(only, domainOf, ordered);
    else readAlternatives(terms, domainOf);
  } else if (expr.kind === 'in-list' && !expr.negated) readAlternatives([expr], domainOf);
  else if (expr.kind === 'between' && !expr.negated) {
    readComparison(expr.operand, '>=', expr.low, domainOf);
    readComparison(expr.operand, '<=', expr.high, domainOf);
  } else if (
    expr.kind === 'like' &&
    !expr.negated &&
    (expr.operator === 'like' || expr.operator === 'glob')
  ) {
    const column = columnOf(expr.operand);
    const text = literalOf(expr.pattern);
    if (column !== undefined && typeof text === 'string' && expr.escape === undefined)
      domainOf(column).pattern = { operator: expr.operator, text };
  } else if (expr.kind === 'binary') {
    const [left, right] = [columnOf(expr.left), columnOf(expr.right)];
    if (left !== undefined && right !== undefined) {
      if (/^<=?$/.test(expr.operator)) ordered.push({ left, right });
      if (/^>=?$/.test(expr.operator)) ordered.push({ left: right, right: left });
    } else {
      readComparison(expr.left, expr.operator, expr.right, domainOf);
      readComparison(expr.right, mirrored(expr.operator), expr.left, domainOf);
    }
  }
}

/** `x = 1 OR x = 2`, `x IN (1, 2) OR x = 3`: a list of values, where all terms are about the same column. */
function readAlternatives(terms: readonly Expr[], domainOf: DomainOf): void {
  const found = terms.map(valuesOf);
  const first = found[0]?.column;
  if (first === undefined || !found.every(each => each !== undefined && sameName(each.column, first))) return;
  domainOf(first).values = found.flatMap(each => each?.values ?? []);
}

function valuesOf(expr: Expr): { column: string; values: Cell[] } | undefined {
  const [operand, items] =
    expr.kind === 'in-list' && !expr.negated
      ? [expr.operand, expr.items]
      : expr.kind === 'binary' && (expr.operator === '=' || expr.operator === 'is')
        ? [expr.left, [expr.right]]
        : [undefined, []];
  const column = operand === undefined ? undefined : columnOf(operand);
  const values = items.map(literalOf);
  if (column === undefined || values.some(value => value === undefined)) return undefined;
  return { column, values: values.filter(value => value !== undefined && value !== null) };
}

function readComparison(left: Expr, operator: BinaryOperator, right: Expr, domainOf: DomainOf): void {
  const value = literalOf(right);
  if (value === undefined || value === null) return;
  const column = columnOf(left);
  if (column !== undefined && (operator === '=' || operator === 'is')) domainOf(column).values = [value];
  if (typeof value !== 'bigint' && typeof value !== 'number') return;
  const bound = Number(value);
  // A strict bound on whole numbers excludes one; on reals, whatever lies in between is seldom drawn.
  const [low, high] = [operator === '>' ? bound + 1 : bound, operator === '<' ? bound - 1 : bound];
  if (column !== undefined) {
    const domain = domainOf(column);
    if (operator === '>' || operator === '>=') domain.min = Math.max(low, domain.min ?? low);
    if (operator === '<' || operator === '<=') domain.max = Math.min(high, domain.max ?? high);
    return;
  }
  const measured = lengthOperand(left);
  if (measured === undefined) return;
  const domain = domainOf(measured);
  if (operator === '>' || operator === '>=' || operator === '=') domain.minLength = low;
  if (operator === '<' || operator === '<=' || operator === '=') domain.maxLength = high;
}

/** The column inside `length(x)` and `length(trim(x))`. */
function lengthOperand(expr: Expr): string | undefined {
  const call = stripParens(expr);
  if (call.kind !== 'function' || !/^(?:length|trim|octet_length)$/.test(call.name)) return undefined;
  const [arg] = call.args;
  return arg === undefined ? undefined : (columnOf(arg) ?? lengthOperand(arg));
}

function columnOf(expr: Expr): string | undefined {
  const bare = stripParens(expr);
  if (bare.kind === 'collate') return columnOf(bare.operand);
  return bare.kind === 'column-ref' ? bare.column.name : undefined;
}

function literalOf(expr: Expr): Cell | undefined {
  const bare = stripParens(expr);
  if (bare.kind === 'unary' && bare.operator === '-') {
    const value = literalOf(bare.operand);
    return typeof value === 'bigint' || typeof value === 'number' ? -value : undefined;
  }
  if (bare.kind !== 'literal' || bare.type === 'blob' || bare.type === 'current-time') return undefined;
  return typeof bare.value === 'boolean' ? (bare.value ? 1n : 0n) : bare.value;
}

function mirrored(operator: BinaryOperator): BinaryOperator {
  switch (operator) {
    case '<':
      return '>';
    case '>':
      return '<';
    case '<=':
      return '>=';
    case '>=':
      return '<=';
    default:
      return operator;
  }
}
