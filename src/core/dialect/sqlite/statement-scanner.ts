/** Where a statement ends, from its tokens alone. */

import type { Token } from './lex.ts';
import type { StatementPiece } from './split.ts';

/** Follows one statement's tokens: parentheses, and the BEGIN … END of a trigger with the CASE … END inside. */
export class StatementScanner {
  private readonly text: string;
  private readonly head: string[] = [];
  private trigger = false;
  private blocks = 0;
  /** Depth of parentheses. */
  depth = 0;
  /** The last word or operator, in upper case; '' at the start. */
  previous = '';
  /** True once SELECT or VALUES stood at depth 0: another SELECT can follow behind a set operator only. */
  sawQuery = false;

  constructor(text: string) {
    this.text = text;
  }

  /** The statement's first word, in upper case. */
  get keyword(): string {
    return this.head[0] ?? '';
  }

  /** Takes the next token, comments left out; true when it is the semicolon that ends the statement. */
  take(token: Token): boolean {
    const text = wordOrOperator(this.text, token);
    if (text === ';' && this.blocks === 0) return true;
    if (text === '(') this.depth++;
    else if (text === ')') this.depth--;
    else if (token.kind === 'word') this.takeWord(text);
    this.previous = text;
    return false;
  }

  private takeWord(word: string): void {
    if (this.head.length < 3) {
      this.head.push(word);
      const [first, second, third] = this.head;
      this.trigger =
        first === 'CREATE' &&
        (second === 'TRIGGER' || ((second === 'TEMP' || second === 'TEMPORARY') && third === 'TRIGGER'));
    }
    if ((word === 'SELECT' || word === 'VALUES') && this.depth === 0) this.sawQuery = true;
    if (!this.trigger) return;
    // Before its body, a trigger's WHEN may hold CASE … END; both kinds of block close with END.
    if (word === 'BEGIN' || word === 'CASE') this.blocks++;
    else if (word === 'END' && this.blocks > 0) this.blocks--;
  }
}

function wordOrOperator(text: string, token: Token): string {
  if (token.kind === 'operator') return text.slice(token.start, token.end);
  return token.kind === 'word' ? text.slice(token.start, token.end).toUpperCase() : '?';
}

const STARTERS = /^(?:SELECT|WITH|VALUES|INSERT|UPDATE|DELETE|CREATE|DROP|ALTER)$/;
const SET_OPERATORS = new Set(['UNION', 'ALL', 'INTERSECT', 'EXCEPT', '(']);

/**
 * True when the token at `index` begins a statement although the one before lacks its semicolon: a statement keyword
 * behind a blank line, where no valid SQL could continue with it.
 */
export function endsWithoutSemicolon(
  text: string,
  all: readonly Token[],
  index: number,
  scanner: StatementScanner,
): boolean {
  const token = all[index]!;
  const before = all[index - 1];
  if (before === undefined || token.kind !== 'word' || scanner.previous === '') return false;
  if (!/^(?:SELECT|VALUES)$/.test(scanner.keyword) && !(scanner.keyword === 'WITH' && scanner.sawQuery))
    return false;
  if (!/\n[ \t\r]*\n[ \t]*$/.test(text.slice(before.end, token.start))) {
    // With comments between, the blank line may stand above them.
    if (before.kind !== 'comment' || !blankLineAboveComments(text, all, index)) return false;
  }
  const word = text.slice(token.start, token.end).toUpperCase();
  if (!STARTERS.test(word) || SET_OPERATORS.has(scanner.previous)) return false;
  return word !== 'WITH' || beginsWith(text, all, index);
}

function blankLineAboveComments(text: string, all: readonly Token[], index: number): boolean {
  let at = index;
  while (at > 0 && all[at - 1]!.kind === 'comment') at--;
  const before = all[at - 1];
  return before !== undefined && /\n[ \t\r]*\n/.test(text.slice(before.end, all[at]!.start));
}

/** `with` may be a name; `WITH [RECURSIVE] name AS` and `WITH name (` are not. */
function beginsWith(text: string, all: readonly Token[], index: number): boolean {
  const words = all
    .slice(index + 1, index + 8)
    .filter(token => token.kind !== 'comment')
    .map(token => text.slice(token.start, token.end).toUpperCase());
  const after = words[0] === 'RECURSIVE' ? words[2] : words[1];
  return after === 'AS' || after === '(';
}

/** What a statement is, from its tokens without comments. */
export function kindOf(text: string, body: readonly Token[]): Pick<StatementPiece, 'kind' | 'keyword'> {
  const first = body[0];
  const keyword = first?.kind === 'word' ? text.slice(first.start, first.end).toUpperCase() : '';
  if (keyword === 'SELECT' || keyword === 'VALUES') return { kind: 'query', keyword };
  if (keyword !== 'WITH') return { kind: 'other', keyword };
  let depth = 0;
  for (const token of body) {
    const word = wordOrOperator(text, token);
    if (word === '(') depth++;
    else if (word === ')') depth--;
    else if (depth === 0 && /^(?:INSERT|REPLACE|UPDATE|DELETE)$/.test(word))
      return { kind: 'other', keyword };
    else if (depth === 0 && (word === 'SELECT' || word === 'VALUES')) break;
  }
  return { kind: 'query', keyword };
}
