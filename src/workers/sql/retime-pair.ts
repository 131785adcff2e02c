import { analyze } from '../../core/dialect/sqlite/analyze.ts';
import { QuillError } from '../../core/errors.ts';
import { type Retimed, retime } from '../../core/optimize/retime.ts';
import { ddlStatements } from '../../core/schema/statements.ts';
import type { RetimeRequest } from '../../protocol/sql-messages.ts';
import type { Context } from './answer.ts';

/** Times both sides of a pair on the rows of a database. */
export function retimePair(
  { database, ...input }: RetimeRequest,
  { databases, clock, exclusive }: Context,
): Retimed {
  const { db, schema } = databases.open(database);
  for (const sql of [input.slow, input.fast]) {
    if (analyze(sql, schema).parameters.length > 0)
      throw new QuillError('parameter', 'The query has parameters, whose values are not known.');
  }
  for (const sql of input.indexes)
    if (ddlStatements(sql).length !== 1 || !/^\s*create\s+(?:unique\s+)?index\b/i.test(sql))
      throw new QuillError('usage', `${sql.slice(0, 60)} is no CREATE INDEX statement.`);
  return retime(db, input, clock, exclusive);
}
