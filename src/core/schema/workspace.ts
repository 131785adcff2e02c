/** The schema that the SQL files of a workspace describe. */
import { parseStmt } from 'sqlite3-parser';
import { Catalog } from './catalog.ts';
import { type ForeignDdl, foreignDdl } from './foreign-ddl.ts';
import { inMigrationOrder, isDownMigration, type SqlFile, withoutDownSections } from './migration-files.ts';
import { catalogEntry, mayChangeTables } from './statement-head.ts';
import { type DdlStatement, ddlStatements } from './statements.ts';

export type { SqlFile };

export interface WorkspaceSchema {
  /** Statements that can run one after the other in an empty database. '' when the files hold no schema. */
  readonly ddl: string;
  /** One sentence for each table, index or view that is created a second time; the first one counts. */
  readonly duplicates: readonly string[];
  /** One sentence for each file and statement that was left out. */
  readonly skipped: readonly string[];
}

/**
 * Collects CREATE TABLE, ALTER TABLE, CREATE INDEX, CREATE VIEW and DROP statements, and calls of an extension's
 * functions, in file-name order (2 before 10). Down migrations are passed over, files for other engines named. Never
 * throws.
 */
export function schemaFromFiles(files: readonly SqlFile[]): WorkspaceSchema {
  const catalog = new Catalog();
  const kept: string[] = [];
  const duplicates: string[] = [];
  const skipped: string[] = [];
  for (const file of inMigrationOrder(files)) {
    if (isDownMigration(file.name)) continue;
    const statements = definitions(withoutDownSections(file.text));
    const foreign = foreignStatement(statements);
    if (foreign !== undefined) {
      skipped.push(
        `${file.name} was left out: it looks like ${foreign.dialect} (\`${foreign.evidence}\`, ` +
          `line ${foreign.line}); Quill reads SQLite so far.`,
      );
      continue;
    }
    for (const statement of statements) {
      const place = `${file.name}, line ${statement.line}`;
      if (mayChangeTables(statement.text)) {
        // It can change nothing that does not exist yet.
        if (kept.length > 0) kept.push(statement.text);
        continue;
      }
      const parsed = parseStmt(statement.text);
      if (parsed.status === 'error') {
        skipped.push(`${place}, was left out: ${parsed.errors[0]?.message ?? 'it cannot be read'}.`);
        continue;
      }
      const outcome = catalog.apply(parsed.root, statement.text, file.name);
      if (outcome.kind === 'kept') kept.push(statement.text);
      else if (outcome.kind === 'left-out') skipped.push(`${place}, was left out: ${outcome.why}.`);
      else if (outcome.kind === 'duplicate')
        duplicates.push(`${place}, creates ${outcome.name} again; the one in ${outcome.first} counts.`);
    }
  }
  return { ddl: [...kept, ...catalog.views].map(text => `${text};\n`).join(''), duplicates, skipped };
}

/**
 * The statements that say something about the schema; a virtual table that a dump enters in the catalogue as its
 * CREATE.
 */
function definitions(text: string): DdlStatement[] {
  return ddlStatements(text).flatMap(statement => {
    const entered = catalogEntry(statement.text);
    if (entered) return [{ ...statement, text: entered }];
    const matters = /^(?:CREATE|ALTER|DROP|COMMENT)$/.test(statement.keyword);
    return matters || mayChangeTables(statement.text) ? [statement] : [];
  });
}

/** The first statement that SQLite cannot read and that another engine can. The line is that of the file. */
function foreignStatement(statements: readonly DdlStatement[]): ForeignDdl | undefined {
  for (const { text, line } of statements) {
    if (parseStmt(text).status !== 'error') continue;
    const foreign = foreignDdl(text);
    if (foreign !== undefined) return { ...foreign, line: line + foreign.line - 1 };
  }
  return undefined;
}
