import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatasetFolder } from '../../../../src/adapters/dataset/dataset-folder.ts';
import { settleHeldOut } from '../../../../src/cli/generate/held-out.ts';
import { chooseHeldOut, type SplitPlan } from '../../../../src/core/dataset/split.ts';
import { madePair, madeRejected } from '../../dataset/made-pair.ts';
import { quill } from '../run-quill.ts';

const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
const origins = ids.map(id => ({ id, origin: 'shipped' }) as const);
const own = [{ id: 'own-shop', origin: 'own' }] as const;

describe('what further runs hold out', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'quill-held-out-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** The schemas held out after a run over such schemas, and what was told. */
  async function settled(
    split: SplitPlan,
    used: readonly string[],
    schemas: Parameters<typeof settleHeldOut>[2]['origins'] = origins,
    seed = 1,
  ): Promise<[readonly string[], string]> {
    const dataset = await DatasetFolder.open(folder, { write: true, split });
    const [first, ...others] = used;
    if (first !== undefined) await dataset.addPair(madePair({ schema: first }));
    for (const schema of others) await dataset.addRejected(madeRejected({ schema }));
    const told: string[] = [];
    await settleHeldOut({ tell: message => told.push(message) }, dataset, { origins: schemas }, { seed });
    await dataset.close();
    const again = await DatasetFolder.open(folder, { write: false });
    return [again.manifest.split.heldOutSchemas, told.join('\n')];
  }

  it('are two of the schemas that no row is over, in a dataset begun over others', async () => {
    const [heldOut, told] = await settled({ seed: 1, heldOutSchemas: [] }, ['own-shop', 'a', 'b']);
    assert.equal(heldOut.length, 2);
    assert.ok(
      heldOut.every(id => ['c', 'd', 'e', 'f', 'g'].includes(id)),
      String(heldOut),
    );
    assert.equal(told, `Held out as a whole from now on: ${heldOut.join(' and ')}.`);
  });

  it('are none, with a word, where too many were in training', async () => {
    const [heldOut, told] = await settled({ seed: 1, heldOutSchemas: [] }, ids.slice(0, 4));
    assert.deepEqual(heldOut, []);
    assert.match(told, /holds out no whole schema, .* name another folder with --out\.$/);
  });

  it('stay as they were, and are told, where the run has them', async () => {
    const plan = { seed: 1, heldOutSchemas: chooseHeldOut(origins, 1) };
    const told = `Held out as a whole: ${plan.heldOutSchemas.join(' and ')}, 2 of 7 schemas of this run; of the others one template in ten.`;
    assert.deepEqual(await settled(plan, ['a']), [plan.heldOutSchemas, told]);
    assert.deepEqual(await settled(plan, ['a'], own), [plan.heldOutSchemas, '']);
  });

  it('follow from the seed of the dataset, which is said of another', async () => {
    const plan = { seed: 1, heldOutSchemas: chooseHeldOut(origins, 1) };
    const [heldOut, told] = await settled(plan, ['a'], origins, 5);
    assert.deepEqual(heldOut, plan.heldOutSchemas);
    assert.match(
      told,
      /was begun with seed 1, which goes on to decide what is held out; seed 5 is of the queries alone\./,
    );
  });

  it('no run is begun over a file without tables, or that is not there', async () => {
    writeFileSync(path.join(folder, 'a.sql'), 'SELECT 1');
    for (const [file, message] of [
      ['a.sql', /a\.sql holds no CREATE TABLE statement; name the file that declares the tables\./],
      ['b.sql', /b\.sql cannot be read: there is no such file\./],
    ] as const) {
      const { code, stderr } = await quill(['generate', '--schema', file, '--count', '1'], folder);
      assert.equal(code, 2, stderr);
      assert.match(stderr, message);
    }
  }).timeout(20_000);
});
