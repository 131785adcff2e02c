/** Walks the tokens of a statement in step with the parser's tree, whose own wrapper spans cannot be trusted. */
import { QuillError } from '../../errors.ts';
import type { Span } from '../../sql/span.ts';
import { type Token, tokens } from './lex.ts';

export class TokenCursor {
  readonly source: string;
  private readonly list: readonly Token[];
  private index = 0;

  /** Comments are left out: no node's span begins or ends with one. */
  constructor(source: string) {
    this.source = source;
    this.list = tokens(source).filter(token => token.kind !== 'comment');
  }

  /** Offset of the next token. */
  get start(): number {
    return this.list[this.index]?.start ?? this.source.length;
  }

  /** End of the token before the next one. */
  get end(): number {
    return this.list[this.index - 1]?.end ?? 0;
  }

  /** From `start` to the end of the last token taken. */
  since(start: number): Span {
    return { start, end: this.end };
  }

  /** Moves so that the next token is the first one at or after `offset`. */
  seek(offset: number): void {
    let low = 0;
    let high = this.list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.list[middle]!.start < offset) low = middle + 1;
      else high = middle;
    }
    this.index = low;
  }

  /** True when the next token is this operator or, without regard to case, this keyword. */
  sees(text: string): boolean {
    const token = this.list[this.index];
    if (token === undefined || token.end - token.start !== text.length) return false;
    if (token.kind !== 'word' && token.kind !== 'operator') return false;
    return this.source.slice(token.start, token.end).toUpperCase() === text;
  }

  /** Takes the next token when it is `text`, and says whether it was. */
  skip(text: string): boolean {
    if (!this.sees(text)) return false;
    this.index++;
    return true;
  }

  /** Takes the next token, whatever it is. */
  take(): Token {
    const token = this.list[this.index];
    if (token === undefined)
      throw new QuillError('internal', 'The statement ended before its syntax tree did.');
    this.index++;
    return token;
  }

  /** Takes the next token, which must be `text`; anything else means that tree and tokens disagree. */
  expect(text: string): Span {
    if (!this.sees(text)) {
      throw new QuillError('internal', `Expected ${text} at offset ${this.start} of the statement.`);
    }
    return this.take();
  }

  /** The texts of the tokens between two offsets. */
  textsBetween(start: number, end: number): string[] {
    const here = this.index;
    this.seek(start);
    const texts: string[] = [];
    for (
      let token = this.list[this.index];
      token !== undefined && token.end <= end;
      token = this.list[++this.index]
    ) {
      texts.push(this.source.slice(token.start, token.end));
    }
    this.index = here;
    return texts;
  }
}
