/**
 * Date function on a column → half-open range:
 *   strftime('%Y', d) = '2024' → d >= '2024-01-01' AND d < '2025-01-01';  date(d) <= '2024-03-05' → d < '2024-03-06'
 *
 * Precondition: the column holds ISO text (a date, with or without a time after it), and the function keeps year,
 * month or day: strftime, date, substr of 4, 7 or 10 characters, or julianday and unixepoch of a whole day.
 * Wrong otherwise: a closed range loses the last day's times; text that is no date passes a range but no function;
 * numbers are read as Julian days.
 * Source: half-open ranges, https://use-the-index-luke.com/sql/where-clause/obfuscation/dates
 */

import { quoteText } from '../../dialect/sqlite/quote.ts';
import type { BoundQuery } from '../../sql/bound.ts';
import type { ComparisonOperator } from '../../sql/comparison.ts';
import type { Expr } from '../../sql/model.ts';
import { stripParens } from '../../sql/walk.ts';
import type { Proposal, Rule } from '../contract.ts';
import { type Condition, conditions } from './rewriting/comparison.ts';
import { conjunctionFor, writtenTerms } from './rewriting/conjuncts.ts';
import { integerOf, isConstant, textValue } from './rewriting/constants.ts';
import { keyword } from './rewriting/layout.ts';
import { joinedPeriods, type Period, periodOf, type Unit } from './rewriting/periods.ts';
import { together } from './rewriting/together.ts';
import { hasAnonymousParameter, openSelects, sourceOf } from './rewriting/tree.ts';

export const dateFunctionToRange: Rule = {
  technique: 'date-function-to-range',
  propose: q => together(places(q)),
};

function* places(q: BoundQuery): Iterable<Proposal> {
  for (const condition of conditions(q)) {
    const part = partOf(q, condition.subject);
    const text = part ? ranged(q, condition, part) : instant(q, condition);
    if (text) yield { edits: [{ span: condition.whole.span, text }] };
  }
  yield* yearAndMonth(q);
}

interface DatePart {
  readonly unit: Unit;
  /** The column as written. */
  readonly column: string;
}

const formats: Readonly<Record<string, Unit>> = {
  '%Y': 'year',
  '%Y-%m': 'month',
  '%Y-%m-%d': 'day',
  '%F': 'day',
};
const lengths: Readonly<Record<string, Unit>> = { '4': 'year', '7': 'month', '10': 'day' };

/** The unit that an expression cuts out of a date column. */
function partOf(q: BoundQuery, expr: Expr): DatePart | undefined {
  if (expr.kind === 'cast') {
    const part = partOf(q, stripParens(expr.operand));
    return part?.unit === 'year' && /INT/i.test(expr.type) ? part : undefined;
  }
  if (expr.kind !== 'function') return undefined;
  const [first, second, third] = expr.args.map(stripParens);
  const part = (column: Expr | undefined, unit: Unit | undefined) =>
    column?.kind === 'column-ref' && unit && q.resolve(column)?.kind === 'column'
      ? { unit, column: sourceOf(q, column) }
      : undefined;
  switch (expr.name) {
    case 'strftime':
      return expr.args.length === 2 ? part(second, formats[textValue(first) ?? '']) : undefined;
    case 'date':
      return expr.args.length === 1 ? part(first, 'day') : undefined;
    case 'substr':
    case 'substring':
      return integerOf(second) === 1n ? part(first, lengths[String(integerOf(third))]) : undefined;
    default:
      return undefined;
  }
}

function ranged(q: BoundQuery, condition: Condition, { unit, column }: DatePart): string | undefined {
  // Without the cast, the text of a year equals no number.
  const isNumber = condition.subject.kind === 'cast';
  const period = (value: Expr): Period | undefined => {
    const text = textValue(value) ?? (isNumber ? integerOf(value)?.toString() : undefined);
    return text === undefined ? undefined : periodOf(unit, text);
  };
  const { whole } = condition;
  if (condition.kind === 'comparison') {
    const found = period(condition.value);
    if (found) return compared(q, whole, column, condition.operator, found);
    return unit === 'day' ? daysLater(q, whole, column, condition.operator, condition.value) : undefined;
  }
  if (condition.kind === 'between') {
    const [low, high] = [period(condition.whole.low), period(condition.whole.high)];
    if (!low || !high) return undefined;
    return compared(q, whole, column, condition.whole.negated ? '<>' : '=', {
      start: low.start,
      end: high.end,
    });
  }
  const periods = condition.whole.items.map(period);
  if (condition.whole.negated || !periods.every(p => p !== undefined)) return undefined;
  const ranges = joinedPeriods(periods);
  const [only] = ranges;
  if (only && ranges.length === 1) return compared(q, whole, column, '=', only);
  const texts = ranges.map(range => `${inside(column, range).join(` ${keyword(q, 'AND')} `)}`);
  return `(${texts.join(` ${keyword(q, 'OR')} `)})`;
}

function inside(column: string, { start, end }: Period): string[] {
  return [`${column} >= ${quoteText(start)}`, `${column} < ${quoteText(end)}`];
}

function compared(
  q: BoundQuery,
  whole: Expr,
  column: string,
  operator: ComparisonOperator,
  period: Period,
): string {
  const [start, end] = [quoteText(period.start), quoteText(period.end)];
  switch (operator) {
    case '=':
      return conjunctionFor(q, whole, inside(column, period));
    case '<>':
      return `(${column} < ${start} ${keyword(q, 'OR')} ${column} >= ${end})`;
    case '<':
      return `${column} < ${start}`;
    case '<=':
      return `${column} < ${end}`;
    case '>':
      return `${column} >= ${end}`;
    case '>=':
      return `${column} >= ${start}`;
  }
}

/** A comparison of days with a value that is known only when the query runs: a parameter, or `date(…)` of constants. */
function daysLater(
  q: BoundQuery,
  whole: Expr,
  column: string,
  operator: ComparisonOperator,
  value: Expr,
): string | undefined {
  const day = sourceOf(q, value);
  const isDate = value.kind === 'function' && value.name === 'date' && value.args.every(isConstant);
  if (!isDate && value.kind !== 'parameter') return undefined;
  const next = `date(${day}, '+1 day')`;
  if (hasAnonymousParameter(value) && operator === '=') return undefined;
  switch (operator) {
    case '=':
      return conjunctionFor(q, whole, [`${column} >= ${day}`, `${column} < ${next}`]);
    case '>=':
    case '<':
      return `${column} ${operator} ${day}`;
    case '>':
      return `${column} >= ${next}`;
    case '<=':
      return `${column} < ${next}`;
    case '<>':
      return undefined;
  }
}

const instants = new Set(['julianday', 'unixepoch', 'datetime']);

/**
 * `julianday(d) >= julianday('2024-01-01')`: a whole day on the right, so that only `>=` and `<` keep their meaning.
 */
function instant(q: BoundQuery, condition: Condition): string | undefined {
  if (condition.kind !== 'comparison' || (condition.operator !== '>=' && condition.operator !== '<'))
    return undefined;
  const { subject, value, operator } = condition;
  if (subject.kind !== 'function' || !instants.has(subject.name) || subject.args.length !== 1)
    return undefined;
  const column = stripParens(subject.args[0]!);
  if (column.kind !== 'column-ref' || q.resolve(column)?.kind !== 'column') return undefined;
  const sameFunction = value.kind === 'function' && value.name === subject.name && value.args.length === 1;
  const day = sameFunction
    ? textValue(value.args[0])
    : subject.name === 'datetime'
      ? textValue(value)
      : undefined;
  if (day === undefined || !periodOf('day', day)) return undefined;
  return `${sourceOf(q, column)} ${operator} ${quoteText(day)}`;
}

/** `strftime('%Y', d) = '2024' AND strftime('%m', d) = '03'` → the range of that month. */
function* yearAndMonth(q: BoundQuery): Iterable<Proposal> {
  const found = [...conditions(q)].filter(c => c.kind === 'comparison' && c.operator === '=');
  for (const select of openSelects(q)) {
    const terms = writtenTerms(select.where);
    for (const [i, term] of terms.entries()) {
      const year = found.find(c => c.whole === stripParens(term) && partOf(q, c.subject)?.unit === 'year');
      if (year?.kind !== 'comparison') continue;
      const { column } = partOf(q, year.subject)!;
      for (const neighbour of [terms[i - 1], terms[i + 1]]) {
        const month =
          neighbour &&
          found.find(c => c.whole === stripParens(neighbour) && monthOf(q, c.subject) === column);
        if (!neighbour || month?.kind !== 'comparison') continue;
        const yearText = textValue(year.value) ?? String(integerOf(year.value));
        const number = textValue(month.value) ?? String(integerOf(month.value)).padStart(2, '0');
        const period = periodOf('month', `${yearText}-${number}`);
        if (!period) continue;
        const [first, last] = neighbour === terms[i - 1] ? [neighbour, term] : [term, neighbour];
        const text = inside(column, period).join(` ${keyword(q, 'AND')} `);
        yield { edits: [{ span: { start: first.span.start, end: last.span.end }, text }] };
      }
    }
  }
}

/** The column whose month an expression is: `strftime('%m', d)`, also as a number, or `substr(d, 6, 2)`. */
function monthOf(q: BoundQuery, expr: Expr): string | undefined {
  if (expr.kind === 'cast') return /INT/i.test(expr.type) ? monthOf(q, stripParens(expr.operand)) : undefined;
  if (expr.kind !== 'function') return undefined;
  const [first, second, third] = expr.args.map(stripParens);
  if (expr.name === 'strftime' && textValue(first) === '%m' && second?.kind === 'column-ref')
    return sourceOf(q, second);
  const cut = expr.name === 'substr' && integerOf(second) === 6n && integerOf(third) === 2n;
  return cut && first?.kind === 'column-ref' ? sourceOf(q, first) : undefined;
}
