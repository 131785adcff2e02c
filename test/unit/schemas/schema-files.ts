import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { sampleDomains } from '../../../src/core/sample/sample-ddl.ts';

export interface NamedDdl {
  readonly id: string;
  readonly ddl: string;
}

const folder = path.join(import.meta.dirname, '../../../schemas');

/** The schemas that come with Quill, by id. */
export const schemaFiles: readonly NamedDdl[] = readdirSync(folder)
  .sort()
  .map(file => ({
    id: file.replace(/\.sql$/, ''),
    ddl: readFileSync(path.join(folder, file), 'utf8'),
  }));

/** Those and the domains of the sample database. */
export const allSchemas: readonly NamedDdl[] = [...schemaFiles, ...sampleDomains];
