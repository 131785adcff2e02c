/** Adds pairs to a dataset until it is killed, and prints the id of each that is on disk. */
import { DatasetFolder } from '../../../src/adapters/dataset/dataset-folder.ts';
import { madePair } from '../dataset/made-pair.ts';

const [folder = '', round = ''] = process.argv.slice(2);
const split = { seed: 3, heldOutSchemas: ['library', 'zoo'] };
const dataset = await DatasetFolder.open(folder, { write: true, split });
for (let n = 0; ; n++) {
  const pair = madePair({ slow: `SELECT ${n} FROM orders WHERE note = '${round}${'x'.repeat(n % 5000)}'` });
  await dataset.addPair(pair);
  process.stdout.write(`${pair.id}\n`);
}
