/** Collects, for each stored column, the constants that the queries compare it with, and what is compared with it. */
import { dateFunctions } from '../../../dialect/sqlite/functions.ts';
import type { Cell } from '../../../ports.ts';
import type { Column } from '../../../schema/model.ts';
import type { BoundQuery } from '../../../sql/bound.ts';
import { isComparisonOrIs } from '../../../sql/comparison.ts';
import type { Expr, Like, Query } from '../../../sql/model.ts';
import { type AnyNode, arms, walk } from '../../../sql/walk.ts';
import type { Evaluator, ParameterValues } from '../../query/evaluate.ts';
import { joinedByName } from '../../query/joined-names.ts';
import { columnOfSlot, definitionOf, type Slot, slotsOfExpr, slotsOfOutput } from '../../query/trace.ts';
import { calculationOf } from '../query/generated-columns.ts';
import { sourcesOf, sourcesOfOutput, type ValueSources } from '../query/value-sources.ts';
import { addBuiltDates, addDates } from './date-arguments.ts';
import { DateUses } from './date-columns.ts';
import { addComparedDates, addPatternDates } from './date-comparisons.ts';
import { type Found, inverse } from './inverse.ts';
import { addJoinedKeys } from './joined-keys.ts';
import { type JsonPart, JsonReader } from './json-parts.ts';
import type { Residue } from './residues.ts';
import {
  addBits,
  addDepths,
  addReals,
  addScales,
  addTogether,
  addWindow,
  collectJson,
  countingRows,
} from './special-values.ts';
import { isPartOfDate, looksLikeDateAt, type TextPart, textsWithPart } from './text-parts.ts';
import { fillPattern } from './text-patterns.ts';
import { addTextShapes } from './text-shapes.ts';

export interface InterestingValues {
  /** Constants; their neighbours are interesting too. */
  readonly constants: Map<Column, Cell[]>;
  /** Values to be used as they are. */
  readonly exact: Map<Column, Cell[]>;
  /** Values beyond the first few, of columns of which many are of interest. */
  readonly listed: Map<Column, Cell[]>;
  /** Texts at which functions and patterns show what they do: see `addTextShapes`. */
  readonly shapes: Map<Column, Cell[]>;
  /** Texts that make keys of several columns ambiguous: see `addJoinedKeys`. */
  readonly joined: Map<Column, Cell[]>;
  /** Columns whose values meet in a comparison. */
  readonly related: [Column, Column][];
  /** What tells which TEXT columns are treated as dates. */
  readonly dates: DateUses;
  /** Parts of texts that are compared with values. */
  readonly parts: Map<Column, TextPart[]>;
  /** Collations that a query itself names for a column, by their names. */
  readonly collations: Map<Column, Set<string>>;
  /** Columns that a query calculates with as with reals. */
  readonly reals: Set<Column>;
  /** Columns that are read as JSON, with what is asked of the documents. */
  readonly json: Map<Column, JsonPart>;
  /** Those that a query asks about whether they are JSON, and those whose CHECK does. */
  readonly maybeJson: Set<Column>;
  readonly checkedJson: Set<Column>;
  /** Numbers that a count is compared with. */
  readonly counts: Set<number>;
  /** Columns whose sum or average is compared, with what they are compared with. */
  readonly sums: Map<Column, Cell[]>;
  /** What is left of a column when it is divided. */
  readonly residues: Map<Column, Residue[]>;
  /** How deep a recursion may go. */
  readonly depths: Set<number>;
}

/** No values yet, to be collected into. */
export function noValues(): InterestingValues {
  return {
    constants: new Map(),
    exact: new Map(),
    listed: new Map(),
    shapes: new Map(),
    joined: new Map(),
    related: [],
    dates: new DateUses(),
    parts: new Map(),
    collations: new Map(),
    reals: new Set(),
    json: new Map(),
    maybeJson: new Set(),
    checkedJson: new Set(),
    counts: new Set(),
    sums: new Map(),
    residues: new Map(),
    depths: new Set(),
  };
}

/** What these return is a small number in most databases. */
const counting: ReadonlySet<string> = new Set([...countingRows, 'length']);
const smallCounts: readonly Cell[] = [0n, 1n, 2n, 3n];

const MOST = 24;
const MOST_LISTED = 60_000;
/** Parts of one column's texts. */
const MOST_PARTS = 12;

/** Adds what one query says to `into`. */
export function collectValues(
  bound: BoundQuery,
  evaluator: Evaluator,
  parameters: ParameterValues,
  into: InterestingValues,
): void {
  const constant = (expr: Expr): Cell | undefined => evaluator.constant(bound, expr, parameters);
  const reader = new JsonReader(bound, constant, into.json);
  const found: Found = {
    add(column, value, how) {
      const calculation = calculationOf(bound.schema, column);
      if (calculation) {
        const ofColumns = (expr: Expr): Cell | undefined =>
          evaluator.constant(calculation.bound, expr, () => null);
        const inside = new JsonReader(calculation.bound, ofColumns, into.json);
        const own: Found = {
          ...found,
          constant: ofColumns,
          document: (expr, cell) => inside.note(expr, cell),
        };
        return inverse(calculation.bound, calculation.expr, value, own, how === 'listed' ? 'exact' : how);
      }
      if (how === 'listed') return keepListed(into.listed, column, value);
      const map = how === 'exact' ? into.exact : into.constants;
      const list = map.get(column) ?? [];
      if (list.length >= MOST) keepListed(into.listed, column, value);
      if (list.length < MOST && !list.includes(value)) list.push(value);
      map.set(column, list);
    },
    count: value => into.counts.add(value),
    date: column => into.dates.given(column),
    residue: (column, residue) => into.residues.set(column, [...(into.residues.get(column) ?? []), residue]),
    part: (column, start, length, value) => addPart(into, column, start, length, value),
    sum(column, value) {
      into.sums.set(column, [...(into.sums.get(column) ?? []), value].slice(0, MOST));
    },
    document: (expr, value) => reader.note(expr, value),
    constant,
  };
  /** A generated column stands for those that it is calculated from. */
  const stored = (slots: readonly Slot[]): Column[] =>
    slots.flatMap(slot => {
      const column = columnOfSlot(slot);
      const calculation = column && calculationOf(bound.schema, column);
      if (calculation) return stored(columnsIn(calculation.bound, calculation.expr));
      return column ? [column] : [];
    });
  const relate = (a: readonly Slot[], b: readonly Slot[]): void => {
    for (const one of stored(a))
      for (const other of stored(b)) if (one !== other) into.related.push([one, other]);
  };
  const against = (expr: Expr, other: Expr): void => {
    const value = constant(other);
    if (value !== undefined && value !== null) inverse(bound, expr, value, found);
  };
  const addAll = (slot: Slot, values: readonly Cell[], how: 'around' | 'exact'): void => {
    const column = columnOfSlot(slot);
    if (column) for (const value of values) found.add(column, value, how);
  };
  const take = (from: ValueSources, to: ValueSources): void => {
    for (const source of from.others) {
      if (source.kind === 'function' && counting.has(source.name))
        for (const slot of to.slots) addAll(slot, smallCounts, 'exact');
      const value = constant(source);
      if (value === undefined || value === null) continue;
      for (const slot of to.slots) addAll(slot, [value], 'around');
      for (const other of to.others) if (other !== source) inverse(bound, other, value, found);
    }
  };
  const columnsBehind = ({ slots, others }: ValueSources): Slot[] => [
    ...slots,
    ...others.flatMap(other => columnsIn(bound, other)),
  ];
  /** What is passed on to both sides of a comparison meets there, constants too. */
  const meet = (a: ValueSources, b: ValueSources): void => {
    relate(columnsBehind(a), columnsBehind(b));
    take(a, b);
    take(b, a);
  };
  const visit = (node: AnyNode): void => {
    addComparedDates(bound, node, found, into.dates);
    switch (node.kind) {
      case 'binary':
        addBits(bound, node, found);
        addScales(bound, node, found);
        addJoinedKeys(bound, node, found, into.joined);
        if (isComparisonOrIs(node)) {
          against(node.left, node.right);
          against(node.right, node.left);
          relate(columnsIn(bound, node.left), columnsIn(bound, node.right));
          meet(sourcesOf(bound, node.left), sourcesOf(bound, node.right));
        }
        break;
      case 'between':
        against(node.operand, node.low);
        against(node.operand, node.high);
        relate(columnsIn(bound, node.operand), [
          ...columnsIn(bound, node.low),
          ...columnsIn(bound, node.high),
        ]);
        break;
      case 'in-list':
        for (const item of node.items) against(node.operand, item);
        break;
      case 'in-query':
        relateOperand(bound, node.operand, node.query, relate);
        for (const [i, item] of itemsOf(node.operand).entries())
          meet(sourcesOf(bound, item), sourcesOfOutput(bound, node.query, i));
        break;
      case 'like':
        addPattern(bound, node, found);
        addPatternDates(bound, node, found, into.dates);
        break;
      case 'case':
        if (node.operand) for (const branch of node.branches) against(node.operand, branch.when);
        break;
      case 'function':
        if (['coalesce', 'ifnull', 'nullif'].includes(node.name))
          for (const arg of node.args.slice(1)) if (node.args[0]) against(node.args[0], arg);
        if (dateFunctions.has(node.name)) addDates(bound, node, found);
        if (node.over) addWindow(node, node.over, found);
        break;
      case 'collate':
        for (const slot of columnsIn(bound, node.operand)) {
          const column = columnOfSlot(slot);
          if (column)
            into.collations.set(column, new Set([...(into.collations.get(column) ?? []), node.collation]));
        }
        break;
      case 'join':
        relateNames(bound, node, relate);
        break;
      case 'set':
        for (const i of bound.outputsOf(node).keys())
          meet(sourcesOfOutput(bound, node.left, i), sourcesOfOutput(bound, node.right, i));
        break;
      case 'limit': {
        const limit = constant(node.limit);
        if (typeof limit === 'bigint') into.counts.add(Number(limit));
        break;
      }
    }
  };
  collectJson(bound, into, reader);
  addDepths(bound, into);
  addReals(bound, constant, into.reals);
  addTextShapes(bound, constant, into.shapes);
  addBuiltDates(bound, found);
  walk(bound.query, visit);
  addTogether(bound, constant, into);
}

function keepListed(listed: Map<Column, Cell[]>, column: Column, value: Cell): void {
  const known = listed.get(column);
  if (known === undefined) listed.set(column, [value]);
  else if (known.length < MOST_LISTED) known.push(value);
}

/** The stored columns that an expression reads, through the derived tables and CTEs it names. */
export function columnsIn(bound: BoundQuery, expr: Expr): Slot[] {
  const direct = slotsOfExpr(bound, expr);
  if (direct.length > 0) return direct;
  const definition = definitionOf(bound, expr);
  const result: Slot[] = [];
  walk(definition, node => {
    if (node.kind === 'column-ref') result.push(...slotsOfExpr(bound, node));
    // A scalar subquery stands for what it returns.
    if (node.kind === 'query') {
      result.push(...slotsOfOutput(bound, node, 0));
      for (const arm of arms(node.body)) {
        const column = arm.kind === 'select' ? arm.columns[0] : undefined;
        if (column?.kind === 'column' && column.expr.kind === 'function')
          for (const arg of column.expr.args) result.push(...slotsOfExpr(bound, arg));
      }
      return false;
    }
    return true;
  });
  return result;
}

function relateOperand(
  bound: BoundQuery,
  operand: Expr,
  query: Query,
  relate: (a: readonly Slot[], b: readonly Slot[]) => void,
): void {
  for (const [i, item] of itemsOf(operand).entries())
    relate(columnsIn(bound, item), slotsOfOutput(bound, query, i));
}

function itemsOf(operand: Expr): readonly Expr[] {
  return operand.kind === 'row-value' ? operand.items : [operand];
}

function relateNames(
  bound: BoundQuery,
  node: AnyNode & { kind: 'join' },
  relate: (a: readonly Slot[], b: readonly Slot[]) => void,
): void {
  for (const [left, right] of joinedByName(bound, node)) relate([left], [right]);
}

function addPattern(bound: BoundQuery, node: Like, found: Found): void {
  const pattern = found.constant(node.pattern);
  if (typeof pattern !== 'string') return;
  for (const text of fillPattern(pattern, node.operator)) inverse(bound, node.operand, text, found, 'exact');
}

function addPart(
  into: InterestingValues,
  column: Column,
  start: number,
  length: number | undefined,
  value: Cell,
): void {
  const text = typeof value === 'bigint' ? String(value).padStart(length ?? 0, '0') : String(value);
  if (isPartOfDate(value, start, length ?? -1)) into.dates.part(column, start);
  else if (!looksLikeDateAt(text, start)) into.dates.asked(column, textsWithPart(text, start));
  else if (typeof value === 'string' && text.length === length) into.dates.otherwise(column);
  if (!Number.isInteger(start) || start < 1) return;
  const texts = typeof value === 'bigint' && length === undefined ? [text, String(value + 1n)] : [text];
  const known = into.parts.get(column) ?? [];
  const fresh = texts.filter(one => !known.some(part => part.start === start && part.text === one));
  into.parts.set(column, [...known, ...fresh.map(one => ({ start, text: one }))].slice(0, MOST_PARTS));
}
