/**
 * All choices that open cuts leave, made one after the other. A CTE that is read in several places has its rows chosen
 * for each of them: it may be run for each.
 */
import { quoteName } from '../../dialect/sqlite/quote.ts';
import type { BoundQuery, Relation } from '../../sql/bound.ts';
import { applyEdits, type Edit } from '../../sql/edits.ts';
import type { Cte, Query } from '../../sql/model.ts';
import { contains, textOf } from '../../sql/span.ts';
import type { AnyNode } from '../../sql/walk.ts';
import type { Cut } from './cut-rows.ts';
import { readersOf, relationsOf } from './relations.ts';

/**
 * Edits after which the query takes parameters whose bits say which of the tied rows come first. It fails where the
 * bits are more than the rows, or the rows too many.
 */
export interface CutChoice {
  readonly edits: readonly Edit[];
  /** A place's rows may depend on the choices of those before it, and on no other. */
  readonly places: readonly ChoicePlace[];
}

export interface ChoicePlace {
  readonly parameter: string;
  /** In this order, up to the first with which the query fails. */
  readonly bits: readonly bigint[];
}

/** A path in JSON that nobody else asks for: with it the query fails where a place has no such choice. */
export function noSuchChoice(parameter: string): string {
  return `quill: no choice ${parameter};`;
}

export const tooManyChoices = 'quill: too many choices';

/** A CTE is copied for so many of its readers. */
const MOST_READERS = 3;

/** The choice of one cut, by `made` for a parameter; undefined where it cannot be made for each reader. */
export function choiceIn(
  bound: BoundQuery,
  query: Query,
  parent: AnyNode,
  made: (parameter: string) => CutChoice | undefined,
): CutChoice | undefined {
  const parameterOf = (reader: number): string => `:quill_choice_${query.span.start}_${reader}`;
  const first = made(parameterOf(0));
  if (!first || parent.kind !== 'cte') return first;
  const [one, ...others] = readersOf(bound, parent);
  if (!one || others.length >= MOST_READERS) return undefined;
  const copies = others.map((reader, i) => copyFor(bound, parent, reader, i + 1, made(parameterOf(i + 1))));
  if (!copies.every(copy => copy !== undefined)) return undefined;
  return {
    edits: [...first.edits, ...copies.flatMap(({ edits }) => edits)],
    places: [...first.places, ...copies.flatMap(({ places }) => places)],
  };
}

/** The CTE once more, under another name, for one of its readers. */
function copyFor(
  { source }: BoundQuery,
  { name, columns, query, span }: Cte,
  { item }: Relation,
  number: number,
  choice: CutChoice | undefined,
): CutChoice | undefined {
  if (!choice || item.kind !== 'table') return undefined;
  const copy = quoteName(`${name.name} ${span.start} ${number}`);
  const named = columns.length > 0 ? `(${columns.map(each => textOf(source, each.span)).join(', ')})` : '';
  const { start } = query.span;
  const edits = choice.edits.map(({ span: at, text }) => ({
    span: { start: at.start - start, end: at.end - start },
    text,
  }));
  const body = applyEdits(textOf(source, query.span), edits);
  const alias = item.alias ? '' : ` AS ${quoteName(item.table.name)}`;
  return {
    edits: [
      { span: { start: span.end, end: span.end }, text: `, ${copy}${named} AS (${body}\n)` },
      { span: item.table.span, text: `${copy}${alias}` },
    ],
    places: choice.places,
  };
}

/** The choices of all cuts together; undefined where one of them has none, or where a copy would leave another's out. */
export function choiceOf(bound: BoundQuery, cuts: readonly Cut[]): CutChoice | undefined {
  const [only, ...others] = cuts;
  if (others.length === 0) return only?.choice;
  // What a cut rests on ends before it does, but for a CTE that reads a later one.
  const readsLater = relationsOf(bound).some(
    ({ item, source }) => source.kind === 'cte' && source.cte.span.start > item.span.start,
  );
  if (readsLater) return undefined;
  const choices: CutChoice[] = [];
  for (const { query, choice } of cuts.toSorted((a, b) => a.query.span.end - b.query.span.end)) {
    const isCopied = choice !== undefined && choice.places.length > 1;
    if (
      !choice ||
      (isCopied && cuts.some(cut => cut.query !== query && contains(query.span, cut.query.span)))
    )
      return undefined;
    choices.push(choice);
  }
  return {
    edits: choices.flatMap(({ edits }) => edits),
    places: choices.flatMap(({ places }) => places),
  };
}
