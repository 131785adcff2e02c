/** Judges and times imported rows as if they were new. */
import { PoolBench } from '../../adapters/pipeline/pool-bench.ts';
import { buildSchema, DATA_SEED, type Shelved } from '../../adapters/pipeline/schema-library.ts';
import type { SqliteEngine } from '../../adapters/sqlite/engine.ts';
import { readForeignDatabase } from '../../adapters/sqlite/foreign-database.ts';
import type { SqlPool } from '../../adapters/sqlite/sql-pool.ts';
import { heldOutUnderAnyName, type NamedDdl } from '../../core/dataset/ddl-identity.ts';
import { hexOf, pairId, templateId } from '../../core/dataset/ids.ts';
import type { ImportedRow } from '../../core/dataset/import-rows.ts';
import type { Pair, RejectedCandidate, RejectionKind } from '../../core/dataset/pair.ts';
import { refusedDdl } from '../../core/dataset/plain-ddl.ts';
import { splitOf } from '../../core/dataset/split.ts';
import { analyze } from '../../core/dialect/sqlite/analyze.ts';
import { QuillError } from '../../core/errors.ts';
import { formatMs } from '../../core/format.ts';
import type { OptimizeResult } from '../../core/optimize/contract.ts';
import { claimed } from '../../core/optimize/timing.ts';
import type { PipelineSchema } from '../../core/pipeline/contract.ts';
import { type Attempt, isJudgedEnough, pairOf, withResultRows } from '../../core/pipeline/solutions.ts';
import type { BoundQuery } from '../../core/sql/bound.ts';
import type { Verdict } from '../../core/verify/verdict.ts';

/** For comparing a row's queries that the search found no gain in, in milliseconds. */
const RETIME_MS = 1000;
/** For making up the rows of a schema, and reading their columns, in milliseconds. */
const PROBE_MS = 10_000;
/** How many times slower a row must be to serve as an example of a bad rewrite. */
const CLEARLY_SLOWER = 1.5;

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

/** What became of a row, with the schema it stands under. */
export type ImportOutcome =
  | { readonly schema: PipelineSchema; readonly pair: Pair }
  | { readonly schema: PipelineSchema; readonly rejected: RejectedCandidate }
  /** No row of the dataset can say so. */
  | { readonly problem: string; readonly kind: ImportProblem };

/**
 * `unreadable`: no two queries are in it; `no tables`: nothing says what they read; `held out`: training would learn
 * what the dataset holds out; `broken`: its schema cannot be read or is not to be run.
 */
export type ImportProblem = 'unreadable' | 'no tables' | 'held out' | 'broken';

interface Case {
  readonly row: ImportedRow;
  readonly attempt: Attempt;
}

export class ImportJudge {
  readonly #parts: ImportParts;
  readonly #schemas = new Map<string, { shelved: Shelved; built: Promise<PipelineSchema | QuillError> }>();
  readonly #heldOut = new Map<string, readonly string[]>();
  readonly #bench: PoolBench;

  constructor(parts: ImportParts) {
    this.#parts = parts;
    this.#bench = new PoolBench(parts.pool, parts.limits, id => this.#shelved(id).source);
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
    const bound = bindOrError(row.slow, schema);
    const one: Case = { row, attempt: this.#attempt(schema, row, bound, number) };
    const outcome = bound instanceof QuillError ? broken(one, 'slow', bound) : await this.#judgeBound(one);
    return { schema, ...outcome };
  }

  async #judgeBound(one: Case): Promise<{ pair: Pair } | { rejected: RejectedCandidate }> {
    const { row, attempt } = one;
    const fast = bindOrError(row.fast, attempt.schema);
    if (fast instanceof QuillError) return broken(one, 'fast', fast);
    if (row.fast === row.slow && row.indexes.length === 0)
      return rejected(one, 'nothing-to-improve', 'Both queries are the same text.');
    try {
      const verdict = await this.#verify(one);
      if (verdict.verdict === 'refuted' || verdict.verdict === 'undetermined') return failed(one, verdict);
      const made = timed(one, await this.#time(one));
      return made ?? (await this.#notFaster(one));
    } catch (error) {
      if (!QuillError.is(error) || ['cancelled', 'internal', 'memory'].includes(error.reason)) throw error;
      return rejected(one, 'broken', `It cannot be judged: ${error.message}`);
    }
  }

  async #verify({ row, attempt }: Case): Promise<Verdict> {
    const { pool, limits, signal } = this.#parts;
    const { source } = this.#shelved(attempt.schema.id);
    const { databases, mutants, budgetMs, queryLimitMs, seed } = limits;
    const { verdict } = await pool.verify(
      {
        schema:
          source.kind === 'file'
            ? { kind: 'database', database: source }
            : { kind: 'ddl', ddl: attempt.schema.ddl },
        a: row.slow,
        b: row.fast,
        options: { databases, mutants, budgetMs, queryLimitMs, seed },
      },
      { signal },
    );
    return verdict;
  }

  /** Indexes are advised by the search, not believed: what a row says of them cannot be timed apart. */
  #time({ row, attempt }: Case): Promise<OptimizeResult> {
    const { limits, signal } = this.#parts;
    const candidates = row.fast === row.slow ? [] : [{ sql: row.fast, techniques: [] }];
    return this.#bench.run(
      {
        schema: attempt.schema,
        sql: row.slow,
        candidates,
        indexes: row.indexes.length > 0,
        rules: false,
        slower: false,
        seed: limits.seed,
      },
      signal,
    );
  }

  /** Slower only when it was measured to be, in turns with the original; else no example of a bad rewrite, either. */
  async #notFaster(one: Case): Promise<{ rejected: RejectedCandidate }> {
    const { row, attempt } = one;
    const { pool, limits, signal } = this.#parts;
    const database = this.#shelved(attempt.schema.id).source;
    const request = { database, slow: row.fast, fast: row.slow, indexes: [] };
    const times = { queryLimitMs: limits.queryLimitMs, totalMs: RETIME_MS };
    const { before: offered, after: original } = await pool.retime({ ...request, ...times }, { signal });
    return claimed(offered, original) >= CLEARLY_SLOWER
      ? rejected(one, 'slower', `It takes ${formatMs(offered.ms)} instead of ${formatMs(original.ms)}.`)
      : rejected(
          one,
          'nothing-to-improve',
          `It is not clearly faster than the ${formatMs(original.ms)} of the original.`,
        );
  }

  #schemaOf({ ddl }: ImportedRow): Promise<PipelineSchema | QuillError> | undefined {
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
    const known = this.#schemas.get(shelved.id);
    if (known !== undefined) return known.built;
    const built = this.#build(shelved, given === undefined);
    this.#schemas.set(shelved.id, { shelved, built });
    return built;
  }

  /** What the file brings is read in a worker, which ends when it takes too long. */
  async #build(shelved: Shelved, isForeign: boolean): Promise<PipelineSchema | QuillError> {
    const { engine, pool, signal } = this.#parts;
    const { source } = shelved;
    try {
      if (isForeign) {
        const refused = source.kind === 'schema' ? refusedDdl(source.ddl) : undefined;
        if (refused !== undefined) return new QuillError('schema', refused);
        const remedy = 'give it fewer rows by --rows, or leave it out';
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

  #attempt(
    schema: PipelineSchema,
    row: ImportedRow,
    bound: BoundQuery | QuillError,
    number: number,
  ): Attempt & { readonly bound: BoundQuery } {
    const { run, limits } = this.#parts;
    const readable = bound instanceof QuillError ? analyze('SELECT 1', schema.schema) : bound;
    // A query that cannot be read has no template; its text stands for it.
    const template = bound instanceof QuillError ? hexOf(row.slow).slice(0, 24) : templateId(bound);
    return {
      schema,
      bound: readable,
      template,
      split: splitOf(template, schema.id, this.#heldOutWith(schema)),
      stage: 2,
      provenance: {
        run,
        item: number,
        writer: 'import',
        antiPattern: null,
        model: null,
        promptVersion: null,
        // Queries of the user's own work say more of the rows than made-up ones.
        ...(schema.ownRows && { ownValues: true }),
        seed: limits.seed,
        cost: 0,
      },
      databases: limits.databases,
      offeredBy: () => 'import',
      createdAt: new Date().toISOString(),
    };
  }
}

/** Undefined where it is right and not clearly faster. */
function timed(
  one: Case,
  { suggestion, alternatives, rejected: wrong, original }: OptimizeResult,
): { pair: Pair } | { rejected: RejectedCandidate } | undefined {
  const { row, attempt } = one;
  const own = [suggestion, ...alternatives].find(each => each?.sql === row.fast);
  const pair = own && pairOf(attempt, own);
  if (pair && !isJudgedEnough(pair)) {
    const reason = `The time ran out after ${pair.verdict.databases} of ${attempt.databases} databases.`;
    return rejected(one, 'undetermined', reason);
  }
  if (pair) return { pair: withResultRows(pair, original) };
  const refuted = wrong.find(each => each.sql === row.fast)?.verdict;
  return refuted && failed(one, refuted);
}

function failed(one: Case, verdict: Verdict): { rejected: RejectedCandidate } {
  if (verdict.verdict !== 'refuted')
    return rejected(one, 'undetermined', 'reason' in verdict ? verdict.reason : 'It was not judged.');
  return rejected(one, 'refuted', verdict.explanation, verdict.witness?.inserts.join('\n'));
}

function broken(one: Case, side: 'slow' | 'fast', error: QuillError): { rejected: RejectedCandidate } {
  return rejected(one, 'broken', `The ${side} query cannot be run: ${error.message}`);
}

function rejected(
  { row, attempt }: Case,
  kind: RejectionKind,
  reason: string,
  witness?: string,
): { rejected: RejectedCandidate } {
  const { schema, split, template, createdAt, provenance } = attempt;
  return {
    rejected: {
      id: pairId(schema.id, row.slow, row.fast),
      schema: schema.id,
      slow: row.slow,
      candidate: row.fast === row.slow ? null : row.fast,
      kind,
      techniques: [],
      reason,
      ...(witness !== undefined && { witness }),
      split,
      template,
      provenance: { ...provenance, optimizer: 'import' },
      createdAt,
    },
  };
}

function bindOrError(sql: string, schema: PipelineSchema): BoundQuery | QuillError {
  try {
    return analyze(sql, schema.schema);
  } catch (error) {
    if (QuillError.is(error)) return error;
    throw error;
  }
}
