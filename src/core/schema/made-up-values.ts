/** What is known of a database's rows, without a value of theirs. */
import { sameName } from '../sql/model.ts';
import type { ColumnProfile, SchemaProfile } from './profile-model.ts';

const noValues: Pick<ColumnProfile, 'min' | 'max' | 'common' | 'sample'> = {
  min: null,
  max: null,
  common: [],
  sample: [],
};

/**
 * The counts of a profile with the values of another one, of made-up rows under the same schema; a column that it lacks
 * has none.
 */
export function withMadeUpValues(profile: SchemaProfile, madeUp: SchemaProfile): SchemaProfile {
  return {
    tables: profile.tables.map(table => {
      const other = madeUp.tables.find(one => sameName(one.name, table.name));
      return {
        ...table,
        columns: table.columns.map(({ name, distinct, nulls }) => {
          const values = other?.columns.find(one => sameName(one.name, name)) ?? noValues;
          const { min, max, common, sample } = values;
          return { name, distinct, nulls, min, max, common: common.slice(0, Math.max(1, distinct)), sample };
        }),
      };
    }),
  };
}
