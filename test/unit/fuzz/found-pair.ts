/** A query of a fuzz run with a mistake in it. */
import assert from 'node:assert/strict';

export interface FoundPair {
  readonly name: string;
  readonly ddl: string;
  readonly a: string;
  /** A part of `a` that stands in it once, and what the rewrite has in its place. */
  readonly mistake: readonly [part: string, instead: string];
}

/** The rewrite with the mistake. */
export function rewriteOf({ name, a, mistake: [part, instead] }: FoundPair): string {
  const [before, after, ...more] = a.split(part);
  assert.ok(before !== undefined && after !== undefined && more.length === 0, name);
  return `${before}${instead}${after}`;
}
