/** All traps. */
import type { RightPair, WrongPair } from './pair.ts';
import { rightAggregates } from './right-aggregates.ts';
import { rightJoins } from './right-joins.ts';
import { rightValues } from './right-values.ts';
import { wrongAggregates } from './wrong-aggregates.ts';
import { wrongDeep } from './wrong-deep.ts';
import { wrongHard } from './wrong-hard.ts';
import { wrongJoins } from './wrong-joins.ts';
import { wrongLimits } from './wrong-limits.ts';
import { wrongNulls } from './wrong-nulls.ts';
import { wrongSets } from './wrong-sets.ts';
import { wrongTextsAndLists } from './wrong-texts-and-lists.ts';
import { wrongThresholds } from './wrong-thresholds.ts';
import { wrongValues } from './wrong-values.ts';
import { wrongWorlds } from './wrong-worlds.ts';

export const wrongPairs: readonly WrongPair[] = [
  ...wrongJoins,
  ...wrongNulls,
  ...wrongAggregates,
  ...wrongLimits,
  ...wrongValues,
  ...wrongSets,
  ...wrongDeep,
  ...wrongHard,
  ...wrongWorlds,
  ...wrongTextsAndLists,
  ...wrongThresholds,
];

export const rightPairs: readonly RightPair[] = [...rightJoins, ...rightAggregates, ...rightValues];
