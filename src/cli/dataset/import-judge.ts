/** Reads the schemas of imported rows, and judges the rows on the SQL workers. */
import { PoolBench } from '../../adapters/pipeline/pool-bench.ts';
import { buildSchema, DATA_SEED, type Shelved } from '../../adapters/pipeline/schema-library.ts';
import type { SqliteEngine } from '../../adapters/sqlite/engine.ts';
import { readForeignDatabase } from '../../adapters/sqlite/foreign-database.ts';
import type { SqlPool } from '../../adapters/sqlite/sql-pool.ts';
import { heldOutUnderAnyName, type NamedDdl } from '../../core/dataset/ddl-identity.ts';
import { hexOf } from '../../core/dataset/ids.ts';
import type { ImportedRow } from '../../core/dataset/import-rows.ts';
import { refusedDdl } from '../../core/dataset/plain-ddl.ts';
import { QuillError } from '../../core/errors.ts';
import type { PipelineSchema } from '../../core/pipeline/contract.ts';
import { type ImportBench, type Imported, judgeImported } from '../../core/pipeline/imported-row.ts';
import type { DatabaseSource } from '../../protocol/database-source.ts';
import type { VerifyRequest } from '../../protocol/sql-messages.ts';

/** For comparing a row's queries that the search found no gain in, in milliseconds. */
const RETIME_MS = 1000;
/** For making up the rows of a schema, and reading their columns, in milliseconds; a busy machine takes long. */
const PROBE_MS = 60_000;
/** How often a schema is tried that took too long, each time for another row: the machine may have been busy. */
const mostTries = 3;

export interface ImportLimits {
  readonly databases: number;
  readonly mutants: number;
  readonly budgetMs: number;
  readonly queryLimitMs: number;
  readonly seed: number;
  readonly rows: number;
}

export interface ImportParts {
  readonly pool: SqlPool;
  readonly engine: SqliteEngine;
  readonly limits: ImportLimits;
  /** For all rows instead of DDL of their own; a worker has read it, see `ownSchema`. */
  readonly given: Shelved | undefined;
  readonly heldOutSchemas: readonly string[];
  /** A row over one of these that is held out is so, whatever its own schema is called. */
  readonly knownSchemas: readonly NamedDdl[];
  readonly run: string;
  readonly signal: AbortSignal;
}

/** One try to build a schema. */
interface Build {
  readonly shelved: Shelved;
  readonly nth: number;
  readonly built: Promise<PipelineSchema | QuillError>;
}

/** What became of a row, with the schema it stands under. */
export type ImportOutcome =
  | ({ readonly schema: PipelineSchema } & Imported)
  /** No row of the dataset can say so. */
  | { readonly problem: string; readonly kind: ImportProblem };

/**
 * `unreadable`: no two queries are in it; `no tables`: nothing says what they read; `held out`: training would learn
 * what the dataset holds out; `broken`: its schema cannot be read or is not to be run.
 */
export type ImportProblem = 'unreadable' | 'no tables' | 'held out' | 'broken';

export class ImportJudge {
  readonly #parts: ImportParts;
  readonly #schemas = new Map<string, Build>();
  readonly #heldOut = new Map<string, readonly string[]>();
  readonly #bench: ImportBench;

  constructor(parts: ImportParts) {
    this.#parts = parts;
    this.#bench = benchOf(parts, id => this.#shelved(id).source);
  }

  /** Throws QuillError `cancelled`, and what is no fault of the row. */
  async judge(row: ImportedRow, number: number): Promise<ImportOutcome> {
    const schema = await this.#schemaOf(row);
    if (schema === undefined)
      return {
        kind: 'no tables',
        problem: row.isPromptForm
          ? "its tables are described as in Quill's own exports, which is no DDL; name them with --schema or --db, or join the dataset itself by quill dataset merge"
          : 'it comes without CREATE TABLE statements; name them with --schema or --db',
      };
    if (schema instanceof QuillError) return { problem: schema.message, kind: 'broken' };
    const { run, limits, signal } = this.#parts;
    const { databases, seed } = limits;
    const heldOutSchemas = this.#heldOutWith(schema);
    const createdAt = new Date().toISOString();
    const origin = { schema, heldOutSchemas, run, number, seed, databases, createdAt };
    return { schema, ...(await judgeImported(row, origin, this.#bench, signal)) };
  }

  async #schemaOf({ ddl }: ImportedRow): Promise<PipelineSchema | QuillError | undefined> {
    const { given, limits } = this.#parts;
    const shelved: Shelved | undefined =
      given ??
      (ddl === undefined
        ? undefined
        : {
            id: `import-${hexOf(ddl).slice(0, 12)}`,
            origin: 'own',
            source: { kind: 'schema', ddl, rows: limits.rows, seed: DATA_SEED },
          });
    if (shelved === undefined) return undefined;
    for (;;) {
      const known = this.#schemas.get(shelved.id);
      if (known !== undefined) {
        const built = await known.built;
        if (!tookTooLong(built) || known.nth >= mostTries) return built;
        // Another row that waited may have begun the next try.
        if (this.#schemas.get(shelved.id) !== known) continue;
      }
      const built = this.#build(shelved, given === undefined);
      this.#schemas.set(shelved.id, { shelved, nth: (known?.nth ?? 0) + 1, built });
      return built;
    }
  }

  /** What the file brings is read in a worker, which ends when it takes too long. */
  async #build(shelved: Shelved, isForeign: boolean): Promise<PipelineSchema | QuillError> {
    const { engine, pool, signal } = this.#parts;
    const { source } = shelved;
    try {
      if (isForeign) {
        const refused = source.kind === 'schema' ? refusedDdl(source.ddl) : undefined;
        if (refused !== undefined) return new QuillError('schema', refused);
        const remedy = 'give it fewer rows by --rows, or import the file again when the machine is less busy';
        const name = 'Its schema with made-up rows';
        const read = await readForeignDatabase(pool, { source, name, remedy, limitMs: PROBE_MS }, signal);
        return buildSchema(engine, { ...shelved, read });
      }
      return buildSchema(engine, shelved);
    } catch (error) {
      if (!QuillError.is(error) || ['cancelled', 'internal'].includes(error.reason)) throw error;
      return error;
    }
  }

  #heldOutWith(schema: PipelineSchema): readonly string[] {
    const { heldOutSchemas, knownSchemas } = this.#parts;
    const known = this.#heldOut.get(schema.id) ?? heldOutUnderAnyName(heldOutSchemas, knownSchemas, [schema]);
    this.#heldOut.set(schema.id, known);
    return known;
  }

  #shelved(id: string): Shelved {
    const known = this.#schemas.get(id);
    if (known === undefined) throw new QuillError('internal', `There is no schema named ${id}.`);
    return known.shelved;
  }
}

/** True where a limit of time ended it, which is not the schema's fault alone. */
function tookTooLong(built: PipelineSchema | QuillError): boolean {
  return QuillError.is(built) && QuillError.is(built.cause, 'timeout');
}

function benchOf(
  { pool, limits, signal }: ImportParts,
  sourceOf: (id: string) => DatabaseSource,
): ImportBench {
  const bench = new PoolBench(pool, limits, sourceOf);
  const { databases, mutants, budgetMs, queryLimitMs, seed } = limits;
  return {
    run: (job, until) => bench.run(job, until),
    verify: async ({ id, ddl }, slow, fast) => {
      const database = sourceOf(id);
      const schema: VerifyRequest['schema'] =
        database.kind === 'file' ? { kind: 'database', database } : { kind: 'ddl', ddl };
      const options = { databases, mutants, budgetMs, queryLimitMs, seed };
      return (await pool.verify({ schema, a: slow, b: fast, options }, { signal })).verdict;
    },
    retime: ({ id }, slow, fast) => {
      const times = { queryLimitMs, totalMs: RETIME_MS };
      return pool.retime({ database: sourceOf(id), slow, fast, indexes: [], ...times }, { signal });
    },
  };
}
