/** Offers the rewrites of a language model to the search. The model is believed in nothing: the judge decides. */

import type { Candidate } from '../../optimize/contract.ts';
import type { Model } from '../../ports.ts';
import {
  answerSchema,
  optimizeMessages,
  optimizeSchemaText,
  promptVersion,
  readAnswer,
} from '../../prompt/optimize.ts';
import type { Optimizer, PipelineSchema, Proposed } from '../contract.ts';
import type { Price } from './prices.ts';
import { Talks } from './talks.ts';
import { UselessAnswers } from './useless-answers.ts';

export interface ModelOptimizerOptions {
  readonly name?: 'endpoint' | 'local';
  /** Default: the list price of the model, if it is known. */
  readonly price?: Price | undefined;
  /** The longest answer, in tokens. Default: 4,000. */
  readonly maxTokens?: number | undefined;
  /** Show row counts and other statistics. Default: not to a local model, which was trained on texts without. */
  readonly statistics?: boolean | undefined;
  /** Default: 0.2. */
  readonly temperature?: number | undefined;
}

export class ModelOptimizer implements Optimizer {
  readonly name: 'endpoint' | 'local';
  readonly model: string;
  readonly promptVersion = promptVersion;
  readonly #options: ModelOptimizerOptions;
  readonly #talks: Talks;
  readonly #useless: UselessAnswers;

  constructor(model: Model, options: ModelOptimizerOptions = {}) {
    this.name = options.name ?? 'endpoint';
    this.model = model.name;
    this.#options = options;
    this.#talks = new Talks(model, options.price);
    this.#useless = new UselessAnswers(model.name, 'query');
  }

  /**
   * At most one candidate; none when the model leaves the query alone, when its answer cannot be used, or when the
   * request is refused. Throws QuillError: `endpoint` after too many such answers in a row; OutageError, `endpoint`,
   * `cancelled`, within Unfinished where some answer was paid for.
   */
  async propose(schema: PipelineSchema, sql: string, signal: AbortSignal): Promise<Proposed> {
    const { maxTokens = 4000, temperature = 0.2, statistics = this.name !== 'local' } = this.#options;
    const schemaText = optimizeSchemaText(schema.schema, statistics ? schema.profile : undefined, sql);
    const candidates: Candidate[] = [];
    let indexes: readonly string[] = [];
    const account = await this.#talks.hold(signal, async talk => {
      const answer = await talk.ask({
        messages: optimizeMessages(schemaText, sql),
        answer: answerSchema,
        maxTokens,
        temperature,
      });
      const read = readAnswer(answer.text);
      if (read.sql === null) {
        const cut = answer.complete ? '' : ' It was cut off at its longest.';
        talk.drop(answer.text, `${read.problems.join(' ')}${cut}`);
        this.#useless.unreadable(answer.text);
        return;
      }
      indexes = read.indexes;
      const isLeftAlone = isSame(read.sql, sql);
      const usable = isLeftAlone ? sql : await talk.usable(read.sql, schema.schema, schemaText, sql);
      if (usable === undefined) {
        this.#useless.useless(answer.text);
        return;
      }
      this.#useless.useful();
      if (isSame(usable, sql)) return;
      const { technique = 'other' } = read;
      candidates.push({ sql: usable, techniques: [technique === 'index' ? 'other' : technique] });
    });
    return { candidates, indexes, ...account };
  }
}

function isSame(a: string, b: string): boolean {
  const plain = (sql: string) => sql.replace(/\s+/g, ' ').replace(/;\s*$/, '').trim();
  return plain(a) === plain(b);
}
