/** A query in another layout: the same tokens with other blanks, line breaks, case of keywords and optional AS. */
import { isKeyword, isReserved } from '../../dialect/sqlite/keywords.ts';
import { type Token, tokens } from '../../dialect/sqlite/lex.ts';
import type { Random } from '../../random.ts';
import type { BoundQuery } from '../../sql/bound.ts';
import type { Span } from '../../sql/span.ts';
import { type AnyNode, conjuncts, walk } from '../../sql/walk.ts';

const wordCases = ['upper', 'lower', 'capital'] as const;
type WordCase = (typeof wordCases)[number];

export interface Layout {
  readonly keywords: WordCase;
  readonly functions: WordCase | 'kept';
  /** `line`: all on one; `clauses`: a clause a line; `items`: columns and conditions on lines of their own too. */
  readonly breaks: 'line' | 'clauses' | 'items';
  readonly indent: string;
  readonly commaFirst: boolean;
  /** The word AS before the alias of a column and of a table. */
  readonly columnAs: 'kept' | 'written' | 'left out';
  readonly tableAs: 'kept' | 'written' | 'left out';
}

export function chooseLayout(random: Random): Layout {
  return {
    keywords: random.pick(['upper', 'upper', 'lower', 'lower', 'capital']),
    functions: random.pick(['kept', 'upper', 'lower']),
    breaks: random.pick(['line', 'clauses', 'clauses', 'items']),
    indent: random.pick(['  ', '    ', '\t']),
    commaFirst: random.chance(0.25),
    columnAs: random.pick(['kept', 'written', 'written', 'left out']),
    tableAs: random.pick(['kept', 'written', 'left out']),
  };
}

/** The text of a query in a layout, without its comments. */
export function layOut({ source, query }: BoundQuery, layout: Layout): string {
  return new LayoutWriter(source, query, layout).text();
}

interface Break {
  readonly level: number;
  /** True before an item of a list, whose comma may stand first. */
  readonly item: boolean;
}

class LayoutWriter {
  readonly #source: string;
  readonly #layout: Layout;
  /** By offset of the token that begins the line. */
  readonly #breaks = new Map<number, Break>();
  /** Names and what else is never written in another case, by offset. */
  readonly #names = new Set<number>();
  readonly #functions = new Set<number>();
  /** Offsets of aliases. */
  readonly #columnAliases = new Set<number>();
  readonly #tableAliases = new Set<number>();
  #result = '';

  constructor(source: string, query: AnyNode, layout: Layout) {
    this.#source = source;
    this.#layout = layout;
    walk(query, (node, ancestors) => this.#look(node, ancestors));
  }

  text(): string {
    const all = tokens(this.#source).filter(token => token.kind !== 'comment' && this.#textOf(token) !== ';');
    let before: Token | undefined;
    for (const [i, token] of all.entries()) {
      const next = all[i + 1];
      if (this.#isDroppedAs(token, next)) continue;
      const lineStart = this.#lineStart(token, next, before);
      const gap = before === undefined ? '' : (lineStart ?? this.#gap(all, i, before));
      this.#result += gap;
      if (this.#needsAs(token, before)) this.#result += `${this.#cased('AS', this.#layout.keywords)} `;
      this.#result += this.#word(token);
      before = token;
    }
    return this.#result;
  }

  #look(node: AnyNode, ancestors: readonly AnyNode[]): void {
    const level = ancestors.filter(one => one.kind === 'query').length - (node.kind === 'query' ? 0 : 1);
    const clause = (span: Span | undefined): void => this.#breakAt(span, level, false);
    switch (node.kind) {
      case 'query':
        clause(node.orderBySpan);
        clause(node.limit?.span);
        if (node.with) clause(node.body.span);
        break;
      case 'set':
        clause(node.operatorSpan);
        clause(node.right.span);
        break;
      case 'select':
        for (const span of [
          node.fromSpan,
          node.whereSpan,
          node.groupBySpan,
          node.havingSpan,
          node.windowsSpan,
        ])
          clause(span);
        if (this.#layout.breaks === 'items') this.#items(node, level);
        break;
      case 'join':
        if (node.type !== 'comma') clause(node.operatorSpan);
        break;
      case 'column':
        if (node.alias) this.#columnAliases.add(node.alias.span.start);
        break;
      case 'table':
        if (node.indexHint) this.#protect(node.indexHint);
        if (node.alias) this.#tableAliases.add(node.alias.span.start);
        break;
      case 'subquery-item':
      case 'function-item':
        if (node.alias) this.#tableAliases.add(node.alias.span.start);
        break;
      case 'name':
        this.#names.add(node.span.start);
        break;
      case 'function':
        this.#functions.add(node.nameSpan.start);
        break;
      case 'opaque':
      case 'cast':
      case 'collate':
        if (node.kind === 'opaque') this.#protect(node.span);
        else this.#protect({ start: node.operand.span.end, end: node.span.end }, /^(?:as|collate)$/i);
        break;
    }
  }

  #items(select: Extract<AnyNode, { kind: 'select' }>, level: number): void {
    for (const column of select.columns) this.#breakAt(column.span, level + 1, true);
    for (const term of [...conjuncts(select.where).slice(1), ...conjuncts(select.having).slice(1)]) {
      const before = tokens(this.#source.slice(0, term.span.start)).findLast(
        token => token.kind !== 'comment',
      );
      // In parentheses a term does not follow the word AND directly.
      if (before !== undefined && /^and$/i.test(this.#textOf(before)))
        this.#breakAt(before, level + 1, false);
    }
  }

  #breakAt(span: Span | undefined, level: number, item: boolean): void {
    if (span !== undefined && this.#layout.breaks !== 'line') this.#breaks.set(span.start, { level, item });
  }

  #protect(span: Span, except?: RegExp): void {
    for (const token of tokens(this.#source.slice(span.start, span.end))) {
      const text = this.#source.slice(span.start + token.start, span.start + token.end);
      if (except?.test(text) !== true) this.#names.add(span.start + token.start);
    }
  }

  #lineStart(token: Token, next: Token | undefined, before: Token | undefined): string | undefined {
    const { commaFirst, indent } = this.#layout;
    const at = this.#breaks.get(token.start);
    const line = ({ level }: Break): string => `\n${indent.repeat(Math.max(0, level))}`;
    const following = next && this.#breaks.get(next.start);
    if (commaFirst && this.#textOf(token) === ',' && following?.item === true) return line(following);
    if (at === undefined) return undefined;
    if (commaFirst && at.item && before !== undefined && this.#textOf(before) === ',') return ' ';
    return line(at);
  }

  #gap(all: readonly Token[], i: number, before: Token): string {
    const token = all[i]!;
    const [text, previous] = [this.#textOf(token), this.#textOf(before)];
    if (/^[,).]$/.test(text) || previous === '(' || previous === '.') return '';
    if (text === '(') {
      const isCall = this.#functions.has(before.start) || /^cast$/i.test(previous);
      const touched = before.end === token.start && this.#names.has(before.start) && before.kind === 'word';
      return isCall || touched ? '' : ' ';
    }
    // A sign touches its operand where it did; two signs would begin a comment.
    const isSign = /^[-+~]$/.test(previous) && before.end === token.start && !/^[-+]/.test(text);
    return isSign && this.#isSign(all, i - 1) ? '' : ' ';
  }

  #isSign(all: readonly Token[], i: number): boolean {
    const before = all[i - 1];
    if (before === undefined || this.#names.has(before.start)) return before === undefined;
    const text = this.#textOf(before);
    return (before.kind === 'operator' && text !== ')') || (before.kind === 'word' && isReserved(text));
  }

  #isDroppedAs(token: Token, next: Token | undefined): boolean {
    if (token.kind !== 'word' || next === undefined || !/^as$/i.test(this.#textOf(token))) return false;
    const bare = next.kind === 'name' || (next.kind === 'word' && !isKeyword(this.#textOf(next)));
    return bare && this.#wayOf(next) === 'left out';
  }

  #needsAs(token: Token, before: Token | undefined): boolean {
    if (before === undefined || this.#wayOf(token) !== 'written') return false;
    return !/^as$/i.test(this.#textOf(before));
  }

  /** What is done with AS before an alias; undefined for other tokens. */
  #wayOf(token: Token): Layout['columnAs'] | undefined {
    if (this.#columnAliases.has(token.start)) return this.#layout.columnAs;
    return this.#tableAliases.has(token.start) ? this.#layout.tableAs : undefined;
  }

  #word(token: Token): string {
    const text = this.#textOf(token);
    if (token.kind !== 'word' || this.#names.has(token.start)) return text;
    if (this.#functions.has(token.start)) return this.#cased(text, this.#layout.functions);
    return isKeyword(text) ? this.#cased(text, this.#layout.keywords) : text;
  }

  #cased(word: string, style: WordCase | 'kept'): string {
    if (style === 'kept') return word;
    if (style === 'upper') return word.toUpperCase();
    const lower = word.toLowerCase();
    return style === 'lower' ? lower : lower.charAt(0).toUpperCase() + lower.slice(1);
  }

  #textOf(span: Span): string {
    return this.#source.slice(span.start, span.end);
  }
}
