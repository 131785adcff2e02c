/** Some of many items. */

/** So many of the items, taken evenly. */
export function spreadEvenly<T>(items: readonly T[], most: number): T[] {
  if (items.length <= most) return [...items];
  return Array.from({ length: most }, (_, i) => items[Math.floor((i * items.length) / most)]).filter(
    item => item !== undefined,
  );
}

/** The first half of so many as it stands, since the likeliest come first; the rest taken evenly from the others. */
export function firstThenSpread<T>(items: readonly T[], most: number): readonly T[] {
  if (items.length <= most) return items;
  const head = items.slice(0, Math.ceil(most / 2));
  return [...head, ...spreadEvenly(items.slice(head.length), most - head.length)];
}
