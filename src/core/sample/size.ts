/** How large a sample database is: about 20 thousand, 300 thousand and 2 million rows. */
export const sampleSizes = ['small', 'medium', 'large'] as const;
export type SampleSize = (typeof sampleSizes)[number];

/** True for the name of a size. */
export function isSampleSize(value: unknown): value is SampleSize {
  return sampleSizes.some(size => size === value);
}
