/** The value below which a share of the values lies (nearest rank); 0 for none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

/**
 * Clopper and Pearson's one-sided upper bound for a share, of which `hits` in `trials` were seen, at the given
 * confidence: the share at which so few hits would be as unlikely as 1 − confidence.
 */
export function binomialUpperBound(hits: number, trials: number, confidence: number): number {
  if (trials === 0 || hits >= trials) return 1;
  let [low, high] = [hits / trials, 1];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (atMost(hits, trials, middle) > 1 - confidence) low = middle;
    else high = middle;
  }
  return high;
}

/**
 * Clopper and Pearson's interval for a share, two-sided at the given confidence. Source: Clopper and Pearson, "The Use
 * of Confidence or Fiducial Limits Illustrated in the Case of the Binomial" (Biometrika 1934).
 */
export function binomialInterval(
  hits: number,
  trials: number,
  confidence: number,
): { readonly low: number; readonly high: number } {
  const each = (1 + confidence) / 2;
  return {
    low: 1 - binomialUpperBound(trials - hits, trials, each),
    high: binomialUpperBound(hits, trials, each),
  };
}

/** The probability of at most `hits` in `trials`, summed in logarithms: a single term may be too small for a number. */
function atMost(hits: number, trials: number, share: number): number {
  if (share <= 0) return 1;
  if (share >= 1) return hits >= trials ? 1 : 0;
  const odds = Math.log(share) - Math.log1p(-share);
  let term = trials * Math.log1p(-share);
  const terms = [term];
  for (let i = 0; i < hits; i++) {
    term += Math.log((trials - i) / (i + 1)) + odds;
    terms.push(term);
  }
  const largest = terms.reduce((most, each) => Math.max(most, each));
  return Math.min(1, Math.exp(largest) * terms.reduce((sum, each) => sum + Math.exp(each - largest), 0));
}
