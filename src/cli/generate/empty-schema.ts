/** What to say of a user's schema that no query can be timed over. */
import type { RunConfig } from '../../core/pipeline/config.ts';
import type { ReadSchema } from '../../protocol/read-schema.ts';

/**
 * One sentence without its full stop and the remedy for it; undefined where there is a row to read. `name`: of its
 * file.
 */
export function whyEmpty(
  { kind }: NonNullable<RunConfig['own']>,
  name: string,
  { schema, profile }: ReadSchema,
): { readonly why: string; readonly remedy: string } | undefined {
  if (schema.tables.length === 0)
    return {
      why: `${name} has no tables`,
      remedy: 'name a database that has some, or declare them by --schema DDL.sql',
    };
  if (profile.tables.some(({ rows }) => rows > 0)) return undefined;
  return kind === 'database'
    ? {
        why: `The tables of ${name} are empty, so no query over them takes any time`,
        remedy: 'fill them, or give their CREATE TABLE statements by --schema, which makes rows up',
      }
    : {
        why: `No rows could be made up for the tables of ${name}, so no query over them takes any time`,
        remedy: 'loosen their constraints, or give a database with rows by --db',
      };
}
