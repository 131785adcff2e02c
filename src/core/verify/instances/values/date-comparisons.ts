/** Comparisons that tell whether a column holds dates, or other texts as well. */
import type { Cell } from '../../../ports.ts';
import type { Column } from '../../../schema/model.ts';
import { isIsoDate } from '../../../schema/value-kind.ts';
import type { BoundQuery } from '../../../sql/bound.ts';
import { isComparisonOrIs } from '../../../sql/comparison.ts';
import type { Expr, FunctionCall, Like } from '../../../sql/model.ts';
import type { AnyNode } from '../../../sql/walk.ts';
import { columnOfSlot } from '../../query/trace.ts';
import { sourcesOf, type ValueSources } from '../query/value-sources.ts';
import type { DateUses } from './date-columns.ts';
import type { Found } from './inverse.ts';
import { monthEdges, prefixEdges, yearEdges } from './near-values.ts';
import { fillPattern } from './text-patterns.ts';

/** The rest of a long list says the same. */
const MOST_ITEMS = 100;

/** Years of one column that dates are moved to, and dates that are moved. */
const MOST_BOUNDS = 3;
const MOST_MOVED = 3;

const equalities: ReadonlySet<string> = new Set(['=', '<>', 'is', 'is not']);
/** What returns a day, or a day with a time. */
const dateMakers: ReadonlySet<string> = new Set(['date', 'datetime']);
/** Where the year, the month and the day of a date stand, as `substr` counts, and how long they are. */
const places: ReadonlySet<string> = new Set(['1 4', '6 2', '9 2', '1 7', '6 5']);

/** Notes in `dates` what a comparison says of the columns whose values meet in it. */
export function addComparedDates(bound: BoundQuery, node: AnyNode, found: Found, dates: DateUses): void {
  const compare = (left: Expr, right: Expr, equal: boolean): void => {
    const [one, other] = [sourcesOf(bound, left), sourcesOf(bound, right)];
    for (const a of columnsOf(one)) for (const b of columnsOf(other)) dates.met(a, b, equal);
    note(one, other, equal);
    note(other, one, equal);
  };
  const note = (to: ValueSources, from: ValueSources, equal: boolean): void => {
    // The first characters of a date are compared with those of another one.
    if (from.others.some(source => source.kind === 'function' && isDateText(source, found)))
      for (const source of to.others) {
        const beginning = source.kind === 'function' ? substrOf(source, found) : undefined;
        if (beginning?.start !== 1) continue;
        for (const column of columnsOf(sourcesOf(bound, beginning.operand))) dates.compared(column);
      }
    const columns = columnsOf(to);
    if (columns.length === 0) return;
    for (const source of from.others) {
      const value = found.constant(source);
      const isDate = typeof value === 'string' && isIsoDate(value);
      if (isDate || (source.kind === 'function' && dateMakers.has(source.name)))
        for (const column of columns) dates.compared(column);
      else if (!equal && typeof value === 'string')
        for (const edge of prefixEdges(value))
          for (const column of columns) {
            dates.bounded(column, value.slice(0, 4));
            found.add(column, edge, 'exact');
          }
      else if (equal && typeof value === 'string' && !isDefault(to, value, found))
        for (const column of columns) dates.asked(column, [value]);
    }
  };
  switch (node.kind) {
    case 'binary':
      if (isComparisonOrIs(node)) compare(node.left, node.right, equalities.has(node.operator));
      return;
    case 'between':
      compare(node.operand, node.low, false);
      compare(node.operand, node.high, false);
      return;
    case 'in-list':
      for (const item of node.items.slice(0, MOST_ITEMS)) compare(node.operand, item, true);
      return;
    case 'case':
      if (node.operand) for (const { when } of node.branches) compare(node.operand, when, true);
      return;
    case 'function': {
      const [first, ...rest] = node.args;
      const part = substrOf(node, found);
      if (part && places.has(`${part.start} ${part.length}`))
        for (const column of columnsOf(sourcesOf(bound, part.operand))) dates.part(column, part.start);
      if (!first || !['nullif', 'coalesce', 'ifnull'].includes(node.name)) return;
      // What stands for NULL is not stored, but a date there says that dates are.
      for (const arg of rest)
        if (node.name === 'nullif') compare(first, arg, true);
        else note(sourcesOf(bound, first), sourcesOf(bound, arg), false);
    }
  }
}

/** `COALESCE(d, '~') = '~'` asks for NULL, not for the text. */
function isDefault(sources: ValueSources, value: string, found: Found): boolean {
  return sources.others.some(other => found.constant(other) === value);
}

/** The same for a pattern: one that begins with a day, a month or a year, or that no date matches. */
export function addPatternDates(bound: BoundQuery, node: Like, found: Found, dates: DateUses): void {
  const pattern = found.constant(node.pattern);
  if (typeof pattern !== 'string') return;
  const columns = columnsOf(sourcesOf(bound, node.operand));
  if (columns.length === 0) return;
  const [, year, month] = /^((?:19|20|21)\d\d)(?:-(0[1-9]|1[0-2])(?!\d))?(?!\d)/.exec(pattern) ?? [];
  const edges = month ? monthEdges(Number(year), Number(month)) : yearEdges(Number(year ?? 0));
  for (const column of columns) {
    if (isIsoDate(pattern.slice(0, 10))) dates.compared(column);
    else if (year !== undefined) {
      dates.part(column, 1);
      for (const date of edges) found.add(column, date, 'exact');
    }
    if (/[^-\d\s:.TZ%_?*]/.test(pattern.replaceAll('[0-9]', '0')))
      dates.asked(column, fillPattern(pattern, node.operator));
  }
}

/** A call of `substr` with a place and a length that are known. */
function substrOf(
  { name, args }: FunctionCall,
  found: Found,
): { readonly operand: Expr; readonly start: number; readonly length: number } | undefined {
  const [operand, start, length] = args;
  if (!['substr', 'substring'].includes(name) || !operand || !start || !length) return undefined;
  return { operand, start: Number(found.constant(start)), length: Number(found.constant(length)) };
}

/** Whether a call returns a date, or the first characters of one. */
function isDateText({ name, args }: FunctionCall, found: Found): boolean {
  if (dateMakers.has(name)) return true;
  const format = name === 'strftime' && args[0] ? found.constant(args[0]) : undefined;
  return typeof format === 'string' && format.startsWith('%Y');
}

/**
 * `strftime('%m', d) = '02' AND d < '2100'`: the dates that the first condition asks for, in the years that bound the
 * column as well.
 */
export function addBoundedDates(
  bounds: ReadonlyMap<Column, ReadonlySet<string>>,
  exact: Map<Column, Cell[]>,
): void {
  for (const [column, years] of bounds) {
    const known = exact.get(column) ?? [];
    const fresh: Cell[] = [];
    for (const year of [...years].slice(0, MOST_BOUNDS))
      for (const date of known.filter(isOtherDate).slice(0, MOST_MOVED)) fresh.push(year + date.slice(4));
    exact.set(column, [
      ...known.slice(0, 4),
      ...fresh.filter(date => !known.includes(date)),
      ...known.slice(4),
    ]);

    function isOtherDate(cell: Cell): cell is string {
      return typeof cell === 'string' && isIsoDate(cell) && ![...years].some(year => cell.startsWith(year));
    }
  }
}

function columnsOf({ slots }: ValueSources): Column[] {
  return slots.flatMap(slot => columnOfSlot(slot) ?? []).filter(({ affinity }) => affinity === 'text');
}
