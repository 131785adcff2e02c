/** The statements of a DDL text. */
import { type Token, tokens } from '../dialect/sqlite/lex.ts';
import { isWord } from './table-text.ts';

export interface DdlStatement {
  /** Without comments before it and without the semicolon. */
  readonly text: string;
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
  const found: DdlStatement[] = [];
  let current: Token[] = [];
  const flush = (): void => {
    const [first] = current;
    const last = current[current.length - 1];
    if (first !== undefined && last !== undefined) {
      found.push({
        text: text.slice(first.start, last.end),
        line: lineOf(text, first.start),
        changesSchema: !WITHOUT_SCHEMA.has(text.slice(first.start, first.end).toUpperCase()),
      });
    }
    current = [];
  };
  for (const token of tokens(text)) {
    if (token.kind === 'comment') continue;
    const ends = token.kind === 'operator' && text[token.start] === ';' && !insideTrigger(text, current);
    if (ends) flush();
    else current.push(token);
  }
  flush();
  return found;
}

/** 1-based line of an offset. */
export function lineOf(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}

function insideTrigger(text: string, current: readonly Token[]): boolean {
  const head = current.slice(0, 4);
  if (head[0] === undefined || !isWord(text, head[0], 'CREATE')) return false;
  if (!head.some(token => isWord(text, token, 'TRIGGER'))) return false;
  const begin = current.findIndex(token => isWord(text, token, 'BEGIN'));
  let depth = begin < 0 ? 0 : 1;
  for (const token of current.slice(begin + 1)) {
    if (isWord(text, token, 'CASE')) depth++;
    else if (isWord(text, token, 'END')) depth--;
  }
  return depth > 0;
}
