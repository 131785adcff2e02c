/**
 * A whole number from 1 to `most`, typed with or without separators between its thousands; undefined for other text.
 */
export function readWholeNumber(typed: string, most: number): number | undefined {
  const digits = typed.replaceAll(/[\s,._']/g, '');
  const value = Number(digits);
  return /^\d{1,9}$/.test(digits) && value >= 1 && value <= most ? value : undefined;
}
