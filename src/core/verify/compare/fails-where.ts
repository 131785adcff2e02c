/** Makes a query fail where an answer is open. */

/** True, but an integer overflow where `condition` (of value 0 or 1) holds. */
export function failsWhere(condition: string): string {
  return `abs(-9223372036854775807 - (${condition})) > 0`;
}
