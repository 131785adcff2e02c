import { pairId } from '../../../src/core/dataset/ids.ts';
import type { Pair, RejectedCandidate, RepairExample } from '../../../src/core/dataset/pair.ts';

/** A pair with the given facts; its id follows from them. */
export function madePair(facts: Partial<Pair> = {}): Pair {
  const { schema = 'shop', slow = 'SELECT * FROM orders', fast = 'SELECT id FROM orders' } = facts;
  return {
    id: pairId(schema, slow, fast),
    schema,
    slow,
    fast,
    indexes: [],
    techniques: ['or-to-in'],
    difficulty: 'easy',
    stage: 2,
    split: 'train',
    template: '0123456789abcdef01234567',
    variantOf: null,
    speedup: 4,
    rewriteSpeedup: 4,
    reward: 0.5,
    readability: 0.75,
    verdict: { verdict: 'survived', databases: 200, mutants: { killed: 20, total: 24 } },
    timing: {
      rows: 10_000,
      before: { ms: 8, samples: 5, timedOut: false },
      after: { ms: 2, samples: 5, timedOut: false },
      isLowerBound: false,
    },
    plan: { before: ['SCAN orders'], after: ['SEARCH orders USING INDEX i (id=?)'] },
    provenance: {
      run: 'r1',
      item: 0,
      writer: 'builtin',
      optimizer: 'search',
      antiPattern: 'or-chain',
      model: null,
      promptVersion: null,
      seed: 1,
      cost: 0,
    },
    createdAt: '2026-01-02T03:04:05.678Z',
    ...facts,
  };
}

export function madeRejected(facts: Partial<RejectedCandidate> = {}): RejectedCandidate {
  const { schema = 'shop', slow = 'SELECT * FROM orders', candidate = 'SELECT 1' } = facts;
  const { template, split, provenance, createdAt } = madePair();
  return {
    id: pairId(schema, slow, candidate ?? slow),
    schema,
    slow,
    candidate,
    kind: 'refuted',
    techniques: ['or-to-in'],
    reason: 'It returns other rows.',
    witness: "INSERT INTO orders VALUES (1, 'a')",
    split,
    template,
    provenance,
    createdAt,
    ...facts,
  };
}

export function madeRepair(facts: Partial<RepairExample> = {}): RepairExample {
  const { schema, split, template, provenance, createdAt } = madePair();
  return {
    id: `${schema}-${facts.template ?? template}-0`,
    schema,
    broken: 'SELECT idd FROM orders',
    error: 'There is no column idd.',
    repaired: 'SELECT id FROM orders',
    split,
    template,
    provenance,
    createdAt,
    ...facts,
  };
}
