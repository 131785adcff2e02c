/**
 * How well a query reads, from 0 to 1, from measurable features: how deep it nests, how many subqueries it asks a
 * reader to hold in mind, how long it and its lines are, whether it says which columns it reads, how its tables are
 * named. It compares two ways to ask the same; between different questions it means little.
 */
import { tokens } from '../dialect/sqlite/lex.ts';
import type { BoundQuery } from '../sql/bound.ts';
import { walk } from '../sql/walk.ts';
import { featuresOf } from './difficulty.ts';

/** Tokens that a reader takes in at a glance. */
const GLANCE = 40;
/** Characters of a line that is read without scrolling. */
const LINE = 100;

/** How well a query reads, 0 to 1, by its parts and its layout. */
export function readabilityOf(bound: BoundQuery): number {
  const features = featuresOf(bound);
  const { source } = bound;
  const words = tokens(source).length;
  const longest = Math.max(...source.split('\n').map(line => line.trim().length));
  let stars = 0;
  let commaJoins = 0;
  walk(bound.query, node => {
    if (node.kind === 'star') stars++;
    if (node.kind === 'join' && node.type === 'comma') commaJoins++;
  });
  const cost =
    0.5 * Math.log2(1 + words / GLANCE) +
    0.35 * Math.max(0, features.depth - 1) +
    0.25 * features.correlated +
    0.1 * features.subqueries +
    0.15 * features.setOperations +
    0.05 * features.relations +
    0.2 * Math.min(2, Math.max(0, longest / LINE - 1)) +
    0.15 * Math.min(2, stars) +
    0.1 * commaJoins;
  return 1 / (1 + cost / 2);
}
