/** Which statement `FILE.sql[:LINE]` or `--sql TEXT` means. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { misspeltStarter } from '../core/dialect/sqlite/misspelt.ts';
import { type StatementPiece, splitStatements } from '../core/dialect/sqlite/split.ts';
import { QuillError } from '../core/errors.ts';
import { lineFinder } from '../core/sql/span.ts';
import { readInput } from './input-file.ts';

/** Statements listed where one has to be chosen. */
const mostListed = 20;

export interface ChosenStatement {
  readonly sql: string;
  /** `report.sql, line 12`; absent for text given on the command line. */
  readonly place?: string;
  /** 1-based line of its start. */
  readonly line: number;
}

/** Throws QuillError: `usage` for a bad file or line, `several-statements` with their lines, `not-a-query`. */
export async function readStatement(argument: { file?: string; sql?: string }): Promise<ChosenStatement> {
  if ((argument.file === undefined) === (argument.sql === undefined))
    throw new QuillError('usage', 'Name one statement: either --sql TEXT or FILE.sql[:LINE].');
  if (argument.sql !== undefined) return chooseStatement(argument.sql, undefined, '--sql', 'give one');
  const { file, line } = splitLine(argument.file ?? '');
  const name = file === '-' ? 'stdin' : path.basename(file);
  const chosen = chooseStatement(await readInput(file), line, ...called(file));
  return { ...chosen, place: `${name}, line ${chosen.line}` };
}

/** What messages call the text, and what to do when it holds several statements. */
function called(file: string): [name: string, advice?: string] {
  return file === '-' ? ['stdin', 'give one'] : [file];
}

function splitLine(argument: string): { file: string; line?: number } {
  const match = /^(.+):(\d+)$/.exec(argument);
  if (match === null || existsSync(argument)) return { file: argument };
  return { file: match[1] ?? argument, line: Number(match[2]) };
}

/**
 * The only statement of a text, or the one on a line (1-based). `name` is what messages call the text, `advice` what
 * to do when it holds several.
 */
export function chooseStatement(
  text: string,
  line: number | undefined,
  name: string,
  advice?: string,
): ChosenStatement {
  const lineAt = lineFinder(text);
  const pieces = splitStatements(text).filter(piece => piece.kind !== 'empty');
  const [first] = pieces;
  if (first === undefined) throw new QuillError('usage', `${name} holds no statement.`);
  if (line === undefined && pieces.length > 1) {
    const list = pieces
      .slice(0, mostListed)
      .map(piece => `  line ${lineAt(piece.span.start)}: ${firstWords(text, piece)}`);
    if (pieces.length > mostListed) list.push(`  … and ${pieces.length - mostListed} more`);
    throw new QuillError(
      'several-statements',
      `${name} holds ${pieces.length} statements; ${advice ?? `choose one by its line, as in ${name}:${lineAt(first.span.start)}`}:\n${list.join('\n')}`,
    );
  }
  const piece = line === undefined ? first : onLine(pieces, line, lineAt);
  if (piece === undefined) throw new QuillError('usage', `${name} has no statement on line ${line}.`);
  const start = lineAt(piece.span.start);
  if (piece.kind === 'other') {
    const meant = misspeltStarter(piece.keyword);
    if (meant !== undefined)
      throw new QuillError(
        'syntax',
        `The statement on line ${start} of ${name} begins with ${piece.keyword}; did you mean ${meant}?`,
      );
    throw new QuillError(
      'not-a-query',
      `The statement on line ${start} of ${name} (${firstWords(text, piece)}) is no query; Quill takes SELECT, WITH … SELECT and VALUES.`,
    );
  }
  return { sql: text.slice(piece.span.start, piece.span.end), line: start };
}

/** The statement whose text touches the line, else the one whose comments or blank lines do. */
function onLine(
  pieces: readonly StatementPiece[],
  line: number,
  lineAt: (offset: number) => number,
): StatementPiece | undefined {
  const touches = ({ start, end }: { start: number; end: number }): boolean =>
    lineAt(start) <= line && line <= lineAt(end);
  const inText = pieces.filter(piece => touches(piece.span));
  return (
    inText.find(piece => piece.kind === 'query') ?? inText[0] ?? pieces.find(piece => touches(piece.reach))
  );
}

function firstWords(text: string, { span }: StatementPiece): string {
  const words = text.slice(span.start, Math.min(span.end, span.start + 400)).replace(/\s+/g, ' ');
  return words.length > 60 ? `${words.slice(0, 59)}…` : words;
}
