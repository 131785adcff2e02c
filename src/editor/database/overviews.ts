import type { DatabaseOverview } from '../../protocol/database-source.ts';
import type { Backend } from '../sql-workers.ts';
import type { DatabaseChoice } from './choice.ts';
import { type ResolvedDatabase, resolveDatabase } from './resolve.ts';

/** What is in the databases: read once while a database stays the same. */
export class DatabaseOverviews {
  readonly #backend: Backend;
  readonly #known = new Map<string, { identity: string; overview: DatabaseOverview }>();

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Throws QuillError as the workers do. */
  async of(
    choice: DatabaseChoice,
    signal: AbortSignal,
    resolved?: ResolvedDatabase,
  ): Promise<DatabaseOverview> {
    const { source, identity, notes } = resolved ?? (await resolveDatabase(choice));
    const key = JSON.stringify(choice);
    const known = this.#known.get(key);
    if (known?.identity === identity) return known.overview;
    const found = await this.#backend.inspect(source, signal);
    const overview = { ...found, notes: [...notes, ...found.notes] };
    this.#known.set(key, { identity, overview });
    return overview;
  }

  /** What was last read of a choice, without looking again. */
  lastOf(choice: DatabaseChoice | undefined): DatabaseOverview | undefined {
    return choice && this.#known.get(JSON.stringify(choice))?.overview;
  }
}

/** The names of the tables, where they are known. */
export function tableNames(overview: DatabaseOverview | undefined): string[] | undefined {
  return overview?.tables.map(table => table.name);
}
