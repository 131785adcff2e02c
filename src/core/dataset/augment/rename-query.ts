/** A query under the names of a renamed schema, with other aliases: found by the binder, changed by spans. */
import { analyze } from '../../dialect/sqlite/analyze.ts';
import { isKeyword } from '../../dialect/sqlite/keywords.ts';
import { tokens } from '../../dialect/sqlite/lex.ts';
import { quoteName } from '../../dialect/sqlite/quote.ts';
import { QuillError } from '../../errors.ts';
import { Random } from '../../random.ts';
import { unquotedName } from '../../schema/table-text.ts';
import type { BoundQuery } from '../../sql/bound.ts';
import { applyEdits, type Edit } from '../../sql/edits.ts';
import type { ColumnRef, Name, TableItem } from '../../sql/model.ts';
import { textOf } from '../../sql/span.ts';
import { templateOf } from '../../sql/template.ts';
import { walk } from '../../sql/walk.ts';
import { isRowName, NameMaker } from './name-maker.ts';
import { NoVariant } from './no-variant.ts';
import type { RenamedSchema } from './rename-schema.ts';

/** The names of a pair's queries under a renamed schema; those of one pair share them, so that their outputs agree. */
export class PairNames {
  readonly renamed: RenamedSchema;
  readonly #relations = new Map<string, string>();
  readonly #columns = new Map<string, string>();
  readonly #indexes = new Map<string, string>();
  readonly #relationMaker: NameMaker;
  readonly #columnMaker: NameMaker;
  /** Names that the engine gives (`value` of json_each), in lower case. */
  readonly #kept = new Set<string>();

  constructor(renamed: RenamedSchema, queries: readonly BoundQuery[], seed: number) {
    this.renamed = renamed;
    const random = new Random(seed);
    const { original, style, tables, columns, schema } = renamed;
    const [relations, names] = mentioned(queries);
    const both = [original, schema];
    this.#relationMaker = new NameMaker(style, random, [
      ...relations,
      ...both.flatMap(one => [...one.tables, ...one.views].map(table => table.name)),
      ...both.flatMap(one => one.tables.flatMap(table => table.indexes.map(index => index.name))),
    ]);
    this.#columnMaker = new NameMaker(style, random, [
      ...names,
      ...columns.keys(),
      ...columns.values(),
      ...both.flatMap(one => one.views.flatMap(view => view.columns)),
    ]);
    for (const [old, name] of tables) this.#relations.set(old, name);
    for (const [old, name] of columns) this.#columns.set(old, name);
    for (const [v, view] of original.views.entries()) {
      this.#relations.set(view.name.toLowerCase(), view.name);
      for (const [c, column] of view.columns.entries()) {
        const name = schema.views[v]?.columns[c];
        if (name !== undefined && !this.#columns.has(column.toLowerCase()))
          this.#columns.set(column.toLowerCase(), name);
      }
    }
    for (const query of queries)
      for (const relation of query.scopes.flatMap(scope => scope.relations)) {
        if (relation.source.kind !== 'function') continue;
        if (relation.name !== '' && !hasAlias(relation.item))
          this.#relations.set(relation.name.toLowerCase(), relation.name);
        for (const column of relation.columns) this.#kept.add(column.name.toLowerCase());
      }
  }

  relation(name: string): string {
    return remembered(this.#relations, name, () => this.#relationMaker.relation(name));
  }

  column(name: string): string {
    return remembered(this.#columns, name, () =>
      isRowName(name) || /^column\d+$/i.test(name) || this.#kept.has(name.toLowerCase())
        ? name
        : this.#columnMaker.column(name),
    );
  }

  /** An index that the schema lacks is named after its table and columns. */
  index(name: string, table?: string, columns: readonly string[] = []): string {
    const known = this.renamed.indexes.get(name.toLowerCase());
    if (known !== undefined || table === undefined) return known ?? name;
    return remembered(this.#indexes, name, () => this.#relationMaker.index(table, columns));
  }

  /** Words of a plan under the new names, as far as they are names. */
  planLine(line: string): string {
    const known = (names: ReadonlyMap<string, string>, word: string): string | undefined =>
      names.get(word.toLowerCase());
    return line.replaceAll(/\w+|\([^()]*\)/g, part =>
      part.startsWith('(')
        ? part.replaceAll(/\w+/g, word => known(this.#columns, word) ?? word)
        : (this.#automaticIndex(part) ??
          known(this.#indexes, part) ??
          known(this.renamed.indexes, part) ??
          (isKeyword(part) && part === part.toUpperCase() ? part : known(this.#relations, part)) ??
          part),
    );
  }

  /** `sqlite_autoindex_orders_1` has its table's name in it. */
  #automaticIndex(word: string): string | undefined {
    const [, table, number] = /^sqlite_autoindex_(.+)_(\d+)$/.exec(word) ?? [];
    if (table === undefined) return undefined;
    return `sqlite_autoindex_${this.#relations.get(table.toLowerCase()) ?? table}_${number}`;
  }

  /** True when a string would be read as a column that has this name now. */
  captures(text: string): boolean {
    const key = text.toLowerCase();
    return [...this.#columns.values()].some(name => name.toLowerCase() === key);
  }
}

/**
 * The query under the new names, read back. Throws NoVariant: `opaque`, `unresolved` and `captured string` for places
 * where a name cannot be told from something else, `changed` where it would not be the same query.
 */
export function renameQuery(bound: BoundQuery, names: PairNames): BoundQuery {
  const edits = new NameEdits(bound, names).edits();
  const text = applyEdits(bound.source, edits);
  let renamed: BoundQuery;
  try {
    renamed = analyze(text, names.renamed.schema);
  } catch (error) {
    if (!QuillError.is(error)) throw error;
    throw new NoVariant('unresolved', { cause: error });
  }
  // Every reference has its number in the template, so that equal ones resolve alike.
  if (templateOf(renamed) !== templateOf(bound)) throw new NoVariant('changed');
  return renamed;
}

class NameEdits {
  readonly #bound: BoundQuery;
  readonly #names: PairNames;
  readonly #edits: Edit[] = [];
  readonly #strings: string[] = [];

  constructor(bound: BoundQuery, names: PairNames) {
    this.#bound = bound;
    this.#names = names;
  }

  edits(): Edit[] {
    walk(this.#bound.query, node => {
      switch (node.kind) {
        case 'opaque':
          throw new NoVariant('opaque');
        case 'cte':
          this.#relation(node.name);
          for (const column of node.columns) this.#column(column);
          break;
        case 'column':
          if (node.alias) this.#column(node.alias);
          break;
        case 'table':
          this.#table(node);
          break;
        case 'subquery-item':
        case 'function-item':
        case 'paren-item':
          if (node.alias) this.#relation(node.alias);
          break;
        case 'star':
          if (node.table) this.#relation(node.table);
          break;
        case 'join':
          for (const name of node.using ?? []) this.#column(name);
          break;
        case 'named-window':
          this.#relation(node.name);
          break;
        case 'window':
          if (node.base) this.#relation(node.base);
          break;
        case 'function':
          if (node.over?.kind === 'name') this.#relation(node.over);
          break;
        case 'column-ref':
          this.#reference(node);
          break;
      }
      return true;
    });
    if (this.#strings.some(text => this.#names.captures(text))) throw new NoVariant('captured string');
    return this.#edits;
  }

  #table(item: TableItem): void {
    const source = this.#bound.relationOf(item)?.source;
    if (source === undefined) throw new NoVariant('unresolved');
    // The engine's own catalogue has its name for good.
    if (source.kind !== 'view' || this.#isDeclaredView(source.name)) this.#relation(item.table);
    if (item.alias) this.#relation(item.alias);
    if (item.indexHint) this.#indexHint(textOf(this.#bound.source, item.indexHint), item.indexHint.start);
  }

  #isDeclaredView(name: string): boolean {
    const { views } = this.#bound.schema;
    return views.some(view => view.name.toLowerCase() === name.toLowerCase());
  }

  /** `INDEXED BY name`. */
  #indexHint(hint: string, offset: number): void {
    const last = tokens(hint).at(-1);
    if (last === undefined || /^NOT\b/i.test(hint)) return;
    const name = this.#names.index(unquotedName(hint.slice(last.start, last.end)));
    const span = { start: offset + last.start, end: offset + last.end };
    this.#edits.push({ span, text: quoteName(name) });
  }

  #reference(ref: ColumnRef): void {
    const resolution = this.#bound.resolve(ref);
    if (resolution === undefined) throw new NoVariant('unresolved');
    if (resolution.kind === 'string') {
      this.#strings.push(resolution.value);
      return;
    }
    if (ref.table) this.#relation(ref.table);
    if (resolution.kind === 'output') {
      this.#column(ref.column);
      return;
    }
    const { relation, column } = resolution;
    const { source } = relation;
    if (source.kind === 'function' || (source.kind === 'table' && column.hidden)) return;
    if (source.kind === 'view') this.#viewColumn(ref.column, source.name, column.name);
    else this.#column(ref.column);
  }

  /** A view's columns are what SQLite made of them. */
  #viewColumn(written: Name, view: string, column: string): void {
    const at = (schema: BoundQuery['schema']) =>
      schema.views.find(one => one.name.toLowerCase() === view.toLowerCase())?.columns;
    const i = at(this.#bound.schema)?.findIndex(name => name.toLowerCase() === column.toLowerCase()) ?? -1;
    const name = at(this.#names.renamed.schema)?.[i];
    if (name !== undefined) this.#replace(written, name);
  }

  #relation(name: Name): void {
    this.#replace(name, this.#names.relation(name.name));
  }

  #column(name: Name): void {
    this.#replace(name, this.#names.column(name.name));
  }

  #replace({ span }: Name, name: string): void {
    const { source } = this.#bound;
    const bare = quoteName(name);
    // `SELECT"a"FROM t` has no blanks to part a bare name from its neighbours.
    const tight = /[\w$]/.test(source.charAt(span.start - 1)) || /[\w$]/.test(source.charAt(span.end));
    this.#edits.push({ span, text: tight && !bare.startsWith('"') ? `"${name}"` : bare });
  }
}

function hasAlias(item: object): boolean {
  return 'alias' in item && item.alias !== undefined;
}

function remembered(names: Map<string, string>, name: string, make: () => string): string {
  const key = name.toLowerCase();
  const known = names.get(key) ?? make();
  names.set(key, known);
  return known;
}

/** The names in the queries, of relations and of columns, as far as they are not the schema's. */
function mentioned(queries: readonly BoundQuery[]): [relations: string[], columns: string[]] {
  const relations: string[] = [];
  const columns: string[] = [];
  for (const bound of queries)
    walk(bound.query, node => {
      if (node.kind === 'name') {
        relations.push(node.name);
        columns.push(node.name);
      }
    });
  return [relations, columns];
}
