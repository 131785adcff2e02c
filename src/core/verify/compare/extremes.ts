/**
 * MAX and MIN where several values count as equal and are not the same: 'a' and 'A' under NOCASE, 1 and 1.0. They may
 * return any of these, and the plan decides which.
 */

import { collationOf, UNKNOWN_COLLATION } from '../../dialect/sqlite/collation.ts';
import type { BoundQuery } from '../../sql/bound.ts';
import type { Expr, FunctionCall } from '../../sql/model.ts';
import { textOf } from '../../sql/span.ts';
import { failsWhere } from './fails-where.ts';
import { mixesNumbers } from './number-kinds.ts';
import type { ValueReads } from './value-reads.ts';

/** Which values of an expression count as equal: texts under a collation, and numbers of both storage classes. */
export interface Alike {
  /** In upper case. */
  readonly collation: string;
  readonly numbers: boolean;
}

/** Undefined where values that count as equal are the same. */
export function alikeAs(bound: BoundQuery, exprs: readonly Expr[]): Alike | undefined {
  const found = exprs.map(expr => collationOf(bound, expr)).find(name => name !== undefined);
  const collation = (found ?? 'BINARY').toUpperCase();
  const numbers = mixesNumbers(bound, exprs);
  return collation !== 'BINARY' || numbers ? { collation, numbers } : undefined;
}

export interface OpenExtreme {
  readonly alike: Alike;
  /** What stands around the call so that the query fails where there is a choice. */
  readonly before: string;
  readonly after: string;
}

/** Undefined for another function, and where the choice decides nothing. */
export function openExtreme(
  bound: BoundQuery,
  call: FunctionCall,
  reads: ValueReads,
): OpenExtreme | undefined {
  if ((call.name !== 'max' && call.name !== 'min') || call.args.length === 0) return undefined;
  const alike = alikeAs(bound, call.args);
  if (!alike || !reads.tells(call, alike)) return undefined;
  const condition = call.args.length > 1 ? ofArguments(bound, call, alike) : ofRows(bound, call, alike);
  return { alike, before: `(CASE WHEN ${failsWhere(condition)} THEN `, after: ' END)' };
}

/** 1 where an argument equals the extreme and is not the same. */
function ofArguments(bound: BoundQuery, call: FunctionCall, { collation }: Alike): string {
  const args = call.args.map(arg => `(${textOf(bound.source, arg.span)})`);
  const extreme = `${call.name}(${args.join(', ')})`;
  // A plus takes away the affinity by which a comparison would change a value.
  const differ = args.map(arg => {
    const same = equalities(collation).map(name => `+${arg} COLLATE ${name} = ${extreme}`);
    return `(${same.join(' OR ')}) AND (+${arg} COLLATE BINARY IS NOT ${extreme} OR typeof(${arg}) <> typeof(${extreme}))`;
  });
  return `coalesce(${differ.join(' OR ')}, 0)`;
}

function equalities(collation: string): string[] {
  return collation === UNKNOWN_COLLATION ? ['NOCASE', 'RTRIM'] : [collation];
}

/** 1 where several of the rows have the extreme, and not all in the same way. */
function ofRows(bound: BoundQuery, call: FunctionCall, { collation, numbers }: Alike): string {
  const [arg] = call.args;
  const value = arg ? `(${textOf(bound.source, arg.span)})` : '';
  const rows = rowsOf(bound, call);
  const extreme = (text: string): string => `${call.name}(${text})${rows}`;
  const only = (type: string, text: string): string =>
    extreme(`CASE WHEN typeof(${value}) = '${type}' THEN ${text} END`);
  const conditions: string[] = [];
  if (collation !== 'BINARY') {
    const key = `hex(${folded(value, collation)}) || ' '`;
    const one = only('text', `${key} || hex(${value})`);
    const other = only('text', `${key} || ${mirrored(`hex(${value})`)} || '~'`);
    conditions.push(
      `(typeof(${extreme(value)}) = 'text' AND ${mirrored(one)} || '~' IS NOT ${mirrored(other)})`,
    );
  }
  if (numbers) {
    const [integer, real] = [only('integer', value), only('real', value)];
    conditions.push(`(${integer} = ${real} AND ${integer} = ${extreme(value)})`);
  }
  return `coalesce(${conditions.join(' OR ')}, 0)`;
}

/** FILTER and OVER of a call. */
function rowsOf(bound: BoundQuery, { filter, over }: FunctionCall): string {
  const where = filter ? ` FILTER (WHERE ${textOf(bound.source, filter.span)})` : '';
  if (!over) return where;
  const window = textOf(bound.source, over.span);
  return `${where} OVER ${over.kind === 'name' || window.startsWith('(') ? window : `(${window})`}`;
}

/** What texts have in common that a collation takes for equal. */
function folded(text: string, collation: string): string {
  if (collation === 'NOCASE') return `lower(${text})`;
  return collation === 'RTRIM' ? `rtrim(${text})` : `lower(rtrim(${text}))`;
}

/** Hexadecimal digits as letters in the opposite order: the greatest of these texts stands for the least. */
function mirrored(text: string): string {
  return [...'0123456789ABCDEF'].reduce(
    (inner, digit, i) => `replace(${inner}, '${digit}', '${'vutsrqponmlkjihg'[i]}')`,
    text,
  );
}
