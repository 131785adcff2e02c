/** The rewrite rules, in the order they are tried: those that change the most about the work come first. */
import type { Rule } from './contract.ts';
import { aggregateToWindow, runningTotalToWindow } from './rules/aggregate-to-window.ts';
import { antiJoin } from './rules/anti-join.ts';
import { bareColumn } from './rules/bare-column.ts';
import { caseToCondition } from './rules/case-to-condition.ts';
import { correlatedAggregateToJoin } from './rules/correlated-aggregate-to-join.ts';
import { correlatedLookupToJoin } from './rules/correlated-lookup-to-join.ts';
import { countOfKey } from './rules/count-of-key.ts';
import { countToExists } from './rules/count-to-exists.ts';
import { cteMaterialization } from './rules/cte-materialization.ts';
import { dateFunctionToRange } from './rules/date-function-to-range.ts';
import { derivedTablePruned } from './rules/derived-table-pruned.ts';
import { distinctJoinToExists } from './rules/distinct-join-to-exists.ts';
import { existsToIn } from './rules/exists-to-in.ts';
import { greatestPerGroup } from './rules/greatest-per-group.ts';
import { groupByKey } from './rules/group-by-key.ts';
import { havingToWhere } from './rules/having-to-where.ts';
import { inToExists } from './rules/in-to-exists.ts';
import { innerOrderByRemoved } from './rules/inner-order-by-removed.ts';
import { joinToExists } from './rules/join-to-exists.ts';
import { orToIn } from './rules/or-to-in.ts';
import { orToUnion } from './rules/or-to-union.ts';
import { orToUnionBelow } from './rules/or-to-union-below.ts';
import { predicateIntoSubquery } from './rules/predicate-into-subquery.ts';
import { prefixToRange } from './rules/prefix-to-range.ts';
import { redundantDistinctRemoved } from './rules/redundant-distinct-removed.ts';
import { scalarSubqueriesMerged } from './rules/scalar-subqueries-merged.ts';
import { semiJoinToJoin } from './rules/semi-join-to-join.ts';
import { unionToUnionAll } from './rules/union-to-union-all.ts';
import { unusedJoinRemoved } from './rules/unused-join-removed.ts';

export const rules: readonly Rule[] = [
  dateFunctionToRange,
  bareColumn,
  prefixToRange,
  countToExists,
  correlatedAggregateToJoin,
  greatestPerGroup,
  runningTotalToWindow,
  aggregateToWindow,
  correlatedLookupToJoin,
  orToUnion,
  orToUnionBelow,
  orToIn,
  distinctJoinToExists,
  unusedJoinRemoved,
  innerOrderByRemoved,
  derivedTablePruned,
  existsToIn,
  semiJoinToJoin,
  unionToUnionAll,
  scalarSubqueriesMerged,
  joinToExists,
  inToExists,
  caseToCondition,
  countOfKey,
  redundantDistinctRemoved,
  havingToWhere,
  predicateIntoSubquery,
  groupByKey,
  antiJoin,
  cteMaterialization,
];
