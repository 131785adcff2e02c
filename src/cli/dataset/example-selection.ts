import type { DatasetFolder } from '../../adapters/dataset/dataset-folder.ts';
import { ExampleSelection } from '../../core/dataset/other-examples.ts';

/** Reads the whole dataset, to say which examples may stand beside its pairs. */
export async function exampleSelection(dataset: DatasetFolder): Promise<ExampleSelection> {
  const schemas = new Set([...(await dataset.schemas()), ...Object.keys(dataset.manifest.schemas)]);
  const selection = new ExampleSelection(id => schemas.has(id));
  for await (const pair of dataset.pairs()) selection.notePair(pair);
  for await (const rejected of dataset.rejected()) selection.noteRejected(rejected);
  for await (const repair of dataset.repairs()) selection.noteRepair(repair);
  return selection;
}
