/**
 * Parts of a query that stayed empty: arms of set operations, CTEs and derived tables. Where a part returned no row on
 * any database, a mistake in it could not show. A part that does not depend on the rows around it is asked by itself,
 * in one query for all parts, and no more once it has returned a row.
 */
import { QuillError } from '../errors.ts';
import type { BoundQuery } from '../sql/bound.ts';
import type { Query, QueryBody, Select, SetOperation, Values } from '../sql/model.ts';
import { contains, textOf } from '../sql/span.ts';
import { type AnyNode, arms, walk } from '../sql/walk.ts';
import { type Binding, valuesOf } from './bindings.ts';
import { withoutSemicolon } from './compare/full-form.ts';
import type { Original } from './original.ts';
import { isEmptySelect } from './provably-empty.ts';
import type { Evaluator } from './query/evaluate.ts';
import type { Runner } from './runner.ts';

/** Every one of the first databases is asked, then one in so many. */
const FIRST = 6;
const ONE_IN = 4;
/** More parts than this in one query are not asked. */
const MOST_PARTS = 24;
const LONGEST_SHOWN = 60;

interface Part {
  /** `the CTE "w"`. */
  readonly name: string;
  /** An expression that is 1 where the part returns rows. */
  readonly sql: string;
}

/** Which parts of one query returned rows, over the databases that one rewrite is tried on. */
export class PartWatch {
  readonly #parts: readonly Part[];
  readonly #runner: Runner | undefined;
  readonly #seen = new Set<Part>();
  #databases = 0;
  #answers = 0;
  #isTooSlow = false;

  constructor(original: Original) {
    const { bound } = original;
    const parts = partsOf(bound, original.evaluator);
    this.#parts = parts;
    if (parts.length === 0) return;
    const { with: ctes } = bound.query;
    const before = ctes ? `${textOf(bound.source, ctes.span)} ` : '';
    try {
      const sql = `${before}SELECT ${parts.map(part => part.sql).join(', ')}`;
      this.#runner = original.runnerOf(withoutSemicolon(sql));
    } catch (error) {
      if (!(error instanceof QuillError)) throw error;
      this.#parts = [];
    }
  }

  /** Looks at what is loaded. */
  look(binding: Binding): void {
    if (!this.#runner || this.#isTooSlow || this.#seen.size === this.#parts.length) return;
    this.#databases++;
    if (this.#databases > FIRST && this.#databases % ONE_IN > 0) return;
    const answer = this.#runner.run(binding);
    // A part that does not come to an end would take as long each time.
    if (answer.kind === 'unusable') this.#isTooSlow = true;
    if (answer.kind !== 'rows') return;
    this.#answers++;
    for (const [i, part] of this.#parts.entries())
      if (answer.result.rows[0]?.[i] === 1n) this.#seen.add(part);
  }

  /** A sentence about the parts that returned no row; undefined where each of them has, or too few could be asked. */
  get note(): string | undefined {
    if (this.#answers < FIRST || this.#isTooSlow) return undefined;
    const empty = this.#parts.filter(part => !this.#seen.has(part)).map(part => part.name);
    if (empty.length === 0) return undefined;
    const list = empty.length > 1 ? `${empty.slice(0, -1).join(', ')} and ${empty.at(-1)}` : empty[0];
    const them = empty.length > 1 ? 'them' : 'it';
    return `In the original, ${list} returned no row on any database looked at: a mistake in ${them} would not show.`;
  }

  free(): void {
    this.#runner?.free();
  }
}

function partsOf(bound: BoundQuery, evaluator: Evaluator): readonly Part[] {
  // Numbered by their places, such parameters would be others in another query.
  if (bound.parameters.some(({ text }) => text === '?')) return [];
  const parts: Part[] = [];
  const exists = (name: string, node: AnyNode): void => {
    if (isByItself(bound, node)) parts.push({ name, sql: `EXISTS (${textOf(bound.source, node.span)}\n)` });
  };
  walk(bound.query, (node, ancestors) => {
    if (node.kind === 'query') addArms(bound, evaluator, node, ancestors, exists);
    if (node.kind === 'subquery-item' && !isConstant(node.query))
      exists(
        node.alias ? `the subquery "${node.alias.name}"` : `a subquery (${shown(bound, node.query)})`,
        node.query,
      );
    if (node.kind === 'cte' && !isConstant(node.query) && isRead(bound, node))
      exists(`the CTE "${node.name.name}"`, node.query);
  });
  return parts.length > MOST_PARTS ? [] : parts;
}

function addArms(
  bound: BoundQuery,
  evaluator: Evaluator,
  { body }: Query,
  ancestors: readonly AnyNode[],
  exists: (name: string, node: AnyNode) => void,
): void {
  if (body.kind !== 'set') return;
  const cte = ancestors.at(-1);
  const place = cte?.kind === 'cte' ? ` in the CTE "${cte.name.name}"` : '';
  for (const [i, arm] of arms(body).entries()) {
    if (arm.kind === 'values' || isEmptySelect(bound, arm, evaluator, valuesOf(bound, {}))) continue;
    const { operator } = operatorAt(body, arm) ?? body;
    exists(`arm ${i + 1} of ${operator.toUpperCase()}${place} (${shown(bound, arm)})`, arm);
  }
}

/** The operation that an arm is a side of. */
function operatorAt(body: SetOperation, arm: Select | Values): SetOperation | undefined {
  let rest: QueryBody = body;
  while (rest.kind === 'set') {
    if (rest.right === arm || rest.left === arm) return rest;
    rest = rest.left;
  }
  return undefined;
}

function shown(bound: BoundQuery, node: AnyNode): string {
  const text = textOf(bound.source, node.span).replace(/\s+/g, ' ');
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
}

/** One row, whatever the data. */
function isConstant({ body }: Query): boolean {
  return body.kind === 'values' || (body.kind === 'select' && body.from === undefined);
}

function isRead(bound: BoundQuery, cte: AnyNode): boolean {
  return bound.scopes.some(({ relations }) =>
    relations.some(({ source }) => source.kind === 'cte' && source.cte === cte),
  );
}

/** True for what can run without the query around it, but for the CTEs at its beginning. */
function isByItself(bound: BoundQuery, node: AnyNode): boolean {
  const outer = bound.query.with?.ctes ?? [];
  let alone = true;
  walk(node, inner => {
    if (inner.kind === 'opaque') alone = false;
    const found = inner.kind === 'column-ref' ? bound.resolve(inner) : undefined;
    if (found?.kind === 'column' && !contains(node.span, found.scope.select.span)) alone = false;
  });
  for (const { select, relations } of bound.scopes)
    if (contains(node.span, select.span))
      for (const { source } of relations) {
        if (source.kind !== 'cte' || contains(node.span, source.cte.span)) continue;
        // A recursion reads itself.
        if (!outer.includes(source.cte) || contains(source.cte.span, node.span)) alone = false;
      }
  return alone;
}
