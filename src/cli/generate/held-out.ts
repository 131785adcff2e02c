/** What of a run's schemas is held out, where its dataset was begun by another run. */
import type { DatasetFolder } from '../../adapters/dataset/dataset-folder.ts';
import type { SchemaLibrary } from '../../adapters/pipeline/schema-library.ts';
import { heldOutUnderAnyName, type NamedDdl } from '../../core/dataset/ddl-identity.ts';
import { chooseHeldOut } from '../../core/dataset/split.ts';
import { counted, formatCount } from '../../core/format.ts';
import type { RunConfig } from '../../core/pipeline/config.ts';
import { storedSchemas } from '../held-out-schemas.ts';
import type { Session } from '../session.ts';

/**
 * Holds two shipped schemas out, where the dataset was begun over others: of those that no row is over yet, as nothing
 * held out may have been in training, nor under another name, as the DDL of `shipped` tells. Tells what the run cannot
 * have.
 */
export async function settleHeldOut(
  session: Pick<Session, 'tell'>,
  dataset: DatasetFolder,
  { origins }: Pick<SchemaLibrary, 'origins'>,
  { seed }: Pick<RunConfig, 'seed'>,
  shipped: readonly NamedDdl[] = [],
): Promise<void> {
  const { split } = dataset.manifest;
  if (split.seed !== seed)
    session.tell(
      `${dataset.folder} was begun with seed ${split.seed}, which goes on to decide what is held out; seed ${seed} is of the queries alone.`,
    );
  const held = origins.map(({ id }) => id).filter(id => split.heldOutSchemas.includes(id));
  if (held.length > 0)
    session.tell(
      `Held out as a whole: ${held.join(' and ')}, ${formatCount(held.length)} of ${counted(origins.length, 'schema')} of this run; of the others one template in ten.`,
    );
  if (split.heldOutSchemas.length > 0 || chooseHeldOut(origins, split.seed).length === 0) return;
  const used = await schemasOf(dataset, shipped);
  const chosen = chooseHeldOut(
    origins.filter(({ id }) => !used.has(id)),
    split.seed,
  );
  if (chosen.length === 0) {
    session.tell(
      `${dataset.folder} holds out no whole schema, as its training rows are over too many of them; for a dataset that does, name another folder with --out.`,
    );
    return;
  }
  await dataset.holdOut(chosen);
  session.tell(`Held out as a whole from now on: ${chosen.join(' and ')}.`);
}

/** Of all rows, whether or not their DDL was kept. */
async function schemasOf(dataset: DatasetFolder, shipped: readonly NamedDdl[]): Promise<Set<string>> {
  const stored = await storedSchemas(dataset);
  const used = new Set(
    heldOutUnderAnyName(
      stored.map(({ id }) => id),
      stored,
      shipped,
    ),
  );
  for (const rows of [dataset.pairs(), dataset.rejected(), dataset.repairs()])
    for await (const { schema } of rows) used.add(schema);
  return used;
}
