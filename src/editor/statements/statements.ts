import { type StatementPiece, splitStatements, statementAt } from '../../core/dialect/sqlite/split.ts';

/** A statement of a SQL document, with its text. */
export interface Statement extends StatementPiece {
  readonly text: string;
}

/** The statements of a text in order, empty ones left out. Never throws. */
export function readStatements(text: string): Statement[] {
  return splitStatements(text)
    .filter(({ kind }) => kind !== 'empty')
    .map(piece => ({ ...piece, text: text.slice(piece.span.start, piece.span.end) }));
}

/** The statement that a cursor means: the one it touches or belongs to, else the next, else the last. */
export function statementNear(statements: readonly Statement[], offset: number): Statement | undefined {
  const touched = statementAt(statements, offset);
  return (
    statements.find(statement => statement === touched) ??
    statements.find(({ span }) => span.start >= offset) ??
    statements.at(-1)
  );
}
