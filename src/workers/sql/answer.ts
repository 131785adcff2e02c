import type { SqliteEngine } from '../../adapters/sqlite/engine.ts';
import type { SearchEvent } from '../../core/optimize/contract.ts';
import type { Exclusive } from '../../core/optimize/workbench.ts';
import type { Clock } from '../../core/ports.ts';
import type { Request, Results } from '../../protocol/sql-messages.ts';
import { buildSampleFile } from './build-sample-file.ts';
import { inspectDatabase } from './inspect-database.ts';
import type { OpenDatabases } from './open-databases.ts';
import { optimizeStatement } from './optimize-statement.ts';
import { readSchemaOf } from './read-schema.ts';
import { retimePair } from './retime-pair.ts';
import { verifyPair } from './verify-pair.ts';

/** What a request can use; one engine and its databases live as long as the worker. */
export interface Context {
  readonly engine: SqliteEngine;
  readonly databases: OpenDatabases;
  /** Stands still while another worker times a query and this one waits. */
  readonly clock: Clock;
  /** Runs what is timed when it is this worker's turn. */
  readonly exclusive: Exclusive;
  emit(event: SearchEvent): void;
  /** To be told of an error that leaves the engine in doubt although there is an answer. */
  doubt(error: unknown): void;
}

/** Works on one request, synchronously. Throws QuillError. */
export function answer(request: Request, context: Context): Results[Request['type']] {
  switch (request.type) {
    case 'optimize':
      return optimizeStatement(request, context);
    case 'verify':
      return verifyPair(request, context);
    case 'retime':
      return retimePair(request, context);
    case 'inspect':
      return inspectDatabase(request, context);
    case 'read-schema':
      return readSchemaOf(request, context);
    case 'build-sample':
      return buildSampleFile(request, context);
  }
}
