/**
 * Proves of a dataset that nothing held out can be learnt from its training rows: no held-out schema, no template that
 * is held out by its hash or that a held-out row has, and every variant on the side of its original. Rows are pairs and
 * the examples that an export may put beside them.
 */
import { capitalised } from '../format.ts';
import { templatesOfRepair } from './other-examples.ts';
import type { Pair, RejectedCandidate, RepairExample } from './pair.ts';
import { type SplitPlan, splitOf } from './split.ts';

export const leakKinds = ['schema', 'template', 'split', 'variant', 'wrong-template'] as const;
export type LeakKind = (typeof leakKinds)[number];

export interface Leak {
  readonly kind: LeakKind;
  /** Of the offending row. */
  readonly id: string;
  /** One sentence that names it. */
  readonly sentence: string;
}

export type LeakageRow = Pick<Pair, 'id' | 'schema' | 'template' | 'split' | 'variantOf'> & {
  /** The template of the query as it is computed now, where it was. */
  readonly computed?: string;
  /** Templates of other queries that the row tells of. */
  readonly others?: readonly string[];
  /**
   * Where the row states its templates as older versions computed them, which its split follows: as they are computed
   * now. They are compared with those of other rows, and held out by no hash.
   */
  readonly current?: readonly string[];
  /** Default: `pair`. */
  readonly what?: string;
};

/** The template of a query as it is computed now, and as older versions did. */
export interface ComputedTemplate {
  readonly now: string;
  readonly older: string;
}

/** The facts of a pair that the check needs, without the rest. */
export function leakageRow(pair: Pair, computed?: ComputedTemplate): LeakageRow {
  const { id, schema, template, split, variantOf } = pair;
  return { id, schema, template, split, variantOf, ...computedFacts([template, computed]) };
}

/** As `leakageRow`, of a query with nothing to improve. */
export function unchangedLeakageRow(rejected: RejectedCandidate, computed?: ComputedTemplate): LeakageRow {
  const { id, schema, template, split } = rejected;
  const what = 'query with nothing to improve';
  return { id, schema, template, split, variantOf: null, what, ...computedFacts([template, computed]) };
}

/** As `leakageRow`; `original`: the template of the query it was made for, as it is computed now. */
export function repairLeakageRow(
  repair: RepairExample,
  computed?: ComputedTemplate,
  original?: ComputedTemplate,
): LeakageRow {
  const { id, schema, template, split, originalTemplate } = repair;
  const isOlder = isOfOlder(originalTemplate, original);
  return {
    id,
    schema,
    template,
    split,
    variantOf: null,
    what: 'repair',
    others: [...templatesOfRepair(repair), ...(original === undefined || isOlder ? [] : [original.now])],
    ...computedFacts([template, computed], [originalTemplate, original]),
  };
}

type Stated = readonly [stated: string | undefined, computed: ComputedTemplate | undefined];

/** `first`: of the query that the row is about. */
function computedFacts(first: Stated, ...more: Stated[]): Pick<LeakageRow, 'computed' | 'current'> {
  const older = [first, ...more].filter(([stated, computed]) => isOfOlder(stated, computed));
  const current = older.flatMap(([, computed]) => (computed === undefined ? [] : [computed.now]));
  const [stated, computed] = first;
  return {
    ...(computed !== undefined && !isOfOlder(stated, computed) && { computed: computed.now }),
    ...(current.length > 0 && { current }),
  };
}

function isOfOlder(stated: string | undefined, computed: ComputedTemplate | undefined): boolean {
  return computed !== undefined && stated === computed.older && stated !== computed.now;
}

/** Every way in which a row breaks the split; empty when there is none. */
export function findLeaks(rows: readonly LeakageRow[], plan: SplitPlan): Leak[] {
  const splits = new Map(rows.filter(isPair).map(row => [row.id, row.split]));
  const heldOut = new Map<string, LeakageRow>();
  for (const row of rows)
    if (row.split === 'held-out') for (const template of comparedOf(row)) heldOut.set(template, row);
  return rows.flatMap(row =>
    [
      wrongTemplate(row),
      row.split === 'train' ? trainingLeak(row, plan, heldOut) : notHeldOut(row, plan),
      wrongVariant(row, splits),
    ].filter(leak => leak !== undefined),
  );
}

function isPair({ what }: LeakageRow): boolean {
  return what === undefined;
}

function nameOf({ what = 'pair', id }: LeakageRow): string {
  return `${what} ${id}`;
}

/** What the row says and what its queries say; all must be kept apart. */
function templatesOf({ template, computed, others = [] }: LeakageRow): string[] {
  return [...new Set([template, computed ?? template, ...others])];
}

function comparedOf(row: LeakageRow): string[] {
  return [...new Set([...templatesOf(row), ...(row.current ?? [])])];
}

function wrongTemplate(row: LeakageRow): Leak | undefined {
  const { id, template, computed } = row;
  if (computed === undefined || computed === template) return undefined;
  const query = isPair(row) ? 'slow query' : 'query';
  const sentence = `${capitalised(nameOf(row))} says its template is ${template}, and its ${query} has ${computed}.`;
  return { kind: 'wrong-template', id, sentence };
}

function trainingLeak(
  row: LeakageRow,
  plan: SplitPlan,
  heldOut: ReadonlyMap<string, LeakageRow>,
): Leak | undefined {
  const { id, schema } = row;
  if (plan.heldOutSchemas.includes(schema))
    return {
      kind: 'schema',
      id,
      sentence: `${capitalised(nameOf(row))} is in training and reads the held-out schema ${schema}.`,
    };
  const stated = templatesOf(row);
  for (const template of comparedOf(row)) {
    const other = heldOut.get(template);
    if (other !== undefined)
      return {
        kind: 'template',
        id,
        sentence: `${capitalised(nameOf(row))} is in training and has the template ${template} of the held-out ${nameOf(other)}.`,
      };
    if (stated.includes(template) && splitOf(template, schema, plan.heldOutSchemas) === 'held-out')
      return {
        kind: 'template',
        id,
        sentence: `${capitalised(nameOf(row))} is in training and its template ${template} is held out.`,
      };
  }
  return undefined;
}

/** Nothing leaks, yet the pair was not split as its dataset says. Variants follow their original instead. */
function notHeldOut(row: LeakageRow, plan: SplitPlan): Leak | undefined {
  const { id, schema, template, variantOf } = row;
  const stated = isPair(row) ? [template] : templatesOf(row);
  if (variantOf !== null || stated.some(one => splitOf(one, schema, plan.heldOutSchemas) === 'held-out'))
    return undefined;
  const sentence = `${capitalised(nameOf(row))} is held out, and neither its template ${template} nor its schema ${schema} is.`;
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
