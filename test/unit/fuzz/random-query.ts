/**
 * Random queries over any schema, as text. Outputs are named c1, c2 …; where rows are cut by LIMIT, they are sorted by
 * all outputs, so that answers are determined but for collations.
 */
import { literal, quoteName } from '../../../src/core/dialect/sqlite/quote.ts';
import type { Random } from '../../../src/core/random.ts';
import type { Column, Schema, Table } from '../../../src/core/schema/model.ts';
import { legalSamples } from '../schema/random-ddl.ts';

/** What values are compared with: numbers, texts, dates as ISO texts, and the rest, which is only tested for NULL. */
export type Kind = 'number' | 'text' | 'date' | 'other';

/** The kind of a column's legal values. */
export function kindOf(column: Column): Kind {
  if (/DATE|TIME/i.test(column.type)) return 'date';
  if (column.affinity === 'text') return 'text';
  return column.affinity === 'blob' || column.affinity === 'any' ? 'other' : 'number';
}

interface Seen {
  readonly text: string;
  readonly kind: Kind;
  readonly table?: Table;
  readonly column?: string;
  /** What it may hold, in ascending order, as SQL. */
  readonly legal?: readonly string[];
}

interface Source {
  readonly text: string;
  readonly columns: readonly Seen[];
}

/** In ascending order. */
const LITERALS: Readonly<Record<Kind, readonly string[]>> = {
  number: ['-5', '0', '1', '1.5', '2', '3', '7', '10', '30', '250'],
  text: ["''", "'10'", "'A1'", "'a1@x'", "'abc'", "'new'", "'paid'"],
  date: ["'2024-01-01'", "'2024-01-31'", "'2024-12-31'"],
  other: ['1', "'x'", "x'01'"],
};
const COMPARISONS = ['=', '<>', '<', '<=', '>', '>=', '=', 'IS'];

export class QueryWriter {
  private readonly choice: Random;
  private readonly tables: readonly Table[];
  private aliases = 0;
  private parameters = 0;

  constructor(choice: Random, schema: Schema) {
    this.choice = choice;
    this.tables = schema.tables.filter(table => table.virtualModule === undefined);
  }

  /** A whole query. */
  query(): string {
    const { choice } = this;
    const kinds = this.kinds();
    let cte = '';
    let shared: Source | undefined;
    if (choice.chance(0.2)) {
      const inner = this.kinds();
      const hint = choice.pick(['', '', 'MATERIALIZED ', 'NOT MATERIALIZED ']);
      cte = `WITH w AS ${hint}(${this.body(inner, 1, [])}) `;
      shared = { text: 'w', columns: columnsOf('w', inner) };
    }
    const body = this.body(kinds, 2, [], shared);
    const all = kinds.map((_, index) => `${index + 1}${choice.pick(['', '', ' DESC', ' DESC NULLS LAST'])}`);
    const order = choice.chance(0.4) ? ` ORDER BY ${choice.shuffle(all).join(', ')}` : '';
    const limit = order !== '' && choice.chance(0.5) ? ` LIMIT ${1 + choice.int(4)}` : '';
    const offset = limit !== '' && choice.chance(0.2) ? ` OFFSET ${choice.int(3)}` : '';
    return `${cte}${body}${order}${limit}${offset}`;
  }

  private kinds(): Kind[] {
    const width = 1 + this.choice.int(3);
    return Array.from({ length: width }, () =>
      this.choice.pick<Kind>(['number', 'number', 'text', 'date', 'other']),
    );
  }

  /** SELECTs of the kinds, joined by set operations at times. */
  private body(kinds: readonly Kind[], depth: number, outer: readonly Seen[], shared?: Source): string {
    const arm = (): string => this.select(kinds, depth, outer, shared);
    if (!this.choice.chance(0.18)) return arm();
    const operator = this.choice.pick(['UNION', 'UNION ALL', 'UNION ALL', 'EXCEPT', 'INTERSECT']);
    return `${arm()} ${operator} ${arm()}`;
  }

  private select(kinds: readonly Kind[], depth: number, outer: readonly Seen[], shared?: Source): string {
    const { choice } = this;
    const from = this.from(depth, shared);
    const seen = from.columns;
    const scope = choice.chance(0.3) ? [...seen, ...outer] : seen;
    // Several conditions on one column contradict each other more often than not.
    const unused = (): readonly Seen[] => {
      const rest = scope.filter(column => !conditions.some(condition => condition.includes(column.text)));
      return rest.length > 0 && choice.chance(0.8) ? rest : scope;
    };
    const conditions: string[] = [];
    for (let i = choice.pick([0, 1, 1, 2, 2, 3]); i > 0; i -= 1)
      conditions.push(this.condition(unused(), depth));
    // A subquery is correlated as a rule.
    const link = outer.length > 0 && choice.chance(0.8) ? this.equality(seen, outer) : undefined;
    if (link !== undefined) conditions.unshift(link);
    const where = conditions.length > 0 ? ` WHERE ${conditions.join(' AND ')}` : '';
    const shape = choice.next();
    if (shape < 0.3) return this.grouped(kinds, from, where);
    const cells = kinds.map((kind, index) => {
      const window = shape > 0.88 && kind === 'number';
      return `${window ? this.window(seen) : this.value(kind, scope, 1, depth)} AS c${index + 1}`;
    });
    const distinct = choice.chance(0.15) ? 'DISTINCT ' : '';
    return `SELECT ${distinct}${cells.join(', ')} FROM ${from.text}${where}`;
  }

  private grouped(kinds: readonly Kind[], from: Source, where: string): string {
    const { choice } = this;
    const seen = from.columns;
    const keys = choice.shuffle(seen).slice(0, choice.pick([0, 1, 1, 2]));
    const cells = kinds.map((kind, index) => {
      const key = keys.find(each => each.kind === kind);
      const cell = key !== undefined && choice.chance(0.6) ? key.text : this.aggregate(kind, seen);
      return `${cell} AS c${index + 1}`;
    });
    const group = keys.length > 0 ? ` GROUP BY ${keys.map(key => key.text).join(', ')}` : '';
    const bound = choice.pick(['> 1', '>= 2', '> 2', '= 1', '< 3', '>= 3']);
    const having =
      group !== '' && choice.chance(0.4)
        ? ` HAVING ${choice.chance(0.6) ? 'COUNT(*)' : this.aggregate('number', seen)} ${bound}`
        : '';
    return `SELECT ${cells.join(', ')} FROM ${from.text}${where}${group}${having}`;
  }

  private aggregate(kind: Kind, seen: readonly Seen[]): string {
    const { choice } = this;
    const same = seen.filter(column => column.kind === kind);
    const column = same.length > 0 ? choice.pick(same).text : this.literal(kind);
    if (kind !== 'number') return `${choice.pick(['MIN', 'MAX'])}(${column})`;
    const any = choice.pick(seen).text;
    const filter = choice.chance(0.15) ? ` FILTER (WHERE ${this.comparison(seen)})` : '';
    return choice.pick([
      `COUNT(*)${filter}`,
      `COUNT(${any})`,
      `COUNT(DISTINCT ${any})`,
      `SUM(${column})${filter}`,
      `MIN(${column})`,
      `MAX(${column})`,
      `AVG(${column})`,
      `SUM(CASE WHEN ${this.comparison(seen)} THEN 1 ELSE 0 END)`,
      `COALESCE(SUM(${column}), 0)`,
    ]);
  }

  private window(seen: readonly Seen[]): string {
    const { choice } = this;
    const by = choice.pick(seen).text;
    const part = choice.chance(0.5) ? `PARTITION BY ${choice.pick(seen).text} ` : '';
    const frame = choice.pick(['', '', ' RANGE UNBOUNDED PRECEDING', ' GROUPS 1 PRECEDING']);
    const number = this.value('number', seen, 0, 0);
    // Of functions that break ties by the row's place, only those that do not are chosen.
    return choice.pick([
      `RANK() OVER (${part}ORDER BY ${by})`,
      `DENSE_RANK() OVER (${part}ORDER BY ${by} DESC)`,
      `SUM(${number}) OVER (${part}ORDER BY ${by}${frame})`,
      `COUNT(*) OVER (${part.trim()})`,
      `MAX(${number}) OVER (${part}ORDER BY ${by}${frame})`,
    ]);
  }

  private from(depth: number, shared?: Source): Source {
    const { choice } = this;
    let result = this.source(depth, shared);
    const joins = choice.pick([0, 0, 1, 1, 2, 3]);
    for (let i = 0; i < joins; i += 1) {
      const next = this.source(depth, shared);
      const columns = [...result.columns, ...next.columns];
      const on = [this.equality(next.columns, result.columns) ?? this.comparison(columns)];
      if (choice.chance(0.2)) on.push(this.comparison(columns));
      const kind = choice.pick([
        'JOIN',
        'JOIN',
        'LEFT JOIN',
        'LEFT JOIN',
        'RIGHT JOIN',
        'FULL JOIN',
        'CROSS JOIN',
        ',',
      ]);
      const constraint = kind === ',' || kind === 'CROSS JOIN' ? '' : ` ON ${on.join(' AND ')}`;
      result = { text: `${result.text}${kind === ',' ? '' : ' '}${kind} ${next.text}${constraint}`, columns };
      // A product of more than two sources is all but endless.
      if (constraint === '') break;
    }
    return result;
  }

  private source(depth: number, shared?: Source): Source {
    const { choice } = this;
    this.aliases += 1;
    const alias = `x${this.aliases}`;
    if (shared !== undefined && choice.chance(0.6))
      return {
        text: `${shared.text} AS ${alias}`,
        columns: shared.columns.map(column => ({ ...column, text: column.text.replace(/^w/, alias) })),
      };
    if (depth > 0 && choice.chance(0.15)) {
      const kinds = this.kinds();
      const sorted = kinds.map((_, index) => `${index + 1}`).join(', ');
      const cut = choice.chance(0.2) ? ` ORDER BY ${sorted} LIMIT ${1 + choice.int(3)}` : '';
      return {
        text: `(${this.body(kinds, depth - 1, [])}${cut}) AS ${alias}`,
        columns: columnsOf(alias, kinds),
      };
    }
    const table = choice.pick(this.tables);
    const columns = table.columns
      .filter(column => !column.hidden)
      .map(column => ({
        text: `${alias}.${quoteName(column.name)}`,
        kind: kindOf(column),
        table,
        column: column.name,
        ...legalOf(table, column),
      }));
    return { text: `${quoteName(table.name)} AS ${alias}`, columns };
  }

  /** An equality of a column of each side: a foreign key's where there is one. */
  private equality(left: readonly Seen[], right: readonly Seen[]): string | undefined {
    const pairs = left.flatMap(a => right.map(b => [a, b] as const));
    const related = pairs.filter(([a, b]) => refers(a, b) || refers(b, a));
    const alike = pairs.filter(([a, b]) => a.kind === b.kind && a.kind !== 'other');
    const from = related.length > 0 && this.choice.chance(0.8) ? related : alike;
    if (from.length === 0) return undefined;
    const [a, b] = this.choice.pick(from);
    return this.choice.chance(0.5) ? `${a.text} = ${b.text}` : `${b.text} = ${a.text}`;
  }

  private condition(seen: readonly Seen[], depth: number): string {
    const { choice } = this;
    const shape = choice.next();
    if (shape < 0.12) return `(${this.condition(seen, depth)} OR ${this.condition(seen, 0)})`;
    if (shape < 0.17) return `NOT (${this.condition(seen, 0)})`;
    if (depth > 0 && shape < 0.27)
      return `${choice.pick(['', '', 'NOT '])}EXISTS (${this.select(['number'], depth - 1, seen)})`;
    if (depth > 0 && shape < 0.35) {
      const column = choice.pick(seen);
      const operator = choice.pick(['IN', 'NOT IN']);
      return `${column.text} ${operator} (${this.body([column.kind], depth - 1, choice.chance(0.4) ? seen : [])})`;
    }
    return this.comparison(seen);
  }

  private comparison(seen: readonly Seen[]): string {
    const { choice } = this;
    const column = choice.pick(seen);
    const { kind, text } = column;
    const shape = choice.next();
    if (shape < 0.15 || kind === 'other') return `${text} IS ${choice.pick(['', 'NOT '])}NULL`;
    if (shape < 0.35) {
      const [low, high] = this.twoLiterals(column);
      const not = choice.pick(['', 'NOT ']);
      return shape < 0.25 ? `${text} ${not}BETWEEN ${low} AND ${high}` : `${text} ${not}IN (${low}, ${high})`;
    }
    if (shape < 0.42 && kind === 'text')
      return `${text} LIKE ${choice.pick(["'a%'", "'%a%'", "'_1%'", "'new'"])}`;
    if (shape < 0.5)
      return `COALESCE(${text}, ${this.literalFor(column)}) ${choice.pick(COMPARISONS)} ${this.literalFor(column)}`;
    const others = seen.filter(each => each.kind === kind && each !== column);
    if (shape < 0.65 && others.length > 0)
      return `${text} ${choice.pick(COMPARISONS)} ${choice.pick(others).text}`;
    return `${text} ${choice.pick(COMPARISONS)} ${this.literalFor(column)}`;
  }

  private value(kind: Kind, seen: readonly Seen[], nesting: number, depth: number): string {
    const { choice } = this;
    const same = seen.filter(column => column.kind === kind);
    const plain = same.length > 0 && choice.chance(0.93) ? choice.pick(same).text : this.literal(kind);
    if (nesting === 0 || choice.chance(0.65)) return plain;
    const other = this.value(kind, seen, nesting - 1, 0);
    if (depth > 0 && choice.chance(0.25)) {
      const inner = this.from(0);
      const link = this.equality(inner.columns, seen);
      return `(SELECT ${this.aggregate(kind, inner.columns)} FROM ${inner.text}${link === undefined ? '' : ` WHERE ${link}`})`;
    }
    if (choice.chance(0.4)) return `CASE WHEN ${this.comparison(seen)} THEN ${plain} ELSE ${other} END`;
    if (kind === 'number')
      return choice.pick([`${plain} + ${other}`, `${plain} * 2`, `COALESCE(${plain}, ${other})`]);
    if (kind === 'text')
      return choice.pick([`${plain} || ${other}`, `lower(${plain})`, `substr(${plain}, 1, 2)`]);
    return `COALESCE(${plain}, ${other})`;
  }

  /** Two literals, the lesser first. */
  private twoLiterals({ kind, legal }: Seen): readonly [string, string] {
    const all = legal !== undefined && this.choice.chance(0.7) ? legal : LITERALS[kind];
    const [i, j] = [this.choice.int(all.length), this.choice.int(all.length)];
    return [all[Math.min(i, j)]!, all[Math.max(i, j)]!];
  }

  /** A literal to compare the column with, mostly one it may hold. */
  private literalFor({ kind, legal }: Seen): string {
    return legal !== undefined && this.choice.chance(0.7) ? this.choice.pick(legal) : this.literal(kind);
  }

  private literal(kind: Kind): string {
    if (kind === 'number' && this.parameters < 2 && this.choice.chance(0.02)) {
      this.parameters += 1;
      return `:p${this.parameters}`;
    }
    return this.choice.pick(LITERALS[kind]);
  }
}

function columnsOf(alias: string, kinds: readonly Kind[]): Seen[] {
  return kinds.map((kind, index) => ({ text: `${alias}.c${index + 1}`, kind }));
}

function legalOf(table: Table, column: Column): Pick<Seen, 'legal'> {
  const samples = legalSamples(table, column);
  return samples === undefined
    ? {}
    : { legal: samples.map(sample => (typeof sample === 'number' ? String(sample) : literal(sample))) };
}

/** True when `a` is a column of a foreign key to `b`. */
function refers(a: Seen, b: Seen): boolean {
  return (
    a.table?.foreignKeys.some(
      key => key.table === b.table?.name && key.references[key.columns.indexOf(a.column ?? '')] === b.column,
    ) ?? false
  );
}
