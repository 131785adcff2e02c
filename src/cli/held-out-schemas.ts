import type { DatasetFolder } from '../adapters/dataset/dataset-folder.ts';
import { heldOutUnderAnyName, type NamedDdl } from '../core/dataset/ddl-identity.ts';
import type { Session } from './session.ts';

/** The DDL of a dataset's schemas. Throws QuillError as `DatasetFolder.schema` does. */
export async function storedSchemas(dataset: DatasetFolder): Promise<NamedDdl[]> {
  const stored: NamedDdl[] = [];
  for (const id of await dataset.schemas()) stored.push({ id, ddl: await dataset.schema(id) });
  return stored;
}

/**
 * The DDL of a dataset's schemas and of those that come with Quill: one of them may be held out before any row is over
 * it.
 */
export async function knownSchemas(
  session: Pick<Session, 'shippedSchemas'>,
  dataset: DatasetFolder,
): Promise<NamedDdl[]> {
  return [...(await storedSchemas(dataset)), ...session.shippedSchemas()];
}

/**
 * Ids of the schemas that a dataset holds out, and of those that are the same under another name: of its own, and of
 * `more`, which it may not hold yet.
 */
export async function heldOutSchemas(
  session: Pick<Session, 'shippedSchemas'>,
  dataset: DatasetFolder,
  more: readonly NamedDdl[] = [],
): Promise<string[]> {
  const heldOut = dataset.manifest.split.heldOutSchemas;
  if (heldOut.length === 0) return [];
  const known = await knownSchemas(session, dataset);
  return heldOutUnderAnyName(heldOut, known, [...known, ...more]);
}
