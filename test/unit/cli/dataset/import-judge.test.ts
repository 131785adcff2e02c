import assert from 'node:assert/strict';
import { SqlPool } from '../../../../src/adapters/sqlite/sql-pool.ts';
import { ImportJudge, type ImportParts } from '../../../../src/cli/dataset/import-judge.ts';
import { distFolder } from '../../adapters/dist.ts';
import { testEngine } from '../../engine.ts';
import { shopDdl } from './shop-dataset.ts';

const row = { slow: 'SELECT id FROM users', fast: 'SELECT id FROM users', indexes: [], ddl: shopDdl };
const limits = { databases: 2, mutants: 0, budgetMs: 500, queryLimitMs: 500, seed: 1, rows: 20_000 };

describe('the schema of imported rows', function () {
  this.timeout(30_000);
  let pool: SqlPool;
  let tries = 0;
  let timeouts = 0;

  beforeEach(() => {
    [tries, timeouts] = [0, 0];
    pool = new SqlPool({ distFolder: distFolder(), size: 2 });
    const read = pool.readSchema.bind(pool);
    // As on a machine that is busy for a while: the first tries have no time at all.
    pool.readSchema = (source, limitMs, signal) => read(source, tries++ < timeouts ? 1 : limitMs, signal);
  });
  afterEach(() => pool.dispose());

  const judge = async (more: Partial<ImportParts> = {}): Promise<ImportJudge> =>
    new ImportJudge({
      ...{ pool, engine: await testEngine(), limits, given: undefined },
      ...{ heldOutSchemas: [], knownSchemas: [], run: 'import-a' },
      signal: new AbortController().signal,
      ...more,
    });

  it('is tried again for the next row where it took too long, and stays for those after', async () => {
    timeouts = 1;
    const one = await judge();
    const [first, second] = [await one.judge(row, 1), await one.judge(row, 2)];
    assert.match(
      'problem' in first ? first.problem : '',
      /could not be built and read within 60 s; give it fewer rows by --rows, or import the file again when/,
    );
    assert.ok('rejected' in second);
    assert.ok('rejected' in (await one.judge(row, 3)));
    assert.equal(tries, 2);
  });

  it('is tried three times, also for rows that come at once', async () => {
    timeouts = 9;
    const one = await judge();
    const outcomes = await Promise.all([1, 2, 3, 4, 5].map(number => one.judge(row, number)));
    assert.ok(outcomes.every(outcome => 'problem' in outcome && outcome.kind === 'broken'));
    assert.equal(tries, 3);
  });

  it('is read once where its own DDL is wrong', async () => {
    const one = await judge();
    const broken = { ...row, ddl: 'CREATE TABLE t (a, a);' };
    for (const number of [1, 2]) assert.ok('problem' in (await one.judge(broken, number)));
    assert.equal(tries, 1);
  });
});
