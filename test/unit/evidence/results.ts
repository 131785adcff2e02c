/** Results to render: shapes as the search gives them. */
import type { OptimizeResult, Suggestion, Timing } from '../../../src/core/optimize/contract.ts';
import type { Refuted, Survived } from '../../../src/core/verify/verdict.ts';

export const timing = (ms: number, more: Partial<Timing> = {}): Timing => ({
  ms,
  samples: 5,
  spread: 0.03,
  timedOut: false,
  ...more,
});

export const survived: Survived = {
  verdict: 'survived',
  databases: 412,
  nonEmpty: 380,
  mutants: { killed: 47, total: 48 },
  uncaught: ['`<` instead of `<=` in line 3'],
  ownData: { rows: 1203, extent: 'full', compared: 1203 },
  notes: [],
};

export const refuted: Refuted = {
  ...survived,
  verdict: 'refuted',
  reason: 'rows',
  explanation: 'NULL in orders.user_id makes NOT IN return nothing.',
  witness: {
    inserts: ['INSERT INTO orders VALUES (1, NULL)'],
    tables: [{ name: 'orders', columns: ['id', 'user_id'], rows: [[1n, null]] }],
    parameters: { ':min': 3.0 },
    original: { columns: ['id'], rows: [], truncated: false },
    rewrite: { columns: ['id'], rows: [[1n]], truncated: false },
    onlyOriginal: [],
    onlyRewrite: [[1n]],
  },
};

export const suggestion = (more: Partial<Suggestion> = {}): Suggestion => ({
  sql: 'SELECT a FROM t WHERE b IN (1, 2)',
  rewritten: true,
  techniques: ['or-to-in'],
  indexes: [],
  speedup: 4.28,
  rewriteSpeedup: 4.28,
  indexSpeedup: 1,
  timing: { before: timing(812), after: timing(190) },
  plan: {
    before: [{ detail: 'SCAN t', children: [] }],
    after: [
      { detail: 'SEARCH t USING INDEX t_b (b=?)', children: [{ detail: 'LIST SUBQUERY', children: [] }] },
    ],
  },
  verdict: survived,
  parameterCases: [],
  ...more,
});

export const index = {
  name: 't_b_idx',
  table: 't',
  sql: 'CREATE INDEX t_b_idx ON t (b)',
  bytes: 4_400_000,
  buildMs: 210,
};

export const result = (more: Partial<OptimizeResult> = {}): OptimizeResult => ({
  original: {
    sql: 'SELECT a FROM t WHERE b = 1 OR b = 2',
    ms: 812,
    timedOut: false,
    rows: 1203,
    spread: 0.02,
    plan: [{ detail: 'SCAN t', children: [] }],
  },
  suggestion: suggestion(),
  reason: 'A rewrite is faster.',
  alternatives: [],
  rejected: [],
  slower: [],
  tried: { rewrites: 3, indexes: 2, judged: 2 },
  ms: 640,
  ...more,
});
