import { readProfile } from '../../core/schema/profile.ts';
import type { DatabaseSource } from '../../protocol/database-source.ts';
import type { ReadSchema } from '../../protocol/read-schema.ts';
import type { Context } from './answer.ts';

/** Builds a database and reads its schema and every column. Throws QuillError `file`, `schema`. */
export function readSchemaOf(
  { database }: { readonly database: DatabaseSource },
  { databases }: Context,
): ReadSchema {
  const { db, schema } = databases.open(database);
  return { schema, profile: readProfile(db, schema) };
}
