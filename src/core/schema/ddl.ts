/** Runs DDL text in an empty database and reads the schema that comes of it. */
import { QuillError } from '../errors.ts';
import type { Database, Engine } from '../ports.ts';
import { foreignDdl } from './foreign-ddl.ts';
import type { Schema } from './model.ts';
import { readSchema } from './read.ts';
import { type DdlStatement, ddlStatements } from './statements.ts';
import { isWord, significant } from './table-text.ts';

/**
 * The schema that DDL text describes. Statements that change rows or settings (INSERT, PRAGMA, BEGIN …) and
 * triggers are passed over. Throws QuillError `schema` that names the first statement SQLite refuses, with its line.
 */
export function createSchema(engine: Engine, ddl: string): Schema {
  const db = engine.open();
  try {
    runDdl(db, ddl);
    return readSchema(db);
  } finally {
    db.close();
  }
}

/** Runs the DDL statements of a text in a database. Throws as `createSchema` does. */
export function runDdl(db: Database, ddl: string): void {
  for (const statement of ddlStatements(ddl)) {
    if (!statement.changesSchema || isTrigger(statement.text)) continue;
    try {
      db.exec(statement.text);
    } catch (error) {
      throw new QuillError('schema', refusal(statement, error), { cause: error });
    }
  }
}

/** Triggers say nothing about what a query returns, and would change the rows that are made up. */
function isTrigger(text: string): boolean {
  const words = significant(text).slice(0, 3);
  return words.some(token => isWord(text, token, 'TRIGGER'));
}

function refusal(statement: DdlStatement, error: unknown): string {
  const where = `Line ${statement.line} of the schema, \`${firstLine(statement.text)}\``;
  const foreign = foreignDdl(statement.text);
  if (foreign !== undefined) {
    const line = statement.line + foreign.line - 1;
    return (
      `${where}, looks like ${foreign.dialect} (\`${foreign.evidence}\`, line ${line}); ` +
      'Quill reads SQLite so far: change the statement to SQLite or leave it out.'
    );
  }
  const cause = error instanceof Error ? error.message : String(error);
  if (QuillError.is(error, 'unsupported'))
    return `${where}, cannot be run: ${cause} Leave the statement out if the queries read other tables.`;
  return `${where}, is refused by SQLite: ${cause.replace(/\.$/, '')}. Correct the statement or leave it out.`;
}

function firstLine(text: string): string {
  const line = text.split('\n', 1)[0]!.trim();
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}
