/** The rows of an export, read from the dataset as they are written. */
import type { DatasetFolder } from '../../adapters/dataset/dataset-folder.ts';
import {
  chatRow,
  completionRow,
  type Dispreferred,
  type ExportFormat,
  isDispreferred,
  messagesRow,
  preferenceRow,
} from '../../core/dataset/export-rows.ts';
import { hexOf } from '../../core/dataset/ids.ts';
import type { Pair, Split } from '../../core/dataset/pair.ts';
import { type ParquetRow, parquetRow } from '../../core/dataset/parquet-rows.ts';
import { QuillError } from '../../core/errors.ts';
import { counted } from '../../core/format.ts';
import type { Engine } from '../../core/ports.ts';
import { optimizeSchemaText } from '../../core/prompt/optimize.ts';
import { createSchema } from '../../core/schema/ddl.ts';
import type { Schema } from '../../core/schema/model.ts';

export interface Selection {
  readonly split: Split;
  readonly variants: boolean;
  readonly minReward: number;
}

interface LoadedSchema {
  readonly ddl: string;
  readonly schema: Schema;
}

export class ExportedRows {
  readonly #dataset: DatasetFolder;
  readonly #engine: Engine;
  readonly #selection: Selection;
  readonly #signal: AbortSignal;
  readonly #schemas = new Map<string, LoadedSchema>();

  constructor(dataset: DatasetFolder, engine: Engine, selection: Selection, signal: AbortSignal) {
    this.#dataset = dataset;
    this.#engine = engine;
    this.#selection = selection;
    this.#signal = signal;
  }

  /** Throws QuillError `usage` where no row fits, `file` and `schema` where a pair's DDL cannot be read. */
  async *messages(format: Exclude<ExportFormat, 'parquet'>): AsyncGenerator<object> {
    const worse = format === 'preference' ? await this.#dispreferred() : undefined;
    let isEmpty = true;
    let pairs = 0;
    for await (const pair of this.#pairs()) {
      pairs++;
      for (const row of await this.#rowsOf(pair, format, worse)) {
        isEmpty = false;
        yield row;
      }
    }
    if (isEmpty) throw pairs > 0 ? this.#nothingWorse(pairs) : this.#nothing();
  }

  async *flat(): AsyncGenerator<ParquetRow> {
    let isEmpty = true;
    for await (const pair of this.#pairs()) {
      isEmpty = false;
      yield parquetRow(pair, (await this.#schema(pair.schema)).ddl);
    }
    if (isEmpty) throw this.#nothing();
  }

  async #rowsOf(
    pair: Pair,
    format: Exclude<ExportFormat, 'parquet'>,
    worse: ReadonlyMap<string, readonly Dispreferred[]> | undefined,
  ): Promise<object[]> {
    const { schema } = await this.#schema(pair.schema);
    // Without statistics: a dataset holds the schemas, not the rows.
    const schemaText = optimizeSchemaText(schema, undefined, pair.slow);
    if (format === 'chat') return [chatRow(pair, schemaText)];
    if (format === 'trl') return [completionRow(pair, schemaText)];
    if (worse === undefined) return [messagesRow(pair, schemaText)];
    return (worse.get(queryOf(pair)) ?? [])
      .filter(rejected => rejected.candidate !== pair.fast)
      .map(rejected => preferenceRow(pair, rejected, schemaText));
  }

  async *#pairs(): AsyncGenerator<Pair> {
    const { split, variants, minReward } = this.#selection;
    for await (const pair of this.#dataset.pairs()) {
      if (this.#signal.aborted) throw new QuillError('cancelled', 'Cancelled.');
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
    const ddl = await this.#dataset.schema(id);
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

function queryOf({ schema, slow }: { readonly schema: string; readonly slow: string }): string {
  return hexOf(JSON.stringify([schema, slow])).slice(0, 24);
}
