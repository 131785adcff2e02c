/** Which SQLite version a query needs, for projects that support old ones. Source: https://sqlite.org/changes.html */
import type { Query } from '../../sql/model.ts';
import { type AnyNode, walk } from '../../sql/walk.ts';

/** Functions that came after 3.25, with the version that brought them. */
const functionsSince: Readonly<Record<string, string>> = {
  iif: '3.32',
  if: '3.48',
  format: '3.38',
  unixepoch: '3.38',
  timediff: '3.43',
  octet_length: '3.43',
  concat: '3.44',
  concat_ws: '3.44',
  string_agg: '3.44',
  unhex: '3.41',
  ceil: '3.35',
  ceiling: '3.35',
  floor: '3.35',
  trunc: '3.35',
  sqrt: '3.35',
  pow: '3.35',
  power: '3.35',
  exp: '3.35',
  ln: '3.35',
  log: '3.35',
  log10: '3.35',
  log2: '3.35',
  mod: '3.35',
  sign: '3.35',
  median: '3.51',
  percentile: '3.51',
  percentile_cont: '3.51',
  percentile_disc: '3.51',
};

/** The features of a query that not every SQLite has, by the version that brought them. */
function featuresOf(query: Query): Map<string, string> {
  const features = new Map<string, string>();
  walk(query, node => {
    for (const [feature, version] of featuresAt(node)) features.set(feature, version);
  });
  return features;
}

function* featuresAt(node: AnyNode): Iterable<readonly [string, string]> {
  switch (node.kind) {
    case 'function': {
      if (node.over !== undefined) yield ['window functions', '3.25'];
      if (node.filter !== undefined) yield ['FILTER', '3.30'];
      if (node.orderBy.length > 0) yield ['ORDER BY in an aggregate', '3.44'];
      const since = functionsSince[node.name];
      if (since !== undefined) yield [`${node.name}()`, since];
      return;
    }
    case 'frame':
      if (node.unit === 'groups' || node.exclude !== undefined)
        yield ['window frames with GROUPS or EXCLUDE', '3.28'];
      return;
    case 'order':
      if (node.nulls !== undefined) yield ['NULLS FIRST and LAST', '3.30'];
      return;
    case 'join':
      if (node.type === 'right' || node.type === 'full') yield ['RIGHT and FULL JOIN', '3.39'];
      return;
    case 'cte':
      if (node.materialized !== undefined) yield ['MATERIALIZED', '3.35'];
      return;
    case 'binary':
      if (node.operator === '->' || node.operator === '->>') yield ['the operators -> and ->>', '3.38'];
      return;
    case 'row-value':
      yield ['row values', '3.15'];
      return;
    case 'literal':
      if (node.type === 'boolean') yield ['TRUE and FALSE', '3.23'];
      return;
    default:
  }
}

/**
 * The newest version that a feature of the rewrite needs, which the original has not; undefined when `oldest` will do.
 */
export function versionNeeded(original: Query, rewrite: Query, oldest: string): string | undefined {
  const present = featuresOf(original);
  let needed: string | undefined;
  for (const [feature, version] of featuresOf(rewrite)) {
    if (!present.has(feature) && isNewer(version, needed ?? oldest)) needed = version;
  }
  return needed;
}

/** True for the version of a SQLite: `3.31`, `3.31.1`. */
export function isSqliteVersion(text: string): boolean {
  return /^3\.\d{1,3}(\.\d{1,3})?$/.test(text);
}

/** Compares dotted versions number by number. */
export function isNewer(version: string, than: string): boolean {
  const a = version.split('.').map(Number);
  const b = than.split('.').map(Number);
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return false;
}
