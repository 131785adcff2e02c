import type { DatasetFolder } from '../../adapters/dataset/dataset-folder.ts';
import { ExampleSelection } from '../../core/dataset/other-examples.ts';

/** Reads the whole dataset, to say which examples may stand beside its pairs. */
export async function exampleSelection(dataset: DatasetFolder): Promise<ExampleSelection> {
  const selection = new ExampleSelection();
  for await (const pair of dataset.pairs()) selection.notePair(pair);
  for await (const rejected of dataset.rejected()) selection.noteRejected(rejected);
  for await (const repair of dataset.repairs()) selection.noteRepair(repair);
  return selection;
}
