/** What the project that Quill goes back to reported of its dataset, to compare with. */
export interface OriginalFigures {
  readonly examples: number;
  readonly hours: number;
  readonly pairsPerSecond: number;
  /** US dollars. */
  readonly cost: number;
  readonly largestTechniqueShare: number;
  /** Of the pairs written by hand, how many return other rows than their slow query. */
  readonly handWritten: { readonly total: number; readonly wrong: number };
}

export const originalFigures: OriginalFigures = {
  examples: 15_408,
  hours: 9,
  pairsPerSecond: 0.104,
  cost: 1.7,
  largestTechniqueShare: 0.93,
  handWritten: { total: 20, wrong: 8 },
};
