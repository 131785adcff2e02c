/** Has a language model write slow queries, as a junior developer would. */
import { mayHoldOwnValues } from '../../dataset/own-values.ts';
import type { Pair } from '../../dataset/pair.ts';
import type { ChatRequest, Model } from '../../ports.ts';
import { schemaPrompt } from '../../prompt/schema-prompt.ts';
import {
  askers,
  readQueries,
  writeMessages,
  writePromptVersion,
  writtenSchema,
} from '../../prompt/write-queries.ts';
import { Random } from '../../random.ts';
import { antiPatterns } from '../anti-patterns.ts';
import type { WorkItem, Writer, Written, WrittenQuery } from '../contract.ts';
import { habitFor } from './habits.ts';
import type { Price } from './prices.ts';
import { Talks } from './talks.ts';
import { UselessAnswers } from './useless-answers.ts';
import { Winners } from './winners.ts';

export interface ModelWriterOptions {
  readonly name?: 'endpoint' | 'local';
  /** Default: the list price of the model, if it is known. */
  readonly price?: Price | undefined;
  /** Queries asked for at once. Default: 4. */
  readonly queries?: number | undefined;
  /** The longest answer, in tokens. Default: 6,000. */
  readonly maxTokens?: number | undefined;
  /** Default: 0.9. */
  readonly temperature?: number | undefined;
  /** Show frequent values of category columns: for models on this machine only. Default: false. */
  readonly values?: boolean | undefined;
  /** Show pairs as examples that may hold values of the user's own rows. Default: false. */
  readonly ownValues?: boolean | undefined;
}

/** Queries asked for at once; of an answer that holds more, twice as many are read. */
const defaultQueries = 4;
/** Winners shown in one prompt. */
const examples = 3;
/** Tasks remembered until their query wins. */
const remembered = 2000;

export class ModelWriter implements Writer {
  readonly name: 'endpoint' | 'local';
  readonly model: string;
  readonly promptVersion = writePromptVersion;
  readonly #talks: Talks;
  readonly #useless: UselessAnswers;
  readonly #options: ModelWriterOptions;
  readonly #winners = new Winners();
  readonly #tasks = new Map<string, string>();

  constructor(model: Model, options: ModelWriterOptions = {}) {
    this.name = options.name ?? 'endpoint';
    this.model = model.name;
    this.#options = options;
    this.#talks = new Talks(model, options.price);
    this.#useless = new UselessAnswers(model.name, 'query');
  }

  /** A query that became a pair is shown as an example from now on, unless values of rows may be in it. */
  learn(pair: Pair): void {
    if (this.#options.ownValues !== true && mayHoldOwnValues(pair)) return;
    this.#winners.learn(pair, this.#tasks.get(pair.slow) ?? '');
  }

  /**
   * The usable queries of one answer, with what it cost and what was dropped. None when the request is refused. Throws
   * QuillError: OutageError, `endpoint`, `cancelled`, within Unfinished where some answer was paid for.
   */
  async write(item: WorkItem, signal: AbortSignal): Promise<Written> {
    const { values = false, queries: asked = defaultQueries } = this.#options;
    const { schema } = item.schema;
    const schemaText = schemaPrompt(schema, item.schema.profile, { values });
    const queries: WrittenQuery[] = [];
    const account = await this.#talks.hold(signal, async talk => {
      const answer = await talk.ask(this.#request(item, schemaText));
      const read = readQueries(answer.text, 2 * asked);
      for (const problem of read.problems) talk.drop('', problem);
      for (const { task, sql: text } of read.queries) {
        const sql = await talk.usable(text, schema, schemaText);
        if (sql === undefined) continue;
        if (queries.some(query => query.sql === sql)) continue;
        // Nothing shows that the query has the habit that was asked for.
        queries.push({ sql, antiPattern: null, better: [], task });
        this.#remember(sql, task);
      }
      if (queries.length > 0) this.#useless.useful();
      else if (read.queries.length > 0) this.#useless.useless(answer.text);
      else this.#useless.unreadable(answer.text);
    });
    return { queries, ...account };
  }

  /** The same item gives the same request, as long as the winners are the same. */
  #request(item: WorkItem, schemaText: string): ChatRequest {
    const { queries = defaultQueries, maxTokens = 6000, temperature = 0.9 } = this.#options;
    const random = new Random(item.seed);
    const tables = random.shuffle(item.schema.schema.tables.map(table => table.name));
    const habits = Object.values(habitFor);
    const habit = item.technique === undefined ? random.pick(habits) : habitFor[item.technique];
    return {
      messages: writeMessages({
        schemaText,
        count: queries,
        habit: antiPatterns[habit],
        difficulty: item.difficulty,
        tables: tables.slice(0, 1 + random.int(3)),
        asker: random.pick(askers),
        winners: this.#winners.pick(item.technique, examples, item.seed),
      }),
      answer: writtenSchema,
      maxTokens,
      temperature,
      seed: item.seed,
    };
  }

  #remember(sql: string, task: string): void {
    this.#tasks.set(sql, task);
    const [oldest] = this.#tasks.keys();
    if (this.#tasks.size > remembered && oldest !== undefined) this.#tasks.delete(oldest);
  }
}
