/**
 * What a pair is worth, from 0 to 1.
 *
 *   gain(s)  = L / (1 + L), L = log10 s       0.23 at 2×, 0.5 at 10×, 0.67 at 100×, 0.75 at 1,000×
 *   worth    = 1 − (1 − gain(rewrite)) · (1 − 0.7 · gain(indexes))
 *   reward   = worth · (1 + 0.2 · (readability after − before)) − price of the indexes
 *
 * The gain never reaches 1, so that more is always worth more, and no share of the pairs ends at a cap. The rewrite and
 * the indexes count apart, since indexes cost room and every write, and the same ones suit many statements: 0.7. Each
 * index costs 0.02, and 0.02 for each doubling of its bytes a row beyond 8 (a key of one integer).
 */

export interface RewardInput {
  /** Ratios of at least 0. */
  readonly rewriteSpeedup: number;
  readonly indexSpeedup: number;
  /** 0 to 1, of the slow and of the fast text. */
  readonly readabilityBefore: number;
  readonly readabilityAfter: number;
  readonly indexes: readonly { readonly bytes: number; readonly tableRows: number }[];
}

/** Below this a gain is noise and worth nothing. */
const NOISE = 1.1;
const INDEX_SHARE = 0.7;
const INDEX_PRICE = 0.02;

/** Rewards from here on count as being at the cap. */
export const rewardCap = 0.99;
/** The threshold unless the settings say otherwise: about 1.3× by a rewrite alone. */
export const defaultThreshold = 0.1;

/** What a verified pair is worth, 0 to 1: by its gain and how well it reads, less the price of its indexes. */
export function rewardOf(input: RewardInput): number {
  if (input.rewriteSpeedup * input.indexSpeedup < NOISE) return 0;
  // An index that makes up for a rewrite which is slower by itself earns what both gain, and no more.
  const byIndexes = input.indexSpeedup * Math.min(1, input.rewriteSpeedup);
  const worth = 1 - (1 - gain(input.rewriteSpeedup)) * (1 - INDEX_SHARE * gain(byIndexes));
  const price = input.indexes.reduce((sum, index) => sum + indexPrice(index), 0);
  const reward = worth * (1 + 0.2 * (input.readabilityAfter - input.readabilityBefore)) - price;
  return Math.min(1, Math.max(0, reward));
}

function gain(speedup: number): number {
  const magnitude = Math.max(0, Math.log10(speedup));
  return magnitude / (1 + magnitude);
}

function indexPrice({ bytes, tableRows }: { bytes: number; tableRows: number }): number {
  const perRow = tableRows > 0 ? bytes / tableRows : 0;
  return INDEX_PRICE * (1 + Math.max(0, Math.log2(perRow / 8)));
}

/** What the original project gave for the same gain, to compare with; it took rewrite and indexes as one. */
export function originalReward(speedup: number): number {
  if (speedup < 1.1) return 0;
  if (speedup < 1.5) return 0.15;
  if (speedup < 2) return 0.25 + ((speedup - 1.5) / 0.5) * 0.2;
  return Math.min(1, 0.3 + Math.log10(speedup) / 3.5);
}
