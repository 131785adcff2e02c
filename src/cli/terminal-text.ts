/**
 * The text without control characters but line ends and tabs: names, models and files may hold sequences that a
 * terminal obeys.
 */
export function forTerminal(text: string): string {
  return text.replace(/(?![\n\t])\p{Cc}/gu, '\u{fffd}');
}
