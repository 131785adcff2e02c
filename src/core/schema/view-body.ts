/** The query of a view, from its statement. */
import { parseQuery } from '../dialect/sqlite/parse.ts';
import { QuillError } from '../errors.ts';

/** The query that a CREATE VIEW ends with; undefined where it cannot be read. */
export function bodyOfView(sql: string): string | undefined {
  for (const match of sql.matchAll(/\bas\b/gi)) {
    const body = sql.slice(match.index + 2);
    try {
      parseQuery(body);
      return body;
    } catch (error) {
      if (!(error instanceof QuillError)) throw error;
    }
  }
  return undefined;
}
