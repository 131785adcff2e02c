/**
 * Values that stand for all values of a column, as far as comparisons with some constants and with a few other columns
 * can tell: each constant, and between each two of them as many values as columns are compared.
 */
import type { Cell } from '../../../ports.ts';
import type { Column } from '../../../schema/model.ts';

/**
 * Undefined for columns whose order is not that of numbers or of BINARY text. NULL is among the values where the column
 * may hold it.
 */
export function regionsOf(column: Column, constants: readonly Cell[], columns: number): Cell[] | undefined {
  const values = ordered(column, constants, columns);
  return values && !column.notNull ? [...values, null] : values;
}

function ordered(column: Column, constants: readonly Cell[], columns: number): Cell[] | undefined {
  if (column.affinity === 'text')
    return column.collation === 'BINARY' ? texts(constants, columns) : undefined;
  if (column.affinity !== 'integer' && column.affinity !== 'real' && column.affinity !== 'numeric')
    return undefined;
  const cuts = [...new Set(constants.map(Number))].sort((a, b) => a - b);
  if (cuts.some(cut => !Number.isFinite(cut) || Math.abs(cut) > 2 ** 40)) return undefined;
  const found = column.affinity === 'integer' ? integers(cuts, columns) : reals(cuts, columns);
  return found.map(value => (Number.isInteger(value) ? BigInt(value) : value));
}

function integers(cuts: readonly number[], columns: number): number[] {
  const found = new Set<number>();
  // Half a value on either side: a constant that is no integer lies between two.
  for (const cut of cuts.length === 0 ? [0] : cuts)
    for (let step = 0; step <= columns; step++) {
      found.add(Math.floor(cut) - step);
      found.add(Math.ceil(cut) + step);
    }
  return [...found];
}

function reals(cuts: readonly number[], columns: number): number[] {
  if (cuts.length === 0) return Array.from({ length: columns }, (_, i) => i);
  const found: number[] = [];
  const between = (low: number, high: number): void => {
    for (let i = 1; i <= columns; i++) found.push(low + ((high - low) * i) / (columns + 1));
  };
  const [first = 0] = cuts;
  between(first - 1, first);
  for (const [i, cut] of cuts.entries()) {
    found.push(cut);
    between(cut, cuts[i + 1] ?? cut + 1);
  }
  return found;
}

function texts(constants: readonly Cell[], columns: number): string[] | undefined {
  if (constants.some(constant => typeof constant !== 'string')) return undefined;
  const cuts = [...new Set(constants.map(String))].sort();
  if (cuts.some(cut => !/^[ -~]*$/.test(cut))) return undefined;
  // '' is the lowest of all texts; above each cut come the texts that begin with it and a control character.
  const found = new Set<string>(['']);
  for (const cut of cuts.length === 0 ? [''] : cuts) {
    found.add(cut);
    for (let i = 1; i <= columns; i++) found.add(`${cut}${String.fromCharCode(i)}`);
  }
  // Between '' and the first cut.
  for (let i = 1; i <= columns; i++) found.add(String.fromCharCode(i));
  return [...found];
}
