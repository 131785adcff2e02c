/** For `id % 7 = 3 AND id < 1000`: the values with that remainder on both sides of what else the column is compared with. */
import type { Cell } from '../../../ports.ts';
import type { Column } from '../../../schema/model.ts';

/** What is left of a column when it is divided. */
export interface Residue {
  readonly modulus: bigint;
  readonly rest: bigint;
}

/** Remainders of one column. */
const REMAINDERS = 4;
/** Constants for each of them. */
const BOUNDS = 4;
/** The first values that are used as they are stay in front. */
const IN_FRONT = 4;

/** Adds those values to what is used as it is, behind the first few. */
export function addResidues(
  residues: ReadonlyMap<Column, readonly Residue[]>,
  constants: ReadonlyMap<Column, readonly Cell[]>,
  exact: Map<Column, Cell[]>,
): void {
  for (const [column, own] of residues) {
    const known = exact.get(column) ?? [];
    const bounds = (constants.get(column) ?? []).flatMap(cell => (typeof cell === 'bigint' ? [cell] : []));
    const values = own.slice(0, REMAINDERS).flatMap(({ modulus, rest }) =>
      bounds.slice(0, BOUNDS).flatMap(bound => {
        const above = bound + ((((rest - bound) % modulus) + modulus) % modulus);
        return [above, above - modulus, above + modulus];
      }),
    );
    const fresh = [...new Set(values)].filter(value => !known.includes(value));
    exact.set(column, [...known.slice(0, IN_FRONT), ...fresh, ...known.slice(IN_FRONT)]);
  }
}
