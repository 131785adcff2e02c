/**
 * Texts at which functions and patterns that a query applies to a column show what they do: runs of what `replace` looks
 * for, texts longer than `substr` keeps, what one pattern asks for beside what another one excludes, in either case.
 */
import type { Cell } from '../../../ports.ts';
import type { Column } from '../../../schema/model.ts';
import type { BoundQuery } from '../../../sql/bound.ts';
import type { Expr, FunctionCall } from '../../../sql/model.ts';
import { walk } from '../../../sql/walk.ts';
import { storedColumnsOf } from '../../query/trace.ts';

/** Texts of one column. */
const MOST = 40;
/** Pieces of patterns that are put together in pairs. */
const PIECES = 4;
/** A longer text is not built. */
const LONGEST = 5000;

/** Adds the texts to `into`, by the stored columns that the functions and patterns read. */
export function addTextShapes(
  bound: BoundQuery,
  constant: (expr: Expr) => Cell | undefined,
  into: Map<Column, Cell[]>,
): void {
  const pieces = new Map<Column, Set<string>>();
  const add = (operand: Expr | undefined, texts: readonly string[]): void => {
    for (const column of textColumnsOf(bound, operand)) {
      const known = into.get(column) ?? [];
      const fresh = texts.filter(text => text.length <= LONGEST && !known.includes(text));
      into.set(column, [...known, ...fresh].slice(0, MOST));
    }
  };
  const addPieces = (operand: Expr | undefined, texts: readonly string[]): void => {
    for (const column of textColumnsOf(bound, operand)) {
      const known = pieces.get(column) ?? new Set();
      for (const text of texts) if (text !== '' && known.size < PIECES) known.add(text);
      pieces.set(column, known);
    }
  };
  const textOf = (expr: Expr | undefined): string | undefined => {
    const value = expr && constant(expr);
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  walk(bound.query, node => {
    if (node.kind === 'like') {
      const pattern = textOf(node.pattern) ?? '';
      if (node.operator === 'like') addPieces(node.operand, pattern.split(/[%_]+/));
      if (node.operator === 'glob' && !pattern.includes('[')) addPieces(node.operand, pattern.split(/[*?]+/));
    }
    if (node.kind !== 'function') return;
    const [first, second] = node.args;
    const text = textOf(second);
    if (node.name === 'instr' && text !== undefined) {
      addPieces(first, [text]);
      add(first, [`x${text}`, `x${otherCase(text)}`, `${text}x${text}`]);
    }
    if (node.name === 'replace' && text !== undefined) add(first, runsOf(text));
    if (['trim', 'ltrim', 'rtrim'].includes(node.name)) add(first, padded(second ? text : ' '));
    if (['substr', 'substring', 'left', 'right'].includes(node.name))
      add(first, lengthsKept(node, constant).flatMap(textsAround));
  });
  for (const [column, found] of pieces) {
    const texts = inPairs([...found]);
    into.set(column, [...new Set([...(into.get(column) ?? []), ...texts])].slice(0, MOST));
  }
}

function textColumnsOf(bound: BoundQuery, expr: Expr | undefined): Set<Column> {
  const columns = expr ? storedColumnsOf(bound, expr) : [];
  return new Set(columns.filter(({ affinity }) => ['text', 'any', 'blob'].includes(affinity)));
}

/** What one pattern asks for beside what another one does, as it is written and in other letters. */
function inPairs(pieces: readonly string[]): string[] {
  return pieces.flatMap(one =>
    pieces
      .filter(other => other !== one)
      .flatMap(other => [
        `${one} ${otherCase(other)}`,
        `${one} ${other}`,
        `${otherCase(one)} ${other}`,
        `${one}${other}`,
      ]),
  );
}

/** Runs of what is replaced, on which replacing once and replacing again differ, and one inside another. */
function runsOf(text: string): string[] {
  const middle = Math.ceil(text.length / 2);
  return [
    text.repeat(4),
    `a${text.repeat(4)}b`,
    `a${text}b`,
    ` ${text}a${text}${text}b${text} `,
    text.repeat(2),
    text.repeat(3),
    `${text.slice(0, middle)}${text}${text.slice(middle)}`,
    `x${otherCase(text)}y`,
  ];
}

/** What is trimmed at the ends, within, and other blanks; `undefined` where it is not known. */
function padded(characters = ' '): string[] {
  const one = characters.slice(0, 1);
  const backwards = [...characters].reverse().join('');
  return [
    `${characters}a${characters}${characters}b${characters}`,
    `a${one}b`,
    `${one}${one}a`,
    `a${one}${one}`,
    `${backwards}a${backwards}`,
    characters.repeat(2),
    '\ta\n',
    ' a b ',
  ];
}

/** How many characters of the text a call looks at. */
function lengthsKept({ args }: FunctionCall, constant: (expr: Expr) => Cell | undefined): number[] {
  const [start, length] = args.slice(1).map(arg => Math.abs(Number(constant(arg) ?? NaN)));
  const lengths = [start, length, (start ?? NaN) + (length ?? NaN) - 1];
  return [...new Set(lengths.filter(n => n !== undefined && Number.isSafeInteger(n) && n > 0))].filter(
    n => n !== undefined,
  );
}

/** Texts of about that length in which every character differs from its neighbours. */
function textsAround(length: number): string[] {
  return [length + 1, length, length - 1, length + 10].filter(n => n > 0 && n <= LONGEST).map(ofLength);
}

function ofLength(length: number): string {
  return Array.from({ length }, (_, i) => String.fromCharCode(97 + ((i * 7 + Math.floor(i / 26)) % 26))).join(
    '',
  );
}

function otherCase(text: string): string {
  return /[a-z]/.test(text) ? text.toUpperCase() : text.toLowerCase();
}
