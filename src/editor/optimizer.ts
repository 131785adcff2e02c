import type * as vscode from 'vscode';
import { optimizeStatement } from '../adapters/sqlite/optimize-statement.ts';
import type { OptimizeOptions, OptimizeResult, SearchEvent } from '../core/optimize/contract.ts';
import { cellKey } from '../core/verify/compare/cell.ts';
import { setBounded } from './bounded.ts';
import type { DatabaseChoice } from './database/choice.ts';
import type { DatabaseOverviews } from './database/overviews.ts';
import { resolveDatabase } from './database/resolve.ts';
import { readSettings, searchOptions } from './settings.ts';
import type { Backend } from './sql-workers.ts';
import type { Target } from './statements/target.ts';
import { requireTrust } from './trust.ts';

export interface Question {
  readonly target: Target;
  readonly database: DatabaseChoice;
  readonly params: OptimizeOptions['params'];
}

export interface Hooks {
  readonly signal: AbortSignal;
  onEvent(event: SearchEvent): void;
}

/** Asks the workers, and remembers what they answered while text, data and options stay the same. */
export class Optimizer {
  readonly #backend: Backend;
  readonly #overviews: DatabaseOverviews;
  readonly #log: vscode.LogOutputChannel;
  readonly #results = new Map<string, OptimizeResult>();
  readonly #warned = new Set<string>();

  constructor(backend: Backend, overviews: DatabaseOverviews, log: vscode.LogOutputChannel) {
    this.#backend = backend;
    this.#overviews = overviews;
    this.#log = log;
  }

  /** Throws QuillError: `untrusted`, what is wrong with the statement or the database, `cancelled`. */
  async ask(question: Question, hooks: Hooks): Promise<{ result: OptimizeResult; cached: boolean }> {
    requireTrust();
    const { target, database, params } = question;
    const resolved = await resolveDatabase(database);
    for (const note of resolved.notes) this.#log.info(note);
    const settings = readSettings(target.uri);
    this.#warnOnce(settings.ignored);
    const options = searchOptions(settings, params);
    const values = Object.entries(params).map(([name, value]) => [name, cellKey(value)]);
    const key = JSON.stringify([target.sql, resolved.identity, { ...options, params: values }]);
    const known = this.#results.get(key);
    if (known) {
      this.#log.info(`${target.place}: answered from the cache`);
      return { result: known, cached: true };
    }
    this.#log.info(`${target.place}: optimizing on ${resolved.identity.slice(0, 200)}`);
    const statement = {
      ...{ sql: target.sql, line: target.line },
      ...{ database: resolved.source, options },
      tables: async () =>
        (await this.#overviews.of(database, hooks.signal, resolved)).tables.map(table => table.name),
    };
    const result = await optimizeStatement(this.#backend, statement, {
      signal: hooks.signal,
      onEvent: event => hooks.onEvent(event),
    });
    this.#log.info(`${target.place}: ${result.reason} (${Math.round(result.ms)} ms)`);
    for (const { sql, reason } of result.rejected) this.#log.debug(`turned down: ${reason}\n${sql}`);
    setBounded(this.#results, key, result);
    return { result, cached: false };
  }

  #warnOnce(sentences: readonly string[]): void {
    for (const sentence of sentences) {
      if (this.#warned.has(sentence)) continue;
      this.#warned.add(sentence);
      this.#log.warn(sentence);
    }
  }
}
