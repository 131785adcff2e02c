/** "Did you mean": the known name nearest to a misspelt one. */

/**
 * Edit distance with transpositions of neighbours (optimal string alignment; Damerau 1964), without case.
 * O(|a|·|b|) time.
 */
function editDistance(a: string, b: string): number {
  const s = a.toLowerCase();
  const t = b.toLowerCase();
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: t.length + 1 }, (_, j) => j);
  for (let i = 1; i <= s.length; i++) {
    const current = [i];
    for (let j = 1; j <= t.length; j++) {
      const same = s[i - 1] === t[j - 1] ? 0 : 1;
      let best = Math.min(previous[j]! + 1, current[j - 1]! + 1, previous[j - 1]! + same);
      if (i > 1 && j > 1 && s[i - 1] === t[j - 2] && s[i - 2] === t[j - 1]) {
        best = Math.min(best, beforePrevious[j - 2]! + 1);
      }
      current.push(best);
    }
    beforePrevious = previous;
    previous = current;
  }
  return previous[t.length]!;
}

/** The nearest of the known names, or undefined when none is near enough to be meant. */
export function nearestName(name: string, known: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(name.length / 3)) + 1;
  for (const candidate of known) {
    const lower = candidate.toLowerCase();
    const wanted = name.toLowerCase();
    // A name that merely lacks or adds a part (`customer` / `customer_id`, `user` / `users`) is near as well.
    const partial =
      wanted.length > 3 && (lower.startsWith(wanted) || wanted.startsWith(lower)) && lower.length > 2;
    const distance = Math.min(
      editDistance(name, candidate),
      partial ? bestDistance - 0.5 : Number.POSITIVE_INFINITY,
    );
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}
