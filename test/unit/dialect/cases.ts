/** Other people's queries, where the environment says they are. */
import { readFileSync } from 'node:fs';
import path from 'node:path';

export interface CaseQuery {
  readonly id: string;
  readonly schema: string;
  readonly sql: string;
}

/** All queries of the folder named by QUILL_CASES; undefined when it is not set. */
export function caseQueries(): CaseQuery[] | undefined {
  const folder = process.env['QUILL_CASES'];
  if (folder === undefined || folder === '') return undefined;
  return ['equivalent', 'not-equivalent', 'tpch'].flatMap(file =>
    readFileSync(path.join(folder, `${file}.jsonl`), 'utf8')
      .split('\n')
      .filter(line => line !== '')
      .flatMap(line => {
        const { id, schema, a, b }: { id: string; schema: string; a: string; b: string } = JSON.parse(line);
        return [
          { id: `${id}.a`, schema: schema ?? '', sql: a },
          { id: `${id}.b`, schema: schema ?? '', sql: b },
        ];
      }),
  );
}
