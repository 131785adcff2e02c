/** All kinds of deliberate mistakes, and a fair choice among them. */

import { QuillError } from '../../errors.ts';
import type { BoundQuery } from '../../sql/bound.ts';
import { applyEdits } from '../../sql/edits.ts';
import { aggregates } from './aggregates.ts';
import { comparisons } from './comparisons.ts';
import { constants } from './constants.ts';
import { duplicates } from './duplicates.ts';
import { joins } from './joins.ts';
import { lists } from './lists.ts';
import type { Mutant, MutantFamily } from './mutant.ts';
import { nulls } from './nulls.ts';
import { ordering } from './ordering.ts';
import { predicates } from './predicates.ts';

const families: readonly MutantFamily[] = [
  joins,
  predicates,
  comparisons,
  duplicates,
  aggregates,
  nulls,
  constants,
  lists,
  ordering,
];

export interface MutantText {
  readonly sql: string;
  readonly edits: Mutant['edits'];
  readonly what: string;
}

/** At most `most` mutants, taken in turn from each family, none of them twice. */
export function mutantsOf(bound: BoundQuery, most: number): MutantText[] {
  const queues = families.map(family => family(bound));
  const seen = new Set<string>([bound.source]);
  const found: MutantText[] = [];
  while (found.length < most && queues.some(queue => queue.length > 0))
    for (const queue of queues) {
      const mutant = queue.shift();
      if (!mutant || found.length >= most) continue;
      const sql = edited(bound.source, mutant.edits);
      if (sql === undefined || seen.has(sql)) continue;
      seen.add(sql);
      found.push({ sql, edits: mutant.edits, what: mutant.what });
    }
  return found;
}

function edited(source: string, edits: Parameters<typeof applyEdits>[1]): string | undefined {
  try {
    return applyEdits(source, edits);
  } catch (error) {
    if (error instanceof QuillError) return undefined;
    throw error;
  }
}
