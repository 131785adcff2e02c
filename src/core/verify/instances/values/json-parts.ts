/** What queries ask of JSON documents: which keys and elements they read, and what they compare them with. */
import type { Cell } from '../../../ports.ts';
import type { Column } from '../../../schema/model.ts';
import type { BoundQuery } from '../../../sql/bound.ts';
import type { Expr, FunctionCall } from '../../../sql/model.ts';
import { bare, columnOfSlot, definitionOf, slotsOfExpr } from '../../query/trace.ts';

/** A place in a document, and the places below it. */
export interface JsonPart {
  readonly keys: Map<string, JsonPart>;
  /** What the elements of a list, or the values of an object, are asked. */
  elements?: JsonPart;
  /** What it is compared with, as JSON texts. */
  readonly values: string[];
  /** Numbers that the length of a list is compared with. */
  readonly lengths: Set<number>;
  /** The length that a list needs for the positions a query names: `[2]` needs three. */
  reach: number;
  /** It is looked for at any depth. */
  anywhere: boolean;
}

/** A place of which nothing is asked. */
export function jsonPart(): JsonPart {
  return { keys: new Map(), values: [], lengths: new Set(), reach: 0, anywhere: false };
}

const MOST_VALUES = 8;
/** A longer list is not built. */
const LONGEST = 60;

/** Adds what `from` is asked to what `into` is asked. */
export function mergeParts(into: JsonPart, from: JsonPart): void {
  for (const [key, part] of from.keys) mergeParts(keyOf(into, key), part);
  if (from.elements) mergeParts(elementsOf(into), from.elements);
  for (const value of from.values) addValue(into, value);
  for (const length of from.lengths) into.lengths.add(length);
  into.reach = Math.max(into.reach, from.reach);
  into.anywhere ||= from.anywhere;
}

function keyOf(part: JsonPart, key: string): JsonPart {
  const known = part.keys.get(key) ?? jsonPart();
  part.keys.set(key, known);
  return known;
}

function elementsOf(part: JsonPart): JsonPart {
  part.elements ??= jsonPart();
  return part.elements;
}

function addValue(part: JsonPart, value: string): void {
  if (part.values.length < MOST_VALUES && !part.values.includes(value)) part.values.push(value);
}

/** The place that a path like `$.a."b"[0][#-1]`, a bare key or a position leads to; undefined for other paths. */
function follow(from: JsonPart, path: Cell): JsonPart | undefined {
  if (typeof path === 'bigint') return at(from, Number(path));
  if (typeof path !== 'string') return undefined;
  if (!path.startsWith('$')) return keyOf(from, path);
  let part = from;
  const rest = path
    .slice(1)
    .replace(/\.(?:"([^"]*)"|([^."[]+))|\[(#-)?(\d+)\]/g, (_, quoted?: string, key?: string, last?, n?) => {
      const name = quoted ?? key;
      part = name === undefined ? at(part, Number(n) - (last ? 1 : 0)) : keyOf(part, name);
      return '';
    });
  return rest === '' ? part : undefined;
}

function at(part: JsonPart, position: number): JsonPart {
  const needed = (position < 0 ? -position : position) + 1;
  if (needed <= LONGEST) part.reach = Math.max(part.reach, needed);
  return elementsOf(part);
}

const reading: ReadonlySet<string> = new Set(['json_extract', 'jsonb_extract', 'json_type']);
const writing = /^jsonb?_(array_length|set|insert|replace|remove|patch|each|tree|quote)$/;
/** A value of each type that json_type() tells. */
const ofType: Readonly<Record<string, string>> = {
  integer: '3',
  real: '1.5',
  text: '"x"',
  true: 'true',
  false: 'false',
  null: 'null',
  array: '[1]',
  object: '{"k":1}',
};

/** Notes what one query asks of the documents in stored columns. */
export class JsonReader {
  readonly #bound: BoundQuery;
  readonly #constant: (expr: Expr) => Cell | undefined;
  readonly #roots: Map<Column, JsonPart>;

  constructor(bound: BoundQuery, constant: (expr: Expr) => Cell | undefined, roots: Map<Column, JsonPart>) {
    this.#bound = bound;
    this.#constant = constant;
    this.#roots = roots;
  }

  /** Notes that an expression may be the value; false where it reads no document. */
  note(expr: Expr, value: Cell): boolean {
    const inner = definitionOf(this.#bound, bare(expr));
    if (inner.kind === 'function' && /^jsonb?_array_length$/.test(inner.name)) {
      const length = Number(value);
      for (const part of this.#argument(inner))
        if (Number.isInteger(length) && length >= 0 && length <= LONGEST) part.lengths.add(length);
      return true;
    }
    const named = this.#keyIn(inner);
    if (named && typeof value === 'string') for (const part of named) keyOf(part, value);
    if (named) return true;
    const parts = this.read(inner);
    const text = asJson(inner, value);
    if (text !== undefined) for (const part of parts) addValue(part, text);
    return parts.length > 0;
  }

  /** The places that an expression reads, none when it is no part of a document; `depth`: of the recursion. */
  read(expr: Expr, depth = 0): JsonPart[] {
    const inner = definitionOf(this.#bound, bare(expr));
    if (depth > 8) return [];
    switch (inner.kind) {
      case 'column-ref':
        return this.#listed(inner, ['value', 'atom'], depth).map(elementsOf);
      case 'binary':
        if (inner.operator !== '->' && inner.operator !== '->>') return [];
        return this.#below(inner.left, inner.right, depth);
      case 'function': {
        const [first, ...paths] = inner.args;
        if (!first) return [];
        if (reading.has(inner.name)) return paths.flatMap(path => this.#below(first, path, depth));
        return ['json', 'jsonb'].includes(inner.name) ? this.read(first, depth + 1) : [];
      }
      default:
        return [];
    }
  }

  /** The places of a document; what a function only writes to counts too. */
  document(expr: Expr, depth = 0): JsonPart[] {
    const columns = slotsOfExpr(this.#bound, expr).flatMap(slot => columnOfSlot(slot) ?? []);
    const roots = columns.filter(holdsJson).map(column => {
      const root = this.#roots.get(column) ?? jsonPart();
      this.#roots.set(column, root);
      return root;
    });
    if (columns.length > 0) return roots;
    const inner = definitionOf(this.#bound, bare(expr));
    const [first] = inner.kind === 'function' ? inner.args : [];
    const same =
      inner.kind === 'function' && ['json', 'jsonb', 'coalesce', 'ifnull', 'iif'].includes(inner.name);
    if (first && inner.kind === 'function' && (same || writing.test(inner.name)) && depth < 8)
      return inner.args.flatMap(arg => this.document(arg, depth + 1));
    if (inner.kind === 'case' && depth < 8)
      return inner.branches.flatMap(({ then: shown }) => this.document(shown, depth + 1));
    return this.read(inner, depth + 1);
  }

  /** Notes the places that a function reads or writes. */
  call(call: FunctionCall): void {
    if (reading.has(call.name)) this.read(call);
    else if (writing.test(call.name)) this.#argument(call);
  }

  /** Notes the list that json_each or json_tree goes through, and how long it may have to be. */
  list(name: string, args: readonly Expr[], lengths: readonly number[]): void {
    const [first, path] = args;
    if (!first) return;
    for (const part of path ? this.#below(first, path, 0) : this.document(first)) {
      elementsOf(part);
      for (const length of lengths) part.lengths.add(length);
      if (/_tree$/.test(name)) part.anywhere = true;
    }
  }

  #argument({ args: [first, path] }: FunctionCall): JsonPart[] {
    if (!first) return [];
    return path ? this.#below(first, path, 0) : this.document(first);
  }

  #below(document: Expr, path: Expr, depth: number): JsonPart[] {
    const constant = this.#constant(path);
    const parts = this.document(document, depth + 1);
    return constant === undefined ? [] : parts.flatMap(part => follow(part, constant) ?? []);
  }

  #keyIn(expr: Expr): JsonPart[] | undefined {
    const parts = this.#listed(expr, ['key'], 0);
    return parts.length > 0 ? parts : undefined;
  }

  /** The lists of the json_each or json_tree that a reference names one of the columns of. */
  #listed(expr: Expr, columns: readonly string[], depth: number): JsonPart[] {
    const found = expr.kind === 'column-ref' ? this.#bound.resolve(expr) : undefined;
    if (found?.kind !== 'column' || found.relation.source.kind !== 'function') return [];
    const { item, source } = found.relation;
    if (!columns.includes(found.column.name) || !/^jsonb?_(each|tree)$/.test(source.name)) return [];
    const [document, path] = item.kind === 'function-item' ? item.args : [];
    if (!document) return [];
    return path ? this.#below(document, path, depth) : this.document(document, depth + 1);
  }
}

/** Whether a column that a query reads as JSON can hold such a text. */
export function holdsJson({ affinity, type }: Column): boolean {
  return affinity === 'text' || type === '' || /JSON/i.test(type);
}

function asJson(expr: Expr, value: Cell): string | undefined {
  if (value === null || value instanceof Uint8Array) return undefined;
  if (expr.kind === 'function' && expr.name === 'json_type') return ofType[String(value)];
  if (typeof value !== 'string') return String(value);
  // `->` and functions that return a list or an object give its text.
  const isText = expr.kind === 'binary' && expr.operator === '->';
  if ((isText || /^[[{]/.test(value)) && parses(value)) return value;
  return JSON.stringify(value);
}

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
