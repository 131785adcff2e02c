/**
 * Values for the parameters of a query, sampled from the columns they are compared with: a frequent, a rare and an
 * absent one, since a query that is fast for one can be slow for another.
 */
import { QuillError } from '../../errors.ts';
import type { Cell, Database } from '../../ports.ts';
import type { BoundQuery } from '../../sql/bound.ts';
import { parameterKeys } from '../../sql/parameter-keys.ts';
import type { ParameterCase } from '../contract.ts';
import { type ParameterContext, parameterContexts } from './context.ts';
import { defaultValue, sampledValue, sampleOf } from './sampled-values.ts';

/** Values by the parameter's key. */
export type Values = Readonly<Record<string, Cell>>;

export interface ValueCase {
  readonly label: ParameterCase['label'];
  readonly values: Values;
}

export interface ParameterPlan {
  /** At least one; a single empty one where the query has no parameters. Equal ones are left out. */
  readonly cases: readonly ValueCase[];
  /** One sentence for each value that was neither given nor sampled. */
  readonly notes: readonly string[];
}

/**
 * Chooses the values to time with. Given values win over sampled ones.
 * Throws QuillError `parameter` when a value is given for a parameter that the query does not have.
 */
export function parameterPlan(db: Database, bound: BoundQuery, given: Values): ParameterPlan {
  const keys = [...new Set(parameterKeys(bound.parameters))];
  const fixed = givenValues(keys, given);
  if (keys.length === 0) return { cases: [{ label: 'given', values: {} }], notes: [] };
  const open = keys.filter(key => !(key in fixed));
  if (open.length === 0) return { cases: [{ label: 'given', values: fixed }], notes: [] };

  const contexts = parameterContexts(bound);
  const notes: string[] = [];
  const columns = new Map<string, Cell[]>();
  const used = new Map<string, number>();
  const chosen: Record<'frequent' | 'rare' | 'absent', Record<string, Cell>> = {
    frequent: {},
    rare: {},
    absent: {},
  };
  for (const key of open) {
    const context = contexts.get(key) ?? ({ role: 'unknown' } satisfies ParameterContext);
    const sample = sampleOf(db, context, columns);
    // The items of one IN list get different values of the column.
    const place = context.sample?.expression ?? '';
    const nth = context.role === 'item' ? (used.get(place) ?? 0) : 0;
    if (context.role === 'item') used.set(place, nth + 1);
    for (const label of ['frequent', 'rare', 'absent'] as const) {
      chosen[label][key] = sample ? sampledValue(sample, context, label, nth) : defaultValue(context);
    }
    if (!sample && context.role !== 'limit' && context.role !== 'offset') {
      const value = defaultValue(context);
      notes.push(`Parameter ${key} is compared with no column; it was timed with ${shown(value)}.`);
    }
  }
  const cases: ValueCase[] = [];
  for (const label of ['frequent', 'rare', 'absent'] as const) {
    const values = { ...chosen[label], ...fixed };
    if (!cases.some(c => keys.every(key => sameCell(c.values[key]!, values[key]!))))
      cases.push({ label, values });
  }
  return { cases, notes };
}

/** A key may be given without its mark: `id` for `:id`, `1` for the first `?`. */
function givenValues(keys: readonly string[], given: Values): Record<string, Cell> {
  const fixed: Record<string, Cell> = {};
  for (const [name, value] of Object.entries(given)) {
    const key = keys.find(k => k === name) ?? keys.find(k => k.slice(1) === name);
    if (key === undefined) {
      const has = keys.length === 0 ? 'it has none' : `it has ${keys.join(', ')}`;
      throw new QuillError('parameter', `The query has no parameter ${name}; ${has}.`);
    }
    fixed[key] = value;
  }
  return fixed;
}

function sameCell(a: Cell, b: Cell): boolean {
  return a === b || (a instanceof Uint8Array && b instanceof Uint8Array && a.join() === b.join());
}

function shown(value: Cell): string {
  return value === null ? 'NULL' : typeof value === 'string' ? `'${value}'` : String(value);
}
