/**
 * The binder: gives every Select its scope and every column reference its source. Name resolution follows SQLite's
 * `lookupName` (https://sqlite.org/src/file/src/resolve.c): innermost scope first; within a scope the columns of FROM,
 * then the aliases of the result; in ORDER BY the aliases first.
 */
import { QuillError } from '../errors.ts';
import type { Schema } from '../schema/model.ts';
import { isAggregated } from './aggregation.ts';
import type { BindState, CteEntry, CteEnvironment } from './bind-state.ts';
import type { BoundQuery, Relation, RelationColumn, Resolution, Scope } from './bound.ts';
import type { FunctionFacts } from './functions.ts';
import {
  type ColumnRef,
  type NamedWindow,
  type Query,
  type QueryBody,
  type Select,
  sameName,
  type TableItem,
} from './model.ts';
import { isNullable } from './nullability.ts';
import { outputsOf } from './outputs.ts';
import { hasUnknownColumns, relationsOf } from './relations.ts';
import { lineOf } from './span.ts';
import { ambiguousName, unknownName } from './unknown-name.ts';
import { usedWindows } from './used-windows.ts';
import { type AnyNode, arms, children } from './walk.ts';

/**
 * Binds a parsed query against a schema.
 * @param source the text that the query's spans refer to
 * @throws QuillError `unknown-name` for a table or column that does not exist, with the nearest name; `too-complex` for
 * more columns than SQLite allows; `unsupported` for a table or view that the engine cannot read
 */
export function bind(source: string, query: Query, schema: Schema, functions: FunctionFacts): BoundQuery {
  const state: BindState = {
    source,
    schema,
    functions,
    scopes: new Map(),
    queryOf: new Map(),
    resolutions: new Map(),
    outputs: new Map(),
    relationOf: new Map(),
    merged: new Set(),
    coalesced: new Set(),
    parameters: [],
    relationColumns: 0,
  };
  new Binder(state).query(query, undefined, { entries: [] });
  const order = (scope: Scope) => scope.select.span;
  const scopes = [...state.scopes.values()].sort(
    (a, b) => order(a).start - order(b).start || order(b).end - order(a).end,
  );
  const must = <T>(value: T | undefined): T => {
    if (value === undefined)
      throw new QuillError('internal', 'The SELECT does not belong to the bound query.');
    return value;
  };
  return {
    source,
    query,
    schema,
    scopes,
    functions,
    parameters: [...state.parameters].sort((a, b) => a.span.start - b.span.start),
    scopeOf: select => must(state.scopes.get(select)),
    resolve: ref => state.resolutions.get(ref),
    outputsOf: node => outputsOf(state, node),
    isNullable: expr => isNullable(state, expr),
    isAggregated: select => isAggregated(state, select),
    enclosing: select => must(state.queryOf.get(select)),
    relationOf: item => state.relationOf.get(item),
  };
}

type MutableScope = { -readonly [K in keyof Scope]: Scope[K] };

/** How names are looked up in the clause being visited. */
interface Clause {
  readonly scope: MutableScope | undefined;
  readonly environment: CteEnvironment;
  /** `none`: aliases are not seen (result columns, FROM); `after`: after columns; `first`: before them (ORDER BY). */
  readonly aliases: 'none' | 'after' | 'first';
}

interface Found {
  readonly relation: Relation;
  readonly column: RelationColumn;
}

class Binder {
  readonly #state: BindState;
  /** The columns of a scope by their names in lower case, as a query may look up hundreds among thousands. */
  readonly #byName = new WeakMap<Scope, Map<string, Found[]>>();
  /** True while what is visited is not looked up by the engine either: its names need not be there. */
  #isUnread = false;

  constructor(state: BindState) {
    this.#state = state;
  }

  query(query: Query, outer: Scope | undefined, around: CteEnvironment): void {
    const environment = query.with ? this.#declare(query, outer, around) : around;
    for (const entry of environment === around ? [] : environment.entries) this.#bindCte(entry);
    this.#body(query.body, query, outer, environment);
    // Also where nothing needs them, so that too many are found here and not by whoever asks later.
    outputsOf(this.#state, query);
    this.#orderBy(query, environment);
    const scope = outer as MutableScope | undefined;
    if (query.limit) this.#visitAll([query.limit], { scope, environment, aliases: 'none' });
  }

  #declare(query: Query, outer: Scope | undefined, parent: CteEnvironment): CteEnvironment {
    const entries: CteEntry[] = [];
    const environment: CteEnvironment = { parent, entries };
    for (const cte of query.with?.ctes ?? []) {
      entries.push({ cte, environment, outer, state: 'unbound', recursive: false });
    }
    return environment;
  }

  #bindCte(entry: CteEntry): void {
    if (entry.state !== 'unbound') return;
    entry.state = 'binding';
    this.query(entry.cte.query, entry.outer, entry.environment);
    entry.state = 'bound';
  }

  #body(body: QueryBody, query: Query, outer: Scope | undefined, environment: CteEnvironment): void {
    switch (body.kind) {
      case 'select':
        this.#select(body, query, outer, environment);
        break;
      case 'set':
        this.#body(body.left, query, outer, environment);
        this.#body(body.right, query, outer, environment);
        break;
      case 'values':
        this.#visitAll(body.rows.flat(), {
          scope: outer as MutableScope | undefined,
          environment,
          aliases: 'none',
        });
    }
  }

  #select(select: Select, query: Query, outer: Scope | undefined, environment: CteEnvironment): void {
    const relations = select.from
      ? relationsOf(
          {
            state: this.#state,
            bindDerived: derived => this.query(derived, outer, environment),
            findCte: name => this.#findCte(name, environment),
            unknownTable: item => this.#unknownTable(item, environment),
          },
          select.from,
        )
      : [];
    const scope: MutableScope = {
      select,
      query,
      ...(outer && { parent: outer }),
      relations,
      closed: !relations.some(hasUnknownColumns) && !this.#hasCoalesced(relations),
    };
    this.#state.scopes.set(select, scope);
    this.#state.queryOf.set(select, query);
    const before: Clause = { scope, environment, aliases: 'none' };
    for (const column of select.columns) {
      if (column.kind === 'column') this.#visitAll([column.expr], before);
      else this.#checkStar(column.table?.name, scope);
    }
    if (select.from) this.#visitFrom(select.from, before);
    const after: Clause = { scope, environment, aliases: 'after' };
    if (select.where) this.#visitAll([select.where], after);
    this.#visitAll(select.groupBy, after);
    if (select.having) this.#visitAll([select.having], after);
    const used = usedWindows(select, query.body === select ? query.orderBy : []);
    for (const window of select.windows) this.#visitWindow(window, before, used.has(window));
  }

  /** Names in a window that no function is over may mean nothing. */
  #visitWindow(window: NamedWindow, clause: Clause, isUsed: boolean): void {
    const around = this.#isUnread;
    this.#isUnread ||= !isUsed;
    this.#visit(window, clause);
    this.#isUnread = around;
  }

  #visitFrom(item: NonNullable<Select['from']>, clause: Clause): void {
    if (item.kind === 'paren-item') this.#visitFrom(item.item, clause);
    if (item.kind === 'function-item') this.#visitAll(item.args, clause);
    if (item.kind !== 'join') return;
    this.#visitFrom(item.left, clause);
    this.#visitFrom(item.right, clause);
    if (item.on) this.#visitAll([item.on], clause);
  }

  #orderBy(query: Query, environment: CteEnvironment): void {
    const { body } = query;
    if (body.kind === 'select') {
      const scope = this.#state.scopes.get(body);
      this.#visitAll(query.orderBy, { scope, environment, aliases: 'first' });
      return;
    }
    // The terms of a set operation name outputs of an arm, or repeat an arm's expression.
    const parts = arms(body);
    const named = new Map<string, number>();
    for (const arm of parts) {
      for (const [i, { name }] of outputsOf(this.#state, arm).entries()) {
        const key = name.toLowerCase();
        if (!named.has(key)) named.set(key, i);
      }
    }
    for (const term of query.orderBy) {
      const { expr } = term;
      if (expr.kind === 'column-ref' && !expr.table) {
        const i = named.get(expr.column.name.toLowerCase());
        const output = i === undefined ? undefined : outputsOf(this.#state, query)[i];
        if (output) {
          this.#state.resolutions.set(expr, { kind: 'output', output });
          continue;
        }
      }
      const first = parts.find(arm => arm.kind === 'select');
      const scope = first && this.#state.scopes.get(first);
      this.#visitAll([term], { scope, environment, aliases: 'first' });
    }
  }

  #visitAll(nodes: readonly AnyNode[], clause: Clause): void {
    for (const node of nodes) this.#visit(node, clause);
  }

  #visit(node: AnyNode, clause: Clause): void {
    switch (node.kind) {
      case 'query':
        this.query(node, clause.scope, clause.environment);
        return;
      case 'column-ref':
        this.#resolve(node, clause);
        return;
      case 'parameter':
        this.#state.parameters.push(node);
        return;
      case 'opaque':
        if (!node.closed) this.#open(clause.scope);
        break;
    }
    this.#visitAll(children(node), clause);
  }

  #hasCoalesced(relations: readonly Relation[]): boolean {
    return relations.some(relation => relation.columns.some(column => this.#state.coalesced.has(column)));
  }

  /** What cannot be seen into may mention any name in sight: those of the scopes around it as well. */
  #open(scope: MutableScope | undefined): void {
    for (let open = scope; open; open = open.parent as MutableScope | undefined) open.closed = false;
  }

  #resolve(ref: ColumnRef, clause: Clause): void {
    const found = this.#lookUp(ref, clause);
    if (found) this.#state.resolutions.set(ref, found);
  }

  #lookUp(ref: ColumnRef, clause: Clause): Resolution | undefined {
    let depth = 0;
    let blind = false;
    for (let scope: Scope | undefined = clause.scope; scope; scope = scope.parent, depth++) {
      const aliases = depth === 0 ? clause.aliases : 'none';
      if (aliases === 'first') {
        const output = this.#alias(ref, scope);
        if (output) return output;
      }
      const matches = this.#columns(ref, scope);
      if (matches.length > 1) {
        if (this.#isUnread) return undefined;
        const owners = matches.map(({ relation }) => relation);
        throw ambiguousName(ref.column.name, owners, this.#lineOf(ref.span.start));
      }
      const [match] = matches;
      if (match && !ref.table && this.#state.coalesced.has(match.column)) {
        // No column of any relation: the reference stays without a source, and rules leave its SELECT alone.
        this.#open(clause.scope);
        return undefined;
      }
      if (match) return { kind: 'column', ...match, scope, depth };
      if (aliases === 'after') {
        const output = this.#alias(ref, scope);
        if (output) return output;
      }
      blind ||= scope.relations.some(hasUnknownColumns);
    }
    if (this.#state.source[ref.span.start] === '"' && !ref.table)
      return { kind: 'string', value: ref.column.name };
    if (!blind && !this.#isUnread) this.#unknownColumn(ref, clause.scope);
    return undefined;
  }

  #alias(ref: ColumnRef, scope: Scope): Resolution | undefined {
    if (ref.table) return undefined;
    const i = scope.select.columns.findIndex(
      column => column.kind === 'column' && column.alias && sameName(column.alias.name, ref.column.name),
    );
    const column = scope.select.columns[i];
    if (column?.kind !== 'column') return undefined;
    const output = outputsOf(this.#state, scope.select).find(candidate => candidate.expr === column.expr);
    return output && { kind: 'output', output };
  }

  /** The columns of one scope that a reference may mean; hidden ones only when no visible one does. */
  #columns(ref: ColumnRef, scope: Scope): Found[] {
    const { table } = ref;
    const all = (this.#columnsByName(scope).get(ref.column.name.toLowerCase()) ?? [])
      .filter(({ relation }) => !table || sameName(relation.name, table.name))
      .filter(({ column }) => table !== undefined || !this.#state.merged.has(column));
    const visible = all.filter(({ column }) => !column.hidden);
    return visible.length > 0 ? visible : all.slice(0, 1);
  }

  #columnsByName(scope: Scope): Map<string, Found[]> {
    const known = this.#byName.get(scope);
    if (known) return known;
    const byName = new Map<string, Found[]>();
    this.#byName.set(scope, byName);
    for (const relation of scope.relations) {
      for (const column of relation.columns) {
        const key = column.name.toLowerCase();
        const found = byName.get(key);
        if (found) found.push({ relation, column });
        else byName.set(key, [{ relation, column }]);
      }
    }
    return byName;
  }

  #findCte(name: string, environment: CteEnvironment): CteEntry | undefined {
    for (let env: CteEnvironment | undefined = environment; env; env = env.parent) {
      const entry = env.entries.find(candidate => sameName(candidate.cte.name.name, name));
      if (entry) {
        this.#bindCte(entry);
        return entry;
      }
    }
    return undefined;
  }

  #unknownTable(item: TableItem, environment: CteEnvironment): never {
    const names = [...this.#state.schema.tables, ...this.#state.schema.views].map(table => table.name);
    for (let env: CteEnvironment | undefined = environment; env; env = env.parent) {
      names.push(...env.entries.map(entry => entry.cte.name.name));
    }
    throw unknownName('table', item.table.name, names, this.#lineOf(item.span.start));
  }

  #checkStar(table: string | undefined, scope: Scope): void {
    if (table === undefined || scope.relations.some(relation => sameName(relation.name, table))) return;
    throw unknownName(
      'table',
      table,
      scope.relations.map(relation => relation.name),
      this.#lineOf(scope.select.span.start),
    );
  }

  #unknownColumn(ref: ColumnRef, from: Scope | undefined): never {
    const relations: Relation[] = [];
    for (let scope = from; scope; scope = scope.parent) relations.push(...scope.relations);
    const line = this.#lineOf(ref.span.start);
    const { table } = ref;
    if (table && !relations.some(relation => sameName(relation.name, table.name))) {
      throw unknownName(
        'table',
        table.name,
        relations.map(relation => relation.name),
        line,
      );
    }
    const eligible = relations.filter(relation => !table || sameName(relation.name, table.name));
    const names = eligible.flatMap(relation =>
      relation.columns.filter(c => !c.hidden).map(column => column.name),
    );
    const written = table ? `${table.name}.${ref.column.name}` : ref.column.name;
    throw unknownName('column', written, names, line, ref.column.name);
  }

  #lineOf(offset: number): number {
    return lineOf(this.#state.source, offset);
  }
}
