/**
 * Proves of a dataset that nothing held out can be learnt from its training rows: no held-out schema, no template that
 * is held out by its hash or that a held-out pair has, and every variant on the side of its original.
 */
import type { Pair } from './pair.ts';
import { type SplitPlan, splitOf } from './split.ts';

export const leakKinds = ['schema', 'template', 'split', 'variant', 'wrong-template'] as const;
export type LeakKind = (typeof leakKinds)[number];

export interface Leak {
  readonly kind: LeakKind;
  /** Of the offending pair. */
  readonly id: string;
  /** One sentence that names it. */
  readonly sentence: string;
}

export type LeakageRow = Pick<Pair, 'id' | 'schema' | 'template' | 'split' | 'variantOf'> & {
  /** The template of the slow query as it is computed now, where it was. */
  readonly computed?: string;
};

/** The facts of a pair that the check needs, without the rest. */
export function leakageRow(pair: Pair, computed?: string): LeakageRow {
  const { id, schema, template, split, variantOf } = pair;
  return { id, schema, template, split, variantOf, ...(computed !== undefined && { computed }) };
}

/** Every way in which a row breaks the split; empty when there is none. */
export function findLeaks(rows: readonly LeakageRow[], plan: SplitPlan): Leak[] {
  const splits = new Map(rows.map(row => [row.id, row.split]));
  const heldOut = new Map<string, string>();
  for (const row of rows)
    if (row.split === 'held-out') for (const template of templatesOf(row)) heldOut.set(template, row.id);
  return rows.flatMap(row =>
    [
      wrongTemplate(row),
      row.split === 'train' ? trainingLeak(row, plan, heldOut) : notHeldOut(row, plan),
      wrongVariant(row, splits),
    ].filter(leak => leak !== undefined),
  );
}

/** What the row says and what its query says; both must be kept apart. */
function templatesOf({ template, computed }: LeakageRow): string[] {
  return computed === undefined || computed === template ? [template] : [template, computed];
}

function wrongTemplate({ id, template, computed }: LeakageRow): Leak | undefined {
  if (computed === undefined || computed === template) return undefined;
  const sentence = `Pair ${id} says its template is ${template}, and its slow query has ${computed}.`;
  return { kind: 'wrong-template', id, sentence };
}

function trainingLeak(
  row: LeakageRow,
  plan: SplitPlan,
  heldOut: ReadonlyMap<string, string>,
): Leak | undefined {
  const { id, schema } = row;
  if (plan.heldOutSchemas.includes(schema))
    return {
      kind: 'schema',
      id,
      sentence: `Pair ${id} is in training and reads the held-out schema ${schema}.`,
    };
  for (const template of templatesOf(row)) {
    const other = heldOut.get(template);
    if (other !== undefined)
      return {
        kind: 'template',
        id,
        sentence: `Pair ${id} is in training and has the template ${template} of the held-out pair ${other}.`,
      };
    if (splitOf(template, schema, plan.heldOutSchemas) === 'held-out')
      return {
        kind: 'template',
        id,
        sentence: `Pair ${id} is in training and its template ${template} is held out.`,
      };
  }
  return undefined;
}

/** Nothing leaks, yet the pair was not split as its dataset says. Variants follow their original instead. */
function notHeldOut({ id, schema, template, variantOf }: LeakageRow, plan: SplitPlan): Leak | undefined {
  if (variantOf !== null || splitOf(template, schema, plan.heldOutSchemas) === 'held-out') return undefined;
  const sentence = `Pair ${id} is held out, and neither its template ${template} nor its schema ${schema} is.`;
  return { kind: 'split', id, sentence };
}

function wrongVariant(
  { id, split, variantOf }: LeakageRow,
  splits: ReadonlyMap<string, string>,
): Leak | undefined {
  if (variantOf === null || splits.get(variantOf) === split) return undefined;
  const original = splits.get(variantOf);
  const what = original === undefined ? 'is not in the dataset' : `is in ${original}`;
  const sentence = `Variant ${id} is in ${split}, and its original ${variantOf} ${what}.`;
  return { kind: 'variant', id, sentence };
}
