/** Runs that mostly wait for an endpoint: begun before all tests, they wait while the others work. */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import * as v from 'valibot';
import { runState } from '../../../../src/core/pipeline/run-state.ts';
import { type EndpointServer, startEndpoint } from '../../pipeline/endpoint-server.ts';
import { type Outcome, outcomeOf, startQuill } from '../run-quill.ts';
import { ScriptedModel } from './scripted-model.ts';

/** Options of a run that judges little. */
export const quick: readonly string[] = [
  ...['--databases', '30', '--mutants', '2', '--budget', '300', '--query-limit', '60', '--workers', '1'],
];

/** Options of a run that a model writes for. */
export const endpoint: readonly string[] = [
  ...['--provider', 'openai', '--model', 'gpt-5-mini', '--only', 'sample-staff', ...quick],
];

export class WaitingRuns {
  /** A run whose endpoint is not there. */
  readonly dead: Promise<Outcome>;
  /** A run whose endpoint goes away and comes back; fails where it does not go on. */
  readonly away: Promise<void>;
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'quill-waits-'));
  readonly #ended = new AbortController();
  #server: EndpointServer | undefined;

  /** Begins the runs. */
  constructor() {
    this.dead = this.#run('--out', 'p', '--base-url', 'http://127.0.0.1:9/v1');
    this.away = this.#goesAway();
    // What fails before its test asks for it fails there.
    for (const run of [this.dead, this.away]) run.catch(() => undefined);
  }

  /** Ends what still runs. */
  async end(): Promise<void> {
    this.#ended.abort();
    await Promise.allSettled([this.dead, this.away]);
    await this.#server?.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #run(...args: readonly string[]): Promise<Outcome> {
    const child = startQuill(['generate', ...args, ...endpoint], this.#folder);
    this.#ended.signal.addEventListener('abort', () => child.kill('SIGKILL'));
    return outcomeOf(child);
  }

  async #goesAway(): Promise<void> {
    const model = new ScriptedModel();
    const first = await startEndpoint((request, nth) => model.answer(request, nth));
    const ended = this.#run('--out', 'w', '--run', 'w', '--base-url', first.url, '--count', '6');
    const text = (...file: string[]): string => readFileSync(path.join(this.#folder, 'w', ...file), 'utf8');
    await this.#told('"type":"item"');
    await first.close();
    await this.#told('"type":"waiting"');
    await wait(1200);
    const { state, reason } = v.parse(runState, JSON.parse(text('runs', 'w', 'state.json')));
    assert.equal(state, 'waiting');
    assert.match(reason, /Tried again at \d\d:\d\d:\d\d, for \d+ min more at most\.$/);
    this.#server = await startEndpoint((request, nth) => model.answer(request, nth), first.port);
    const { code, stderr } = await ended;
    assert.equal(code, 0, stderr);
    const pairs = text('dataset', 'pairs.jsonl').split('\n');
    assert.equal(pairs.filter(line => line !== '').length, 6);
  }

  async #told(what: string): Promise<void> {
    const events = path.join(this.#folder, 'w', 'runs', 'w', 'events.jsonl');
    while (!existsSync(events) || !readFileSync(events, 'utf8').includes(what))
      await wait(50, undefined, { signal: this.#ended.signal });
  }
}
