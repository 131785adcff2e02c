/** The queries of a schema's views, put in other words for judging. */
import type { Schema } from '../schema/model.ts';
import { bodyOfView } from '../schema/view-body.ts';

/** The schema with `change` applied to the query of each view whose text matches; the schema itself where none does. */
export function withViewQueries(schema: Schema, matching: RegExp, change: (query: string) => string): Schema {
  const changed = new Map(
    schema.views
      .filter(({ sql }) => matching.test(sql))
      .map(({ sql }): [string, string] => {
        const body = bodyOfView(sql);
        return [sql, body === undefined ? sql : sql.slice(0, -body.length) + change(body)];
      }),
  );
  if (changed.size === 0) return schema;
  return {
    ...schema,
    views: schema.views.map(view => ({ ...view, sql: changed.get(view.sql) ?? view.sql })),
    ddl: schema.ddl.map(statement => changed.get(statement) ?? statement),
  };
}
