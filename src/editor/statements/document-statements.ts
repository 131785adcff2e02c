import type * as vscode from 'vscode';
import { type Detection, looksLike } from '../../core/dialect/detect.ts';
import { QuillError } from '../../core/errors.ts';
import type { Span } from '../../core/sql/span.ts';
import { readStatements, type Statement, statementNear } from './statements.ts';
import { makeTarget, type Target } from './target.ts';

/** The statements of a document, read once a version. */
export const statementsOf: (document: vscode.TextDocument) => readonly Statement[] =
  onceAVersion(readStatements);

/** The other dialect that a document is evidently written in, asked once a version. */
export const dialectOf: (document: vscode.TextDocument) => Detection | undefined = onceAVersion(looksLike);

function onceAVersion<T>(read: (text: string) => T): (document: vscode.TextDocument) => T {
  const cache = new WeakMap<vscode.TextDocument, { version: number; value: T }>();
  return document => {
    const known = cache.get(document);
    if (known?.version === document.version) return known.value;
    const value = read(document.getText());
    cache.set(document, { version: document.version, value });
    return value;
  };
}

/**
 * What a user asks about: the selection in a document of any language, else the statement at the cursor of a SQL
 * document. Throws QuillError when there is none, or when it is no query.
 */
export function targetIn(document: vscode.TextDocument, selection: vscode.Selection | vscode.Range): Target {
  if (!selection.isEmpty) return selectedTarget(document, selection);
  if (document.languageId !== 'sql')
    throw new QuillError(
      'usage',
      'This is no SQL file: select the text of a query, then optimize the selection.',
    );
  const statements = statementsOf(document);
  const found = statementNear(statements, document.offsetAt(selection.start));
  if (!found) throw new QuillError('not-a-query', 'This file has no SQL statement yet.');
  return statementTarget(document, found);
}

export function statementTarget(document: vscode.TextDocument, statement: Statement): Target {
  if (statement.kind !== 'query')
    throw new QuillError(
      'not-a-query',
      `Quill optimizes SELECT, WITH … SELECT and VALUES; this statement is ${article(statement.keyword)} ${statement.keyword}.`,
    );
  return makeTarget(document, statement.span, 'statement');
}

function selectedTarget(document: vscode.TextDocument, range: vscode.Range): Target {
  const selected = document.getText(range);
  const statements = readStatements(selected);
  const [first, second] = statements;
  if (!first) throw new QuillError('not-a-query', 'The selection holds no SQL statement.');
  if (second)
    throw new QuillError(
      'several-statements',
      `The selection holds ${statements.length} statements: select one of them.`,
    );
  const start = document.offsetAt(range.start);
  const span: Span = { start: start + first.span.start, end: start + first.span.end };
  if (first.kind !== 'query') return statementTarget(document, { ...first, span });
  const whole =
    document.languageId === 'sql' &&
    statementsOf(document).some(({ text, span: own }) => own.start === span.start && text === first.text);
  return makeTarget(document, span, whole ? 'statement' : 'selection');
}

const article = (word: string): string => (/^[AEIOU]/.test(word) ? 'an' : 'a');
