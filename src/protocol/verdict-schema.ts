/** The judge's verdict as it crosses a thread's edge. */
import * as v from 'valibot';
import type { DifferingRows, OwnDataCheck, Verdict, Witness } from '../core/verify/verdict.ts';
import { parameters, resultSet, rows } from './cells.ts';

const ownData: v.GenericSchema<OwnDataCheck> = v.looseObject({
  rows: v.number(),
  extent: v.picklist(['full', 'sampled', 'skipped']),
  compared: v.number(),
  shared: v.exactOptional(v.number()),
  why: v.exactOptional(v.string()),
  enoughLimitMs: v.exactOptional(v.number()),
});

const witness: v.GenericSchema<Witness> = v.looseObject({
  inserts: v.array(v.string()),
  tables: v.array(v.looseObject({ name: v.string(), columns: v.array(v.string()), rows })),
  parameters,
  clock: v.exactOptional(v.string()),
  original: resultSet,
  rewrite: v.exactOptional(resultSet),
  onlyOriginal: rows,
  onlyRewrite: rows,
});

const differingRows: v.GenericSchema<DifferingRows> = v.looseObject({
  columns: v.array(v.string()),
  onlyOriginal: rows,
  onlyRewrite: rows,
});

const evidence = {
  databases: v.number(),
  nonEmpty: v.number(),
  mutants: v.looseObject({
    killed: v.number(),
    total: v.number(),
    unasked: v.exactOptional(v.literal(true)),
    rewriteAmong: v.exactOptional(v.literal(true)),
  }),
  uncaught: v.array(v.string()),
  ownData: v.exactOptional(ownData),
  enoughBudgetMs: v.exactOptional(v.number()),
  notes: v.array(v.string()),
};

const refutation = v.picklist([
  'rows',
  'order',
  'types',
  'column count',
  'column names',
  'error',
  'own data',
]);

export const verdictSchema: v.GenericSchema<Verdict> = v.variant('verdict', [
  v.looseObject({
    ...evidence,
    verdict: v.literal('refuted'),
    reason: refutation,
    witness: v.exactOptional(witness),
    ownRows: v.exactOptional(differingRows),
    explanation: v.string(),
  }),
  v.looseObject({ ...evidence, verdict: v.literal('survived') }),
  v.looseObject({ ...evidence, verdict: v.literal('proved'), steps: v.array(v.string()) }),
  v.looseObject({ ...evidence, verdict: v.literal('undetermined'), reason: v.string() }),
]);
