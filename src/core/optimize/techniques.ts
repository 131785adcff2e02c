/** The closed list of what a rewrite does: each technique with one sentence for people. */
export const techniques = {
  'correlated-aggregate-to-join':
    'Computes the aggregate once for all groups and joins it, instead of once for each row.',
  'correlated-subquery-to-join': 'Joins the looked-up rows once, instead of running a subquery for each row.',
  'count-to-exists': 'Stops at the first matching row instead of counting them all.',
  'exists-to-in': 'Builds the set of matching keys once, instead of probing for each row.',
  'in-to-exists': 'Probes for one match a row, instead of building the whole set first.',
  'in-to-join': 'Joins against the distinct keys, so that the planner can choose the order.',
  'or-to-in': 'Turns a chain of OR over one column into one IN list.',
  'or-to-union': 'Splits an OR across tables into parts that can each use an index.',
  'bare-column': 'Moves the calculation off the column, so that an index on it can be used.',
  'date-function-to-range': 'Compares the date column with a range instead of formatting every value.',
  'prefix-to-range': 'Compares with a range of text instead of cutting or matching every value.',
  'distinct-join-to-exists': 'Tests for a match instead of joining all matches and removing the duplicates.',
  'unused-join-removed': 'Leaves out a join that neither adds nor removes rows nor supplies a column.',
  'inner-order-by-removed': 'Leaves out a sort whose order nobody sees.',
  'union-to-union-all': 'Skips the search for duplicates between parts that cannot overlap.',
  'greatest-per-group-to-window':
    'Ranks the rows of each group in one pass, instead of searching the group for each row.',
  'derived-table-pruned': 'Carries only the columns that are used out of a subquery.',
  'scalar-subqueries-merged': 'Computes several aggregates of the same rows in one pass.',
  'join-to-exists': 'Tests for the matching row instead of joining it.',
  'anti-join': 'Keeps the rows of an outer join that found no match, instead of testing each row.',
  'redundant-distinct-removed': 'Leaves out a search for duplicates where a key rules them out.',
  'aggregate-to-window':
    'Computes the aggregate of each group beside its rows in one pass, instead of once for each row.',
  'running-total-to-window':
    'Carries a running total through the sorted rows in one pass, instead of adding up again for each row.',
  'cte-materialization':
    'Tells the planner whether to compute a common table expression once or to merge it into its uses.',
  'case-to-condition': 'Writes the condition itself instead of comparing the result of a CASE.',
  'count-of-key': 'Counts rows instead of the distinct values of a key, which are as many.',
  'group-by-key': 'Groups by the key alone, since the other columns depend on it.',
  'having-to-where': 'Filters the rows before they are grouped.',
  'predicate-into-subquery': 'Filters inside the subquery, before its rows are grouped or sorted.',
  index: 'Adds an index that leads straight to the rows.',
  other: 'Changes the query in a way that has no name here.',
} as const;

export type Technique = keyof typeof techniques;
/** What can be asked for. */
export type NamedTechnique = Exclude<Technique, 'other'>;
