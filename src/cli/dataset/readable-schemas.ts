/** The schemas of a dataset, which anybody may have written. */
import type { DatasetFolder } from '../../adapters/dataset/dataset-folder.ts';
import { readForeignDatabase } from '../../adapters/sqlite/foreign-database.ts';
import type { SqlPool } from '../../adapters/sqlite/sql-pool.ts';

/** For running the DDL of one schema in an empty database, in milliseconds. */
const LIMIT_MS = 20_000;

/** The DDL of schemas by id, each after it went well in a worker: their readers run it in the main thread. */
export class ReadableSchemas {
  readonly #dataset: DatasetFolder;
  readonly #pool: SqlPool;
  readonly #signal: AbortSignal;
  readonly #known = new Map<string, Promise<string>>();

  constructor(dataset: DatasetFolder, pool: SqlPool, signal: AbortSignal) {
    this.#dataset = dataset;
    this.#pool = pool;
    this.#signal = signal;
  }

  /** Throws QuillError `file` and `schema`, each time the same. */
  ddl(id: string): Promise<string> {
    const known = this.#known.get(id);
    if (known !== undefined) return known;
    const read = this.#read(id);
    this.#known.set(id, read);
    return read;
  }

  async #read(id: string): Promise<string> {
    const ddl = await this.#dataset.schema(id);
    await readForeignDatabase(
      this.#pool,
      {
        source: { kind: 'schema', ddl, rows: 0, seed: 1 },
        name: `The schema ${id} of ${this.#dataset.folder}`,
        remedy: `correct its file schemas/${id}.sql, or leave out the pairs that name it`,
        limitMs: LIMIT_MS,
      },
      this.#signal,
    );
    return ddl;
  }
}
