/** Schemas that never end where they are read: the commands end, and say which it was. */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatasetFolder } from '../../../../src/adapters/dataset/dataset-folder.ts';
import { type Outcome, quill } from '../run-quill.ts';
import { plan, shopDdl, shopPair, soundPair } from './shop-dataset.ts';

const endless =
  'CREATE TABLE t AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT 1 FROM c) SELECT x FROM c WHERE x > 1;';
/** One step of SQLite's that takes ages: nothing in its thread can stop it. */
const x = "printf('%.*c', 4000000, 'x')";
const stuck = `CREATE TABLE t AS SELECT instr(${x} || ${x}, ${x} || 'y') AS a;`;

describe('schemas without an end', function () {
  this.timeout(100_000);
  let root = '';
  const run = (...args: string[]): Promise<Outcome> => quill(args, root);

  before(async () => {
    root = mkdtempSync(path.join(tmpdir(), 'quill-hostile-'));
    writeFileSync(path.join(root, 'endless.sql'), endless);
    writeFileSync(path.join(root, 'q.sql'), 'SELECT 1');
    for (const [name, ddl] of Object.entries({ endless, stuck })) {
      const dataset = await DatasetFolder.open(path.join(root, name), { write: true, split: plan });
      await dataset.addSchema('shop', shopDdl);
      await dataset.addSchema('foul', `${shopDdl}\n${ddl}`);
      await dataset.addPair(await soundPair(1));
      await dataset.addPair(await shopPair('SELECT city FROM users', { schema: 'foul' }));
      await dataset.close();
    }
  });
  after(() => rmSync(root, { recursive: true, force: true }));

  it('stop split, export, augment, generate and verify, each with a sentence on which it was', async () => {
    const [split, exported, augmented, generated, verified] = await Promise.all([
      run('dataset', 'split', 'stuck'),
      run('dataset', 'export', 'endless', '--format', 'chat', '--out', 'new/hub/rows.jsonl'),
      run('dataset', 'augment', 'endless', '--kinds', 'format', '--workers', '1', '--databases', '10'),
      run('generate', '--schema', 'endless.sql', '--out', 'made', '--count', '1', '--workers', '1'),
      run('verify', '--schema', 'endless.sql', 'q.sql', 'q.sql'),
    ]);
    const sentence =
      /The schema foul of \S+ cannot be read: line 4 of the schema, `CREATE TABLE t AS .*, did not end within 10 s\. /;
    assert.equal(split.code, 1, split.stderr);
    assert.match(
      split.stderr,
      /^Pair \w+ cannot be checked: The schema foul of stuck could not be built and read within 20 s; correct its file schemas\/foul\.sql/m,
    );
    assert.match(split.stdout, /1 problem in 2 rows\.\n$/);
    assert.equal(exported.code, 2, exported.stderr);
    assert.match(exported.stderr, sentence);
    assert.equal(existsSync(path.join(root, 'new/hub/rows.jsonl')), false);
    assert.equal(augmented.code, 0, augmented.stderr);
    assert.match(augmented.stderr, sentence);
    assert.match(augmented.stdout, /^1 new variant/);
    assert.equal(generated.code, 2, generated.stderr);
    assert.match(
      generated.stderr,
      /endless\.sql cannot be read: line 1 of the schema, .*did not end within 10 s\. Write the columns/,
    );
    assert.equal(existsSync(path.join(root, 'made')), false);
    assert.equal(verified.code, 2, verified.stderr);
    assert.match(verified.stderr, /Line 1 of the schema, `CREATE TABLE t AS .*did not end within 10 s/);
  });
});
