/** All pairs that carry a label: a witness, or a reason why they are equal. */
import type { RightPair, WrongPair } from './pair.ts';
import { rightAggregates } from './right-aggregates.ts';
import { rightDatedTexts } from './right-dated-texts.ts';
import { rightJoins } from './right-joins.ts';
import { rightValues } from './right-values.ts';
import { wrongAggregates } from './wrong-aggregates.ts';
import { wrongBehindJoins } from './wrong-behind-joins.ts';
import { wrongDatedTexts } from './wrong-dated-texts.ts';
import { wrongJoins } from './wrong-joins.ts';
import { wrongLimits } from './wrong-limits.ts';
import { wrongNulls } from './wrong-nulls.ts';
import { wrongRareGroups } from './wrong-rare-groups.ts';
import { wrongRuns } from './wrong-runs.ts';
import { wrongSets } from './wrong-sets.ts';
import { wrongTextsAndLists } from './wrong-texts-and-lists.ts';
import { wrongThresholds } from './wrong-thresholds.ts';
import { wrongTiedRows } from './wrong-tied-rows.ts';
import { wrongValues } from './wrong-values.ts';

export const wrongPairs: readonly WrongPair[] = [
  ...wrongJoins,
  ...wrongNulls,
  ...wrongAggregates,
  ...wrongLimits,
  ...wrongValues,
  ...wrongSets,
  ...wrongBehindJoins,
  ...wrongRareGroups,
  ...wrongTiedRows,
  ...wrongTextsAndLists,
  ...wrongThresholds,
  ...wrongDatedTexts,
  ...wrongRuns,
];

export const rightPairs: readonly RightPair[] = [
  ...rightJoins,
  ...rightAggregates,
  ...rightValues,
  ...rightDatedTexts,
];
