import assert from 'node:assert/strict';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatasetFolder } from '../../../../src/adapters/dataset/dataset-folder.ts';
import type { Pair } from '../../../../src/core/dataset/pair.ts';
import { madePair, madeRejected, madeRepair } from '../../dataset/made-pair.ts';
import { type Outcome, quill } from '../run-quill.ts';
import { plan, shopDdl, shopPair, slowQuery, writeShop } from './shop-dataset.ts';

describe('quill dataset', function () {
  this.timeout(30_000);
  let root = '';
  let pairs: Pair[] = [];
  const run = (...args: string[]): Promise<Outcome> => quill(['dataset', ...args], root);

  beforeEach(async () => {
    root = mkdtempSync(path.join(tmpdir(), 'quill-cli-dataset-'));
    pairs = await writeShop(path.join(root, 'a', 'dataset'), 0, 25);
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  async function pairsOf(folder: string): Promise<Pair[]> {
    const dataset = await DatasetFolder.open(path.join(root, folder), { write: false });
    const all: Pair[] = [];
    for await (const pair of dataset.pairs()) all.push(pair);
    return all;
  }

  async function addPairs(...more: Pair[]): Promise<void> {
    const dataset = await DatasetFolder.open(path.join(root, 'a/dataset'), { write: true });
    for (const pair of more) await dataset.addPair(pair);
    await dataset.close();
  }

  function jsonLines(file: string): unknown[] {
    return readFileSync(path.join(root, file), 'utf8')
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line));
  }

  describe('stats', () => {
    it('counts in words and as JSON, with the runs that the pairs name', async () => {
      for (const [id, seconds] of [
        ['r1', 10],
        ['unrelated', 1000],
      ] as const) {
        const folder = path.join(root, 'a/runs', id);
        mkdirSync(folder, { recursive: true });
        const at = (second: number): string => new Date(Date.UTC(2026, 0, 1) + second * 1000).toISOString();
        const events = [
          { at: at(0), type: 'start' },
          { at: at(seconds / 2), type: 'item', index: 0, stage: 2, pairs: ['a'] },
          { at: at(5000), type: 'start' },
          { at: at(5000 + seconds / 2), type: 'item', index: 1, stage: 2, miss: 'failed' },
          { at: at(5000 + seconds / 2), type: 'item', index: 1, stage: 2 },
        ];
        writeFileSync(
          path.join(folder, 'events.jsonl'),
          events.map(event => `${JSON.stringify(event)}\n`).join(''),
        );
      }
      const { code, stdout } = await run('stats', 'a', '--json', '--svg', 'out.svg');
      assert.equal(code, 0);
      const figures = JSON.parse(stdout);
      assert.equal(figures.pairs, 26);
      assert.equal(figures.train + figures.heldOut, 26);
      assert.deepEqual(figures.largestTechnique, { technique: 'or-to-in', share: 1 });
      assert.deepEqual(figures.stages, [
        { stage: 2, items: 2, successes: 1, misses: [{ miss: 'failed', count: 1 }] },
      ]);
      assert.deepEqual(figures.techniques, [{ technique: 'or-to-in', count: 26 }]);
      assert.equal(figures.seconds, 10);
      assert.equal(figures.pairsPerSecond, 0.1);
      assert.equal(figures.original.examples, 15_408);
      assert.match(readFileSync(path.join(root, 'out.svg'), 'utf8'), /^<svg [\s\S]*<\/svg>\n$/);
      const text = await run('stats', 'a/dataset');
      assert.match(text.stdout, /^ {2}unique templates +26 \(100 % of pairs\)$/m);
      assert.match(text.stdout, /^ {2}pairs\/min of a run +6\.0$/m);
      assert.equal(text.stderr, '');
      rmSync(path.join(root, 'a/runs/r1'), { recursive: true });
      assert.match(
        (await run('stats', 'a')).stderr,
        /^1 run that pairs name was not found, so success and times lack it; name the folder with --runs/,
      );
    });

    it('names lines it cannot read and goes on', async () => {
      appendFileSync(path.join(root, 'a/dataset/pairs.jsonl'), '{"id":1}\n{"torn');
      const { code, stdout, stderr } = await run('stats', 'a', '--json');
      assert.equal(code, 0);
      assert.equal(JSON.parse(stdout).pairs, 26);
      assert.match(stderr, /Line 27: It is no pair: "id" is 1/);
      assert.equal(stderr.match(/Line \d+/g)?.length, 1);
    });

    it('says where there is no dataset', async () => {
      const { code, stderr } = await run('stats', 'nowhere');
      assert.equal(code, 2);
      assert.match(stderr, /nowhere holds no dataset/);
      const other = await run('split', 'a/dataset/pairs.jsonl');
      assert.match(other.stderr, /pairs\.jsonl is a file; name the folder of a dataset\./);
    });
  });

  describe('split', () => {
    it('finds no leak in what was split as the dataset says', async () => {
      const { code, stdout } = await run('split', 'a');
      assert.match(
        stdout,
        /held-out schemas: zoo \(1 of the pairs\)\nheld-out templates of other schemas: 2 of 25; one in ten by its hash, .*\nNo leak: 26 rows checked\.\n$/,
      );
      assert.equal(code, 0);
    });

    it('finds a held-out schema, a held-out template and a false template in training', async () => {
      const heldOut = pairs.find(pair => pair.split === 'held-out' && pair.schema === 'shop');
      assert.ok(heldOut, 'one of 25 templates is held out');
      const again = heldOut.slow.replaceAll('total', 'user_id');
      await addPairs(
        await shopPair('SELECT city FROM users', { schema: 'zoo', split: 'train' }),
        await shopPair(again, { split: 'train' }),
        await shopPair(again.toLowerCase(), { split: 'train', template: '0123456789abcdef01234567' }),
      );
      const { code, stdout, stderr } = await run('split', 'a');
      assert.equal(code, 1);
      assert.match(stderr, /is in training and reads the held-out schema zoo\./);
      assert.match(
        stderr,
        new RegExp(`in training and has the template ${heldOut.template} of the held-out`),
      );
      assert.match(stderr, /says its template is 0123456789abcdef01234567, and its slow query has/);
      assert.match(stdout, /problems in 29 rows\.\n$/);
    });
  });

  describe('merge', () => {
    it('joins shards, each template once, whatever their order', async () => {
      await writeShop(path.join(root, 'b'), 15, 25);
      const first = await run('merge', 'ab', 'a', 'b');
      assert.equal(first.code, 0, first.stderr);
      assert.equal((await run('merge', 'ba', 'b', 'a')).code, 0);
      const [ab, ba] = [await pairsOf('ab'), await pairsOf('ba')];
      // 40 of the shop; of the two of the zoo, which have one template, one.
      assert.equal(ab.length, 41);
      const ids = (all: Pair[]): string[] => all.map(pair => pair.id).sort();
      assert.deepEqual(ids(ab), ids(ba));
      assert.equal(new Set(ab.map(pair => pair.template)).size, 41);
      assert.equal((await run('split', 'ab')).code, 0);
      assert.deepEqual(readdirSync(path.join(root, 'ab/schemas')).sort(), ['shop.sql', 'zoo.sql']);
      const manifest = JSON.parse(readFileSync(path.join(root, 'ab/manifest.json'), 'utf8'));
      assert.equal(manifest.counts.pairs, 41);
      assert.equal(manifest.counts.rejected, 42);
      assert.deepEqual(readdirSync(root).sort(), ['a', 'ab', 'b', 'ba']);
      const again = await run('merge', 'ab', 'a', 'b');
      assert.equal(again.code, 2);
      assert.match(again.stderr, /ab is not empty/);
    });

    it('keeps the held-out one of two with a template, all pairs of its query, and variants of what is kept', async () => {
      const slow = 'SELECT city FROM users WHERE id = 7 AND id = 8 AND id = 9';
      const train = await shopPair(slow);
      assert.equal(train.split, 'train');
      const other = slow.replace('city', 'name');
      const heldOut = await shopPair(other, { schema: 'zoo', fast: 'SELECT 1' });
      const second = await shopPair(other, { schema: 'zoo', fast: 'SELECT 2' });
      const lost = madePair({ slow: 'v1', variantOf: train.id, template: 'a'.repeat(24) });
      const stays = madePair({
        slow: 'v2',
        variantOf: heldOut.id,
        split: 'held-out',
        template: 'b'.repeat(24),
      });
      const b = await DatasetFolder.open(path.join(root, 'b'), { write: true, split: plan });
      for (const pair of [heldOut, second, stays]) await b.addPair(pair);
      await b.close();
      await addPairs(train, lost);
      assert.equal((await run('merge', 'all', 'a', 'b')).code, 0);
      const ids = new Set((await pairsOf('all')).map(pair => pair.id));
      assert.deepEqual(
        [heldOut, second, stays, train, lost].map(pair => ids.has(pair.id)),
        [true, true, true, false, false],
      );
    });

    it('drops what is in training and has the template of a held-out variant', async () => {
      const train = await shopPair('SELECT city FROM users WHERE id = 7 AND id = 8 AND id = 9');
      assert.equal(train.split, 'train');
      const ofTrain = madePair({ slow: 'v1', variantOf: train.id, template: 'a'.repeat(24) });
      const heldOut = await shopPair('SELECT 1 FROM users', { schema: 'zoo' });
      const variant = madePair({
        slow: 'v2',
        variantOf: heldOut.id,
        split: 'held-out',
        template: train.template,
      });
      const b = await DatasetFolder.open(path.join(root, 'b'), { write: true, split: plan });
      for (const pair of [heldOut, variant]) await b.addPair(pair);
      await b.close();
      await addPairs(train, ofTrain);
      for (const order of [
        ['a', 'b'],
        ['b', 'a'],
      ]) {
        const out = order.join('');
        assert.equal((await run('merge', out, ...order)).code, 0);
        const ids = new Set((await pairsOf(out)).map(pair => pair.id));
        assert.deepEqual(
          [heldOut, variant, train, ofTrain].map(pair => ids.has(pair.id)),
          [true, true, false, false],
        );
      }
    });

    it('joins nothing where a training row would leak', async () => {
      await addPairs(await shopPair('SELECT city FROM users', { schema: 'zoo', split: 'train' }));
      const { code, stderr } = await run('merge', 'all', 'a');
      assert.equal(code, 1);
      assert.match(stderr, /is in training and reads the held-out schema zoo\./);
      assert.match(stderr, /Nothing was written: 1 row of the joined dataset breaks its split/);
      assert.deepEqual(readdirSync(root), ['a']);
    });

    it('refuses shards that were split in different ways, and schemas that differ', async () => {
      const begun = async (
        name: string,
        seed: number,
        heldOutSchemas: string[],
        ddl: string,
      ): Promise<void> => {
        const dataset = await DatasetFolder.open(path.join(root, name), {
          write: true,
          split: { seed, heldOutSchemas },
        });
        await dataset.addSchema('shop', ddl);
        await dataset.close();
      };
      await begun('seed', 2, ['zoo'], shopDdl);
      await begun('schemas', 1, ['shop'], shopDdl);
      await begun('ddl', 1, ['zoo'], 'CREATE TABLE other (x)');
      const messages = {
        seed: /seed 1 and .* with 2/,
        schemas: /holds out the schemas zoo and .* shop/,
        ddl: /another schema named shop/,
      };
      for (const [name, message] of Object.entries(messages)) {
        const { code, stderr } = await run('merge', 'all', 'a', name);
        assert.equal(code, 2);
        assert.match(stderr, message);
        assert.equal(existsSync(path.join(root, 'all')), false);
      }
      assert.deepEqual(readdirSync(root).sort(), ['a', 'ddl', 'schemas', 'seed']);
    });
  });

  describe('export', () => {
    it('writes training pairs only, in each form of rows', async () => {
      const train = pairs.filter(pair => pair.split === 'train');
      const roles = (messages: { role: string }[]): string[] => messages.map(message => message.role);
      for (const format of ['chat', 'openai']) {
        assert.equal((await run('export', 'a', '--format', format, '--out', 'rows.jsonl')).code, 0);
        const rows = jsonLines('rows.jsonl') as { messages: { role: string; content: string }[] }[];
        assert.equal(rows.length, train.length);
        assert.deepEqual(roles(rows[0]!.messages), ['system', 'user', 'assistant']);
        assert.ok(rows[0]!.messages[1]!.content.includes(train[0]!.slow));
        const answer = rows[0]!.messages[2]!.content;
        assert.ok(answer.endsWith(train[0]!.fast) === (format === 'chat'));
        if (format === 'openai') assert.equal(JSON.parse(answer).sql, train[0]!.fast);
      }
      await run('export', 'a', '--format', 'trl', '--out', 'rows.jsonl');
      const [row] = jsonLines('rows.jsonl') as Record<'prompt' | 'completion', { role: string }[]>[];
      assert.deepEqual([roles(row!.prompt), roles(row!.completion)], [['system', 'user'], ['assistant']]);
      await run('export', 'a', '--format', 'preference', '--out', 'rows.jsonl');
      const preferences = jsonLines('rows.jsonl') as Record<string, { content: string }[]>[];
      assert.equal(preferences.length, train.length);
      assert.equal(JSON.parse(preferences[0]!['rejected']![0]!.content).sql, 'SELECT 1');
    });

    it('takes the other split, variants and a least reward where asked', async () => {
      const [original] = pairs;
      assert.equal(original?.split, 'train');
      await addPairs(
        await shopPair(`${original.slow}   `, { variantOf: original.id }),
        await shopPair(slowQuery(27), { reward: 0.9 }),
      );
      const count = async (...args: string[]): Promise<number> => {
        const { code, stderr } = await run('export', 'a', '--format', 'trl', '--out', 'rows.jsonl', ...args);
        assert.equal(code, 0, stderr);
        return jsonLines('rows.jsonl').length;
      };
      const train = pairs.filter(pair => pair.split === 'train').length;
      assert.equal(await count(), train + 1);
      assert.equal(await count('--variants'), train + 2);
      assert.equal(await count('--min-reward', '0.8'), 1);
      assert.equal(await count('--split', 'held-out'), pairs.length - train);
      const none = await run('export', 'a', '--format', 'trl', '--out', 'none.jsonl', '--min-reward', '1');
      assert.equal(none.code, 2);
      assert.match(none.stderr, /no row to export/);
      assert.equal(existsSync(path.join(root, 'none.jsonl')), false);
      assert.equal((await run('export', 'a', '--format', 'trl', '--out', 'x', '--min-reward', '2')).code, 2);
    });

    it('writes repairs and queries with nothing to improve behind the pairs, on their side, counted apart', async () => {
      const free = await shopPair('SELECT name FROM users WHERE city IS NULL AND id > 7');
      const other = await shopPair('SELECT city, name FROM users WHERE id IN (7, 8)');
      assert.deepEqual([free.split, other.split], ['train', 'train']);
      const heldOut = pairs.find(pair => pair.split === 'held-out' && pair.schema === 'shop')!;
      const facts = { schema: 'shop', kind: 'nothing-to-improve', candidate: null } as const;
      const dataset = await DatasetFolder.open(path.join(root, 'a/dataset'), { write: true });
      const { slow, template } = free;
      await dataset.addRejected(madeRejected({ ...facts, slow, template }));
      await dataset.addRejected(
        madeRejected({
          ...facts,
          slow: heldOut.slow.toLowerCase(),
          template: heldOut.template,
          split: 'held-out',
        }),
      );
      const repair = madeRepair({ repaired: other.slow, template: other.template });
      await dataset.addRepair(repair);
      await dataset.close();
      const both = ['--with', 'repairs,nothing-to-improve'];
      const train = pairs.filter(pair => pair.split === 'train').length;
      for (const format of ['chat', 'trl', 'openai']) {
        const out = await run('export', 'a', '--format', format, '--out', 'hub/train.jsonl', ...both);
        assert.equal(out.code, 0, out.stderr);
        assert.match(out.stderr, /: 23 pairs, 1 repair, 1 query with nothing to improve\./);
        const rows = jsonLines('hub/train.jsonl').map(row => JSON.stringify(row));
        assert.equal(rows.length, train + 2);
        assert.ok(rows.at(-2)?.includes(repair.broken) && rows.at(-2)?.includes(repair.error));
        assert.equal(rows.at(-1)?.split(slow).length, 3, 'asked and answered');
      }
      assert.equal((await run('export', 'a', '--format', 'chat', '--out', 'rows.jsonl')).code, 0);
      assert.equal(jsonLines('rows.jsonl').length, train);
      await run('export', 'a', '--format', 'trl', '--out', 'hub/test.jsonl', '--split', 'held-out', ...both);
      assert.equal(jsonLines('hub/test.jsonl').length, pairs.length - train + 1);
      const card = readFileSync(path.join(root, 'hub/README.md'), 'utf8');
      assert.match(
        card,
        /^- `train\.jsonl` \(train\): 23 pairs, 1 repair, 1 query with nothing to improve; /m,
      );
      assert.match(card, /^- `test\.jsonl` \(held-out\): 3 pairs, 1 query with nothing to improve; /m);
      assert.match(card, /^Repairs and queries with nothing to improve are no pairs/m);
      assert.match(card, /\| pairs \| 26 \|/);
      const refused = await run('export', 'a', '--format', 'parquet', '--out', 'x', ...both);
      assert.equal(refused.code, 2);
      assert.match(refused.stderr, /The format parquet holds pairs alone/);
      assert.equal((await run('export', 'a', '--format', 'trl', '--out', 'x', '--with', 'all')).code, 2);
      const { code, stdout, stderr } = await run('split', 'a');
      assert.equal(code, 0, stderr);
      assert.match(stdout, /^for --with {2}1 repair, 2 queries with nothing to improve$/m);
      assert.match(stdout, /No leak: 29 rows checked\./);
    });

    it('finds repairs and queries with nothing to improve that leak', async () => {
      const heldOut = pairs.find(pair => pair.split === 'held-out' && pair.schema === 'shop')!;
      const false1 = { template: '0123456789abcdef01234567' };
      const facts = { kind: 'nothing-to-improve', candidate: null, ...false1 } as const;
      const dataset = await DatasetFolder.open(path.join(root, 'a/dataset'), { write: true });
      await dataset.addRejected(madeRejected({ ...facts, slow: heldOut.slow.toLowerCase() }));
      await dataset.addRepair(madeRepair({ ...false1, original: heldOut.slow }));
      await dataset.addRepair(madeRepair({ ...false1, id: 'r2', schema: 'zoo' }));
      await dataset.close();
      const { code, stderr } = await run('split', 'a');
      assert.equal(code, 1);
      const leak = `in training and has the template ${heldOut.template} of the held-out pair`;
      assert.match(stderr, new RegExp(`Query with nothing to improve \\w+ is ${leak}`));
      assert.match(stderr, new RegExp(`Repair shop-\\w+-0 is ${leak}`));
      assert.match(stderr, /Repair r2 is in training and reads the held-out schema zoo/);
    });

    it('writes a card that names all files of the folder, and leaves a README of the user alone', async () => {
      mkdirSync(path.join(root, 'hub'));
      await run('export', 'a', '--format', 'trl', '--out', 'hub/train.jsonl');
      await run('export', 'a', '--format', 'trl', '--out', 'hub/test.jsonl', '--split', 'held-out');
      const card = readFileSync(path.join(root, 'hub/README.md'), 'utf8');
      assert.match(
        card,
        /^---\n[\s\S]*config_name: trl\n {4}data_files:\n {6}- split: test\n {8}path: "test.jsonl"\n {6}- split: train\n {8}path: "train.jsonl"\n---\n/,
      );
      assert.match(card, /\| pairs \| 26 \|/);
      const own = card.replace(/^# Written by .*\n/m, '');
      writeFileSync(path.join(root, 'hub/README.md'), own);
      await run('export', 'a', '--format', 'chat', '--out', 'hub/chat.jsonl');
      assert.equal(readFileSync(path.join(root, 'hub/README.md'), 'utf8'), own);
      assert.match(readFileSync(path.join(root, 'hub/chat.jsonl.card.md'), 'utf8'), /path: "chat.jsonl"/);
    });
  });
});
