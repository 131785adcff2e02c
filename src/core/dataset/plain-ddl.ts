/** Which definitions of other people may be run. */
import { ddlStatements } from '../schema/statements.ts';
import { isWord, significant } from '../schema/table-text.ts';

const kinds = ['TABLE', 'INDEX', 'VIEW'];
const adjectives = ['CREATE', 'TEMP', 'TEMPORARY', 'UNIQUE'];

/**
 * Why DDL is not run, as a sentence; undefined where all of it is plain CREATE TABLE, INDEX and VIEW. A table made of a
 * query runs that query, which may have no end.
 */
export function refusedDdl(ddl: string): string | undefined {
  for (const { text, line } of ddlStatements(ddl)) {
    const tokens = significant(text);
    const kind = tokens.find(token => !adjectives.some(word => isWord(text, token, word)));
    const isPlain =
      tokens[0] !== undefined &&
      isWord(text, tokens[0], 'CREATE') &&
      kind !== undefined &&
      kinds.some(word => isWord(text, kind, word));
    if (!isPlain) return `Line ${line} of its schema is no plain CREATE TABLE, INDEX or VIEW.`;
    const body = tokens.find(
      token => isWord(text, token, 'AS') || text.slice(token.start, token.end) === '(',
    );
    if (isWord(text, kind, 'TABLE') && (body === undefined || isWord(text, body, 'AS')))
      return `Line ${line} of its schema makes a table of a query; write the columns instead.`;
  }
  return undefined;
}
