/**
 * Greatest (or least, or first n) row per group → RANK() in one pass:
 *   o.x = (SELECT MAX(x) FROM orders m WHERE m.g = o.g)
 *   NOT EXISTS (SELECT 1 FROM orders m WHERE m.g = o.g AND m.x > o.x)
 *   (SELECT COUNT(*) FROM orders m WHERE m.g = o.g AND m.x > o.x) < 3
 *   (o.g, o.x) IN (SELECT g, MAX(x) FROM orders GROUP BY g)
 *   o.id = (SELECT m.id FROM orders m WHERE m.g = o.g ORDER BY m.x DESC, m.id LIMIT 1)   (ROW_NUMBER)
 *   JOIN (SELECT g, MAX(x) AS m FROM orders GROUP BY g) AS best ON best.g = o.g AND best.m = o.x
 *   → FROM (SELECT …, RANK() OVER (PARTITION BY g ORDER BY x DESC) AS x_rank FROM orders) AS o WHERE o.x_rank = 1
 *
 * Precondition: both sides read the same stored table without further conditions on the inner one, and compare under
 * the collation by which RANK sorts. RANK keeps ties, as
 * all these forms do. Where a group or value may be NULL, the MAX forms drop such rows, so `IS NOT NULL` is added; for
 * NOT EXISTS and COUNT, which keep them, both must be NOT NULL.
 * Wrong otherwise: ROW_NUMBER keeps one of several equal rows; a group of NULLs only has a first rank but no maximum.
 * Source: Zuzarte et al., "WinMagic" (SIGMOD 2003); the anti-join form is folklore.
 */
import type { Rule } from '../contract.ts';
import { rankedRewrites } from './rewriting/ranking.ts';
import { openSelects } from './rewriting/tree.ts';

export const greatestPerGroup: Rule = {
  technique: 'greatest-per-group-to-window',
  since: '3.25',
  *propose(q) {
    for (const outer of openSelects(q)) yield* rankedRewrites(q, outer);
  },
};
