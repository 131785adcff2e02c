/** The order in which measured rewrites are looked at. */
import type { Rewrite } from './rewrites.ts';
import type { Workbench } from './workbench.ts';

/** By time, but of rewrites that take about the same time the one of fewer steps first, then the shorter. */
export function* simplestFirst<T extends { readonly rewrite: Rewrite; readonly ms: number }>(
  measured: readonly T[],
  bench: Workbench,
): Iterable<T> {
  const rest = [...measured];
  while (rest.length > 0) {
    const fastest = Math.min(...rest.map(m => m.ms));
    const near = rest.filter(m => !bench.isWorth(m.ms, fastest));
    near.sort(
      (a, b) =>
        a.rewrite.depth - b.rewrite.depth ||
        a.rewrite.sql.length - b.rewrite.sql.length ||
        (a.rewrite.sql < b.rewrite.sql ? -1 : 1),
    );
    const next = near[0] ?? rest[0]!;
    rest.splice(rest.indexOf(next), 1);
    yield next;
  }
}
