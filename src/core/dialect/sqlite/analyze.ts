/** Text → bound query, for SQLite. */
import type { Schema } from '../../schema/model.ts';
import { bind } from '../../sql/bind.ts';
import type { BoundQuery } from '../../sql/bound.ts';
import { sqliteFunctions } from './functions.ts';
import { withinStack } from './nesting.ts';
import { parseQuery } from './parse.ts';

/**
 * Parses and binds one query.
 * @throws QuillError `syntax`, `not-a-query`, `several-statements`, `too-complex`, `unsupported` or `unknown-name`
 */
export function analyze(sql: string, schema: Schema): BoundQuery {
  const query = parseQuery(sql);
  return withinStack(() => bind(sql, query, schema, sqliteFunctions));
}
