/** The schemas that queries are written over: those that come with Quill, and the user's own. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { QuillError } from '../../core/errors.ts';
import { type RunConfig, tierRows } from '../../core/pipeline/config.ts';
import type { PipelineSchema, SchemaShelf } from '../../core/pipeline/contract.ts';
import { sampleDomains } from '../../core/sample/sample-ddl.ts';
import type { Schema } from '../../core/schema/model.ts';
import { readProfile } from '../../core/schema/profile.ts';
import type { DatabaseSource } from '../../protocol/database-source.ts';
import type { ReadSchema } from '../../protocol/read-schema.ts';
import type { SqliteEngine } from '../sqlite/engine.ts';
import { openSource } from '../sqlite/open-source.ts';

export interface Shelved {
  readonly id: string;
  readonly origin: PipelineSchema['origin'];
  /** The database to open in a worker. */
  readonly source: DatabaseSource;
  /** What a worker has read of it: then no other thread needs to. */
  readonly read?: ReadSchema;
  /** True where the values of that are made up, and those of the rows stay unknown. */
  readonly hidesValues?: boolean;
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

  /** `own`: the user's schema, see `ownSchema`. Throws QuillError `usage` for an unknown schema. */
  static open(
    engine: SqliteEngine,
    shipped: readonly ShippedSchema[],
    config: Pick<RunConfig, 'schemas' | 'tier'>,
    own: Shelved | undefined,
  ): SchemaLibrary {
    const rows = tierRows[config.tier];
    const wanted = config.schemas.length > 0 || own === undefined ? shipped : [];
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
    return new SchemaLibrary(engine, own === undefined ? shelved : [...shelved, own]);
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
export function buildSchema(
  engine: SqliteEngine,
  { id, origin, source, read, hidesValues = false }: Shelved,
): PipelineSchema {
  const described = ({ schema, profile }: ReadSchema): PipelineSchema => {
    const ddl = source.kind === 'schema' ? source.ddl : ddlOf(schema);
    return {
      ...{ id, ddl, schema, profile, origin },
      ...(source.kind === 'file' && { ownRows: hidesValues ? 'hidden' : 'shown' }),
    };
  };
  if (read !== undefined) return described(read);
  const { db, schema } = openSource(engine, source);
  try {
    return described({ schema, profile: readProfile(db, schema) });
  } finally {
    db.close();
  }
}

/** The DDL that a schema keeps in its database. */
export function ddlOf({ ddl }: Schema): string {
  return `${ddl.join(';\n\n')};\n`;
}
