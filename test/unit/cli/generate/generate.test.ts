import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import * as v from 'valibot';
import type { Pair, RejectedCandidate } from '../../../../src/core/dataset/pair.ts';
import { type RunState, runState } from '../../../../src/core/pipeline/run-state.ts';
import { distFolder } from '../../adapters/dist.ts';
import { type EndpointServer, errorReply, startEndpoint } from '../../pipeline/endpoint-server.ts';
import { outcomeOf, quill, startQuill } from '../run-quill.ts';
import { ScriptedModel } from './scripted-model.ts';
import { endpoint, quick, WaitingRuns } from './waiting-runs.ts';

const small = [
  '--only',
  'sample-staff',
  '--only',
  'short-links',
  '--only',
  'sample-shop',
  '--only',
  'weather-stations',
  ...quick,
];

describe('quill generate', function () {
  this.timeout(240_000);
  let folder: string;
  const servers: EndpointServer[] = [];

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'quill-generate-'));
  });
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  let waits: WaitingRuns;
  before(() => {
    waits = new WaitingRuns();
  });
  after(() => waits.end());

  const generate = (...args: string[]) => quill(['generate', ...args], folder);
  const lines = <T>(out: string, file: string): T[] =>
    readFileSync(path.join(folder, out, 'dataset', file), 'utf8')
      .split('\n')
      .filter(line => line !== '')
      .map(line => JSON.parse(line));
  const stateOf = (out: string, run: string): RunState =>
    v.parse(runState, JSON.parse(readFileSync(path.join(folder, out, 'runs', run, 'state.json'), 'utf8')));
  async function serve(...args: Parameters<typeof startEndpoint>): Promise<EndpointServer> {
    const server = await startEndpoint(...args);
    servers.push(server);
    return server;
  }

  it('accepts as many pairs as asked for, each with its evidence, its schema and its split', async () => {
    const { code, stderr } = await generate('--out', 'q', '--run', 'one', '--count', '12', ...small);
    assert.equal(code, 0, stderr);
    const pairs = lines<Pair>('q', 'pairs.jsonl');
    assert.equal(pairs.length, 12);
    for (const pair of pairs) {
      assert.ok(['survived', 'proved'].includes(pair.verdict.verdict), pair.id);
      assert.ok(pair.speedup > 1.1 && pair.reward > 0 && pair.reward < 1, pair.id);
      assert.ok(pair.techniques.length > 0, pair.id);
      assert.ok(pair.slow !== pair.fast || pair.indexes.length > 0, pair.id);
      assert.ok(existsSync(path.join(folder, 'q', 'dataset', 'schemas', `${pair.schema}.sql`)));
    }
    const held = new Set(pairs.filter(pair => pair.split === 'held-out').map(pair => pair.template));
    assert.ok(pairs.every(pair => pair.split === 'held-out' || !held.has(pair.template)));
    const state = stateOf('q', 'one');
    assert.deepEqual([state.state, state.accepted, state.target], ['finished', 12, 12]);
    const again = await generate('--out', 'q', '--resume');
    assert.equal(again.code, 2);
    assert.match(
      again.stderr,
      /1 run in .*none is unfinished; leave out --resume to begin one, or extend the latest, which has 12 pairs, by a larger --count\./,
    );
    const more = await generate('--out', 'q', '--resume', '--count', '13');
    assert.equal(more.code, 0, more.stderr);
    assert.equal(lines('q', 'pairs.jsonl').length, 13);
    const split = await quill(['dataset', 'split', 'q'], folder);
    assert.equal(split.code, 0, split.stderr);
  });

  it('stops cleanly on a signal, and goes on', async () => {
    const child = startQuill(
      ['generate', '--out', 'q', '--run', 'two', '--count', '100000', ...small],
      folder,
    );
    const ended = outcomeOf(child);
    const file = path.join(folder, 'q', 'dataset', 'pairs.jsonl');
    while (!existsSync(file) || readFileSync(file, 'utf8').split('\n').length < 4) await wait(50);
    const second = await generate('--out', 'q', '--count', '5', ...small);
    assert.equal(second.code, 3);
    assert.match(second.stderr, /Another Quill \(process \d+ on .* writes to .*dataset/);
    // A resume that races the live run leaves its events alone.
    const events = path.join(folder, 'q', 'runs', 'two', 'events.jsonl');
    const told = readFileSync(events, 'utf8');
    const racing = await generate('--out', 'q', '--resume');
    assert.equal(racing.code, 3);
    assert.match(racing.stderr, /Another Quill \(process \d+ on/);
    assert.ok(readFileSync(events, 'utf8').startsWith(told.slice(0, told.lastIndexOf('\n') + 1)));
    child.kill('SIGTERM');
    const { code } = await ended;
    assert.equal(code, 130);
    const { state, accepted, reason } = stateOf('q', 'two');
    assert.equal(state, 'stopped');
    assert.match(reason, /resume/);
    assert.equal(lines('q', 'pairs.jsonl').length, accepted);
    const resumed = await generate(
      ...['--out', 'q', '--resume', '--count', String(accepted + 3), '--seed', '5', '--workers', '1'],
    );
    assert.equal(resumed.code, 0, resumed.stderr);
    assert.match(resumed.stderr, /keeps what it was begun with; not used: --seed\./);
    assert.equal(lines('q', 'pairs.jsonl').length, accepted + 3);
  });

  it('gives shards that share no item and can be merged', async () => {
    const shards = await Promise.all(
      ['1/2', '2/2'].map(shard =>
        generate('--out', `s${shard[0]}`, '--run', 'r', '--shard', shard, '--count', '8', ...small),
      ),
    );
    for (const { code, stderr } of shards) assert.equal(code, 0, stderr);
    const [one, two] = ['s1', 's2'].map(out =>
      lines<Pair>(out, 'pairs.jsonl').map(pair => pair.provenance.item),
    );
    assert.ok(one?.every(item => item % 2 === 0) && two?.every(item => item % 2 === 1));
    const merged = await quill(['dataset', 'merge', 'all', 's1/dataset', 's2/dataset'], folder);
    assert.equal(merged.code, 0, merged.stderr);
    const split = await quill(['dataset', 'split', 'all'], folder);
    assert.equal(split.code, 0, split.stderr + split.stdout);
  });

  it('writes over a schema and a database of the user’s own, and never holds them out whole', async () => {
    const ddl = path.join(folder, 'shop.sql');
    writeFileSync(
      ddl,
      `CREATE TABLE customer(id INTEGER PRIMARY KEY, name TEXT NOT NULL, city TEXT, joined TEXT NOT NULL);
       CREATE TABLE purchase(id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customer(id), amount REAL NOT NULL, bought_on TEXT NOT NULL);`,
    );
    const { code, stderr } = await generate('--out', 'q', '--schema', ddl, '--count', '6', ...quick);
    assert.equal(code, 0, stderr);
    const pairs = lines<Pair>('q', 'pairs.jsonl');
    assert.ok(pairs.every(pair => /^own-shop-[0-9a-f]{8}$/.test(pair.schema)));
    assert.ok(pairs.some(pair => pair.split === 'train'));
    const sample = await quill(['sample-db', 'own.sqlite'], folder);
    assert.equal(sample.code, 0, sample.stderr);
    const own = await generate('--out', 'd', '--db', 'own.sqlite', '--count', '3', ...quick);
    assert.equal(own.code, 0, own.stderr);
    assert.deepEqual(readdirSync(path.join(folder, 'd', 'dataset', 'schemas')).length, 1);
  });

  it('holds a held-out schema out under any name, also where it is imported', async () => {
    const begun = await generate('--out', 'q', '--count', '1', ...small);
    assert.equal(begun.code, 0, begun.stderr);
    const file = path.join(folder, 'q/dataset/manifest.json');
    const manifest = JSON.parse(readFileSync(file, 'utf8'));
    manifest.split.heldOutSchemas.push('ci-builds');
    writeFileSync(file, JSON.stringify(manifest));
    const ddl = readFileSync(path.join(distFolder(), '../schemas/ci-builds.sql'), 'utf8');
    writeFileSync(path.join(folder, 'mine.sql'), `-- Mine.\n${ddl.replaceAll('\n', '\r\n')}`);
    const own = await generate('--out', 'q', '--schema', 'mine.sql', '--count', '2', ...quick);
    assert.equal(own.code, 0, own.stderr);
    const pair = lines<Pair>('q', 'pairs.jsonl').find(({ schema }) => schema.startsWith('own-mine-'));
    assert.ok(pair);
    const row = { schema: `${ddl}\n;`, slow_query: pair.slow, fast_query: pair.fast };
    writeFileSync(path.join(folder, 'rows.jsonl'), `${JSON.stringify(row)}\n`);
    const limits = ['--rows', '1000', '--budget', '2000', '--databases', '20', '--mutants', '0'];
    const imported = await quill(['dataset', 'import', 'rows.jsonl', '--out', 'q', ...limits], folder);
    assert.equal(imported.code, 0, imported.stderr);
    const all = [...lines<Pair>('q', 'pairs.jsonl'), ...lines<RejectedCandidate>('q', 'rejected.jsonl')];
    const same = all.filter(({ schema }) => /^(own-mine|import)-/.test(schema));
    assert.ok(same.some(({ schema }) => schema.startsWith('import-')));
    assert.ok(same.every(({ split }) => split === 'held-out'));
    const checked = await quill(['dataset', 'split', 'q'], folder);
    assert.equal(checked.code, 0, `${checked.stdout}${checked.stderr}`);
    // What an older version put into training is told of.
    const pairs = path.join(folder, 'q/dataset/pairs.jsonl');
    writeFileSync(pairs, readFileSync(pairs, 'utf8').replaceAll('"split":"held-out"', '"split":"train"'));
    const leaking = await quill(['dataset', 'split', 'q'], folder);
    assert.equal(leaking.code, 1);
    assert.match(leaking.stderr, /is in training and reads the held-out schema own-mine-/);
  });

  it('has a model write and rewrite through faults, lies and attacks, and counts what it costs', async () => {
    const model = new ScriptedModel();
    const server = await serve((request, nth) => model.answer(request, nth));
    const { code, stderr } = await generate(
      ...[
        '--out',
        'q',
        '--run',
        'm',
        '--provider',
        'openai',
        '--base-url',
        server.url,
        '--model',
        'gpt-5-mini',
      ],
      ...['--only', 'sample-staff', '--count', '6', '--max-time', '1.5', ...quick],
    );
    assert.equal(code, 0, stderr);
    const pairs = lines<Pair>('q', 'pairs.jsonl');
    assert.equal(pairs.length, 6, stderr);
    for (const pair of pairs) {
      assert.equal(pair.provenance.writer, 'endpoint');
      assert.equal(pair.provenance.model, 'gpt-5-mini');
      assert.match(pair.provenance.promptVersion ?? '', /\d/);
    }
    const state = stateOf('q', 'm');
    assert.ok(state.cost > 0);
    const spent = pairs.reduce((sum, pair) => sum + pair.provenance.cost, 0);
    assert.ok(spent > 0 && spent <= state.cost + 1e-9, `${spent} of ${state.cost}`);
    const rejected = lines<RejectedCandidate>('q', 'rejected.jsonl');
    const wrong = rejected.filter(one => one.candidate?.includes(' e JOIN '));
    assert.ok(wrong.length > 0 && wrong.every(one => one.kind === 'refuted' && one.witness !== undefined));
    const all = readFileSync(path.join(folder, 'q', 'dataset', 'pairs.jsonl'), 'utf8');
    assert.doesNotMatch(all, /DELETE|ATTACH|PRAGMA|DROP|RECURSIVE| e JOIN /);
    const asked = server.requests.map(request => JSON.stringify(request.body)).join('\n');
    assert.doesNotMatch(asked, /@/, 'rows stay on the machine');
  });

  it('stops at the cost limit and says so', async () => {
    const model = new ScriptedModel();
    const server = await serve((request, nth) => model.answer(request, nth));
    const priced = ['--provider', 'openai', '--base-url', server.url, '--only', 'sample-staff', ...quick];
    const unknown = await generate('--out', 'q', '--model', 'my-model', '--max-cost', '1', ...priced);
    assert.equal(unknown.code, 2);
    assert.match(unknown.stderr, /price of my-model is unknown.*--price/);
    const { code, stderr } = await generate(
      ...[
        '--out',
        'q',
        '--run',
        'c',
        '--model',
        'my-model',
        '--price',
        '20/20',
        '--max-cost',
        '0.2',
        ...priced,
      ],
    );
    assert.equal(code, 0, stderr);
    assert.equal(stateOf('q', 'c').state, 'cost-limit');
    assert.match(stderr, /cost limit of \$0\.2 is reached/);
    const { cost } = stateOf('q', 'c');
    assert.ok(cost > 0.02 && cost <= 0.2, `${cost}`);
    const eventsOf = (type: string): number =>
      readFileSync(path.join(folder, 'q/runs/c/events.jsonl'), 'utf8').split(`"type":"${type}"`).length - 1;
    const [items, requests] = [eventsOf('item'), server.requests.length];
    const again = await generate('--out', 'q', '--run', 'c', '--resume', '--base-url', server.url);
    assert.match(again.stderr, /cost limit of \$0\.2 is reached/);
    assert.deepEqual([eventsOf('item'), server.requests.length, eventsOf('start')], [items, requests, 2]);
    assert.equal(stateOf('q', 'c').cost, cost);
    // What the entries carry is no more than what was spent.
    const entries = [...lines<Pair>('q', 'pairs.jsonl'), ...lines<RejectedCandidate>('q', 'rejected.jsonl')];
    const told = entries.reduce((sum, { provenance }) => sum + provenance.cost, 0);
    assert.ok(told <= stateOf('q', 'c').cost + 1e-9, `${told} of ${stateOf('q', 'c').cost}`);
    const unpriced = await generate(
      ...['--out', 'p', '--run', 'p', '--model', 'my-model', '--max-time', '2s', ...priced],
    );
    assert.equal(unpriced.code, 0, unpriced.stderr);
    assert.match(unpriced.stderr, /price of my-model is unknown, so its cost counts as \$0/);
    const limited = await generate('--out', 'p', '--resume', '--max-cost', '1');
    assert.equal(limited.code, 2);
    assert.match(limited.stderr, /price of my-model is unknown, so --max-cost cannot be kept/);
  });

  it('refuses an endpoint that is not there from the start', async () => {
    const server = await serve(() => errorReply(401, 'No such key.'));
    const refused = await generate('--out', 'q', '--base-url', server.url, ...endpoint);
    assert.equal(refused.code, 3, refused.stderr);
    assert.match(refused.stderr, /key/i);
    const dead = await waits.dead;
    assert.equal(dead.code, 3, dead.stderr);
    assert.match(dead.stderr, /127\.0\.0\.1:9/);
  });

  it('waits for an endpoint that goes away, and goes on', () => waits.away);

  it('says in one sentence what is wrong with its options', async () => {
    for (const [args, message] of [
      [['--only', 'nowhere'], /There is no schema named nowhere\. Known are: /],
      [['--shard', '3/2'], /i\/n with i from 1 to n/],
      [['--provider', 'openai'], /Name the model with --model/],
      [['--provider', 'local', '--model', 'x'], /no local model yet/],
      [
        ['--model', 'x', '--price', '1/2'],
        /Nothing asks the model that --model, --price are for; add --provider/,
      ],
      [['--max-time', '0'], /must be more than 0/],
      [['--schema', 'a.sql', '--db', 'b.sqlite'], /Name one of --schema and --db/],
      [['--schema', 'missing.sql'], /missing\.sql cannot be read: there is no such file/],
      [['--resume'], /There is no run in .*leave out --resume/],
      [['--min-reward', '2'], /number from 0 to 1/],
      [['--workers', '100000'], /whole number from 1 to 1024/],
      [['--concurrency', '1000000000'], /whole number from 1 to 1024/],
      [['--price', 'Infinity/1'], /two prices in US dollars/],
      [['--schema', '.'], /is a folder; name a file/],
      [['--run', '../x'], /a name of letters, digits/],
      [['--run', 'a/b'], /a name of letters, digits/],
    ] as const) {
      const { code, stderr } = await generate('--out', 'q', ...args);
      assert.notEqual(code, 0);
      assert.match(stderr, message);
      assert.doesNotMatch(stderr, /\n\s+at /);
    }
  });

  it('ends when its folder is taken away', async () => {
    const child = startQuill(['generate', '--out', 'q', '--count', '100000', ...small], folder);
    const ended = outcomeOf(child);
    const file = path.join(folder, 'q', 'dataset', 'pairs.jsonl');
    while (!existsSync(file) || readFileSync(file, 'utf8').split('\n').length < 3) await wait(50);
    rmSync(path.join(folder, 'q'), { recursive: true, force: true });
    const [code] = await once(child, 'exit');
    const { stderr } = await ended;
    assert.equal(code, 3, stderr);
    assert.match(stderr, /q.* was removed.* while Quill was writing/);
  });
});
