/** The statements of a DDL text. */
import { splitStatements } from '../dialect/sqlite/split.ts';
import { lineFinder } from '../sql/span.ts';

export interface DdlStatement {
  /** Without comments around it and without the semicolon. */
  readonly text: string;
  /** The first word in upper case. */
  readonly keyword: string;
  /** Offset of its first character. */
  readonly start: number;
  /** 1-based line of the text at which it begins. */
  readonly line: number;
  /** False for statements on rows, transactions and settings, which say nothing about the schema. */
  readonly changesSchema: boolean;
}

const WITHOUT_SCHEMA = new Set(
  (
    'SELECT WITH VALUES INSERT UPDATE DELETE REPLACE PRAGMA BEGIN COMMIT END ROLLBACK SAVEPOINT RELEASE ' +
    'ANALYZE VACUUM REINDEX EXPLAIN ATTACH DETACH'
  ).split(' '),
);

/** Splits at semicolons outside quotes, comments and the BEGIN … END of triggers. Never throws. */
export function ddlStatements(text: string): DdlStatement[] {
  const lineOf = lineFinder(text);
  return splitStatements(text)
    .filter(piece => piece.kind !== 'empty')
    .map(piece => ({
      text: text.slice(piece.span.start, piece.span.end),
      keyword: piece.keyword,
      start: piece.span.start,
      line: lineOf(piece.span.start),
      changesSchema: !WITHOUT_SCHEMA.has(piece.keyword),
    }));
}
