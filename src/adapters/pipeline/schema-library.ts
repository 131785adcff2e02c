/** The schemas that queries are written over: those that come with Quill, and the user's own. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { hexOf } from '../../core/dataset/ids.ts';
import { QuillError } from '../../core/errors.ts';
import { type RunConfig, tierRows } from '../../core/pipeline/config.ts';
import type { PipelineSchema, SchemaShelf } from '../../core/pipeline/contract.ts';
import { sampleDomains } from '../../core/sample/sample-ddl.ts';
import type { Schema } from '../../core/schema/model.ts';
import { readProfile } from '../../core/schema/profile.ts';
import { decodeFile } from '../../core/utf8.ts';
import type { DatabaseSource } from '../../protocol/database-source.ts';
import type { SqliteEngine } from '../sqlite/engine.ts';
import { openSource } from '../sqlite/open-source.ts';

export interface Shelved {
  readonly id: string;
  readonly origin: PipelineSchema['origin'];
  /** The database to open in a worker. */
  readonly source: DatabaseSource;
}

/** The seed of the made-up rows: the same for all, so that a pair can be timed again on the same data. */
export const DATA_SEED = 1;

export interface ShippedSchema {
  readonly id: string;
  readonly ddl: string;
}

/** The schemas of a folder, and the domains of the sample database, in alphabetical order. */
export function shippedSchemas(folder: string): ShippedSchema[] {
  const files = readdirSync(folder).filter(name => name.endsWith('.sql'));
  const written = files.map(name => ({
    id: path.basename(name, '.sql'),
    ddl: readFileSync(path.join(folder, name), 'utf8'),
  }));
  const domains = sampleDomains.map(({ id, ddl }) => ({ id, ddl }));
  return [...written, ...domains].sort((a, b) => (a.id < b.id ? -1 : 1));
}

export class SchemaLibrary implements SchemaShelf {
  readonly #engine: SqliteEngine;
  readonly #shelved: ReadonlyMap<string, Shelved>;
  readonly #loaded = new Map<string, PipelineSchema>();

  private constructor(engine: SqliteEngine, shelved: readonly Shelved[]) {
    this.#engine = engine;
    this.#shelved = new Map(shelved.map(one => [one.id, one]));
  }

  /** Throws QuillError `usage` for an unknown schema, `file` and `schema` for an own one that cannot be read. */
  static open(
    engine: SqliteEngine,
    folder: string,
    config: Pick<RunConfig, 'schemas' | 'own' | 'tier'>,
  ): SchemaLibrary {
    const shipped = shippedSchemas(folder);
    const rows = tierRows[config.tier];
    const wanted = config.schemas.length > 0 || config.own === null ? shipped : [];
    for (const id of config.schemas)
      if (!shipped.some(one => one.id === id))
        throw new QuillError(
          'usage',
          `There is no schema named ${id}. Known are: ${shipped.map(one => one.id).join(', ')}.`,
        );
    const shelved: Shelved[] = wanted
      .filter(({ id }) => config.schemas.length === 0 || config.schemas.includes(id))
      .map(({ id, ddl }) => ({
        id,
        origin: 'shipped',
        source: { kind: 'schema', ddl, rows, seed: DATA_SEED },
      }));
    if (config.own !== null) shelved.push(ownSchema(engine, config.own, rows));
    return new SchemaLibrary(engine, shelved);
  }

  get ids(): readonly string[] {
    return [...this.#shelved.keys()];
  }

  get origins(): readonly Pick<PipelineSchema, 'id' | 'origin'>[] {
    return [...this.#shelved.values()];
  }

  /** The database that queries over a schema are timed on. */
  source(id: string): DatabaseSource {
    return this.#get(id).source;
  }

  async load(id: string): Promise<PipelineSchema> {
    const known = this.#loaded.get(id);
    if (known) return known;
    const loaded = buildSchema(this.#engine, this.#get(id));
    this.#loaded.set(id, loaded);
    return loaded;
  }

  #get(id: string): Shelved {
    const shelved = this.#shelved.get(id);
    if (!shelved) throw new QuillError('internal', `There is no schema named ${id}.`);
    return shelved;
  }
}

/** Reads the schema of a database, or of DDL with made-up rows, and its profile. Throws QuillError `file`, `schema`. */
export function buildSchema(engine: SqliteEngine, { id, origin, source }: Shelved): PipelineSchema {
  const { db, schema } = openSource(engine, source);
  try {
    const ddl = source.kind === 'schema' ? source.ddl : ddlOf(schema);
    return { id, ddl, schema, profile: readProfile(db, schema), origin };
  } finally {
    db.close();
  }
}

/**
 * Its id carries a hash of its DDL: two versions of a schema never meet under one name, and one schema at two paths is
 * the same. Throws QuillError: `file` and `schema` for a database, `file` and `usage` for DDL that cannot be read.
 */
export function ownSchema(
  engine: SqliteEngine,
  { kind, path: file }: NonNullable<RunConfig['own']>,
  rows: number,
): Shelved {
  if (!existsSync(file)) throw new QuillError('file', `${file} cannot be read: there is no such file.`);
  const ddl = kind === 'database' ? databaseDdl(engine, file) : decodeFile(readFileSync(file), file);
  const name = path
    .basename(file, path.extname(file))
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 60);
  const source: DatabaseSource =
    kind === 'database' ? { kind: 'file', path: file } : { kind: 'schema', ddl, rows, seed: DATA_SEED };
  return { id: `own-${name || 'schema'}-${hexOf(ddl).slice(0, 8)}`, origin: 'own', source };
}

function databaseDdl(engine: SqliteEngine, path: string): string {
  const { db, schema } = openSource(engine, { kind: 'file', path });
  db.close();
  return ddlOf(schema);
}

function ddlOf({ ddl }: Schema): string {
  return `${ddl.join(';\n\n')};\n`;
}
