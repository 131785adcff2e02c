/** The rows of an export, read from the dataset as they are written. */
import type { DatasetFolder } from '../../adapters/dataset/dataset-folder.ts';
import {
  type ConversationFormat,
  conversationRow,
  type Dispreferred,
  isDispreferred,
  pairExercise,
  preferenceRow,
  repairExercise,
  unchangedExercise,
} from '../../core/dataset/export-rows.ts';
import {
  type ExampleCounts,
  type ExampleKind,
  isUnchanged,
  queryOf,
} from '../../core/dataset/other-examples.ts';
import type { Pair, Split } from '../../core/dataset/pair.ts';
import { type ParquetRow, parquetRow } from '../../core/dataset/parquet-rows.ts';
import { QuillError } from '../../core/errors.ts';
import { counted } from '../../core/format.ts';
import type { Engine } from '../../core/ports.ts';
import { optimizeSchemaText } from '../../core/prompt/optimize.ts';
import { createSchema } from '../../core/schema/ddl.ts';
import type { Schema } from '../../core/schema/model.ts';
import { exampleSelection } from './example-selection.ts';
import type { ReadableSchemas } from './readable-schemas.ts';

export interface Selection {
  readonly split: Split;
  readonly variants: boolean;
  readonly minReward: number;
  /** What to write behind the pairs. */
  readonly beside: readonly ExampleKind[];
}

interface LoadedSchema {
  readonly ddl: string;
  readonly schema: Schema;
}

export class ExportedRows {
  readonly #dataset: DatasetFolder;
  readonly #engine: Engine;
  readonly #readable: ReadableSchemas;
  readonly #selection: Selection;
  readonly #signal: AbortSignal;
  readonly #schemas = new Map<string, LoadedSchema>();
  #withoutSchema = 0;
  readonly #counts = { pairs: 0, repairs: 0, 'nothing-to-improve': 0 };

  constructor(
    dataset: DatasetFolder,
    readable: ReadableSchemas,
    engine: Engine,
    selection: Selection,
    signal: AbortSignal,
  ) {
    this.#dataset = dataset;
    this.#readable = readable;
    this.#engine = engine;
    this.#selection = selection;
    this.#signal = signal;
  }

  /** Rows of each kind that were written until now. */
  get counts(): ExampleCounts {
    return this.#counts;
  }

  /** Examples of the split that were left out, as the dataset lacks their schema. */
  get withoutSchema(): number {
    return this.#withoutSchema;
  }

  /**
   * Pairs, and behind them what stands beside them. Throws QuillError `usage` where no row fits, `file` and `schema`
   * where DDL cannot be read.
   */
  async *conversations(format: ConversationFormat): AsyncGenerator<object> {
    for await (const pair of this.#pairs()) {
      this.#counts.pairs++;
      yield conversationRow(pairExercise(pair, await this.#schemaText(pair.schema, pair.slow)), format);
    }
    yield* this.#examples(format);
    if (Object.values(this.#counts).every(count => count === 0)) throw this.#nothing();
  }

  /** As `conversations`. */
  async *preferences(): AsyncGenerator<object> {
    const worse = await this.#dispreferred();
    let pairs = 0;
    for await (const pair of this.#pairs()) {
      pairs++;
      const schemaText = await this.#schemaText(pair.schema, pair.slow);
      for (const rejected of worse.get(queryOf(pair)) ?? []) {
        if (rejected.candidate === pair.fast) continue;
        this.#counts.pairs++;
        yield preferenceRow(pair, rejected, schemaText);
      }
    }
    if (this.#counts.pairs === 0) throw pairs > 0 ? this.#nothingWorse(pairs) : this.#nothing();
  }

  async *flat(): AsyncGenerator<ParquetRow> {
    for await (const pair of this.#pairs()) {
      this.#counts.pairs++;
      yield parquetRow(pair, (await this.#schema(pair.schema)).ddl);
    }
    if (this.#counts.pairs === 0) throw this.#nothing();
  }

  async *#examples(format: ConversationFormat): AsyncGenerator<object> {
    const { beside, split } = this.#selection;
    if (beside.length === 0) return;
    const selection = await exampleSelection(this.#dataset);
    if (beside.includes('repairs'))
      for await (const repair of this.#dataset.repairs()) {
        this.#checkCancelled();
        if (repair.split !== split) continue;
        if (selection.lacksSchema(repair)) this.#withoutSchema++;
        if (!selection.takesRepair(repair)) continue;
        this.#counts.repairs++;
        // Its tables must not be told from the answer.
        const asked = repair.original ?? repair.broken;
        yield conversationRow(repairExercise(repair, await this.#schemaText(repair.schema, asked)), format);
      }
    if (beside.includes('nothing-to-improve'))
      for await (const rejected of this.#dataset.rejected()) {
        this.#checkCancelled();
        if (rejected.split !== split) continue;
        if (isUnchanged(rejected) && selection.lacksSchema(rejected)) this.#withoutSchema++;
        if (!selection.takesUnchanged(rejected)) continue;
        this.#counts['nothing-to-improve']++;
        const { schema, slow } = rejected;
        yield conversationRow(unchangedExercise(slow, await this.#schemaText(schema, slow)), format);
      }
  }

  /** Without statistics: a dataset holds the schemas, not the rows. */
  async #schemaText(id: string, query: string): Promise<string> {
    return optimizeSchemaText((await this.#schema(id)).schema, undefined, query);
  }

  #checkCancelled(): void {
    if (this.#signal.aborted) throw new QuillError('cancelled', 'Cancelled.');
  }

  async *#pairs(): AsyncGenerator<Pair> {
    const { split, variants, minReward } = this.#selection;
    for await (const pair of this.#dataset.pairs()) {
      this.#checkCancelled();
      if (pair.split === split && pair.reward >= minReward && (variants || pair.variantOf === null))
        yield pair;
    }
  }

  /** Worse candidates by their slow query, of queries that have a pair. */
  async #dispreferred(): Promise<Map<string, Dispreferred[]>> {
    const found = new Map<string, Dispreferred[]>();
    for await (const pair of this.#pairs()) found.set(queryOf(pair), []);
    for await (const rejected of this.#dataset.rejected())
      if (isDispreferred(rejected)) found.get(queryOf(rejected))?.push(rejected);
    return found;
  }

  async #schema(id: string): Promise<LoadedSchema> {
    const known = this.#schemas.get(id);
    if (known !== undefined) return known;
    const ddl = await this.#readable.ddl(id);
    const loaded = { ddl, schema: createSchema(this.#engine, ddl) };
    this.#schemas.set(id, loaded);
    return loaded;
  }

  #nothingWorse(pairs: number): QuillError {
    return new QuillError(
      'usage',
      `None of the ${counted(pairs, 'pair')} that fit has a refuted or slower answer to be preferred to; nothing was written. ` +
        'Such answers come of runs in which a model offers rewrites, and of dataset import.',
    );
  }

  #nothing(): QuillError {
    const { split, minReward } = this.#selection;
    return new QuillError(
      'usage',
      `${this.#dataset.folder} has no row to export with split ${split} and a reward of at least ${minReward}; nothing was written.`,
    );
  }
}
