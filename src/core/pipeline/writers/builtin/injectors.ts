/** All injectors. A new one: a file in `injectors/`, and a line here; of one spoilt condition, in `blemishes/`. */
import { blemishes } from './blemishes/blemishes.ts';
import type { Injector } from './injector.ts';
import { notInSubquery, outerJoinAsAntiJoin } from './injectors/anti-join.ts';
import { besideGroup } from './injectors/beside-group.ts';
import { calculatedJoin } from './injectors/calculated-join.ts';
import { correlatedAggregate } from './injectors/correlated-aggregate.ts';
import { correlatedGreatest } from './injectors/correlated-greatest.ts';
import { correlatedLookup } from './injectors/correlated-lookup.ts';
import { correlatedRunningTotal } from './injectors/correlated-running-total.ts';
import { countDistinctKey } from './injectors/count-distinct-key.ts';
import { countForExistence } from './injectors/count-for-existence.ts';
import { distinctOverJoin } from './injectors/distinct-over-join.ts';
import { existsProbe } from './injectors/exists-probe.ts';
import { filteringJoin } from './injectors/filtering-join.ts';
import { byKey, missingIndex, wholeTable } from './injectors/good-queries.ts';
import { groupByEverything } from './injectors/group-by-everything.ts';
import { havingOnKey } from './injectors/having-on-key.ts';
import { inSubquery } from './injectors/in-subquery.ts';
import { innerSort } from './injectors/inner-sort.ts';
import { lateFilter } from './injectors/late-filter.ts';
import { offsetPaging } from './injectors/offset-paging.ts';
import { orAcrossColumns, orAcrossTables } from './injectors/or-across-columns.ts';
import { redundantDistinct } from './injectors/redundant-distinct.ts';
import { repeatedCte } from './injectors/repeated-cte.ts';
import { repeatedSubquery } from './injectors/repeated-subquery.ts';
import { selectStar } from './injectors/select-star.ts';
import { spoiltCondition } from './injectors/spoilt-condition.ts';
import { unionForDisjoint } from './injectors/union-for-disjoint.ts';
import { unusedJoin } from './injectors/unused-join.ts';
import { wideDerivedTable } from './injectors/wide-derived-table.ts';

export const injectors: readonly Injector[] = [
  correlatedAggregate,
  correlatedLookup,
  correlatedGreatest,
  correlatedRunningTotal,
  besideGroup,
  countForExistence,
  existsProbe,
  outerJoinAsAntiJoin,
  notInSubquery,
  inSubquery,
  distinctOverJoin,
  redundantDistinct,
  unionForDisjoint,
  orAcrossColumns,
  orAcrossTables,
  unusedJoin,
  calculatedJoin,
  filteringJoin,
  innerSort,
  wideDerivedTable,
  selectStar,
  lateFilter,
  havingOnKey,
  offsetPaging,
  repeatedSubquery,
  repeatedCte,
  groupByEverything,
  countDistinctKey,
  missingIndex,
  byKey,
  wholeTable,
  ...blemishes.map(spoiltCondition),
];
