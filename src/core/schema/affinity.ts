import type { Affinity } from './model.ts';

const STRICT_AFFINITY: Readonly<Record<string, Affinity>> = {
  INT: 'integer',
  INTEGER: 'integer',
  REAL: 'real',
  TEXT: 'text',
  BLOB: 'blob',
  ANY: 'any',
};

/** The affinity of a declared type, by the rules of SQLite's datatype3.html §3.1; '' (no type) is `blob`. */
export function affinityOf(type: string, strict: boolean): Affinity {
  const upper = type.toUpperCase();
  if (strict) return STRICT_AFFINITY[upper] ?? 'any';
  if (upper.includes('INT')) return 'integer';
  if (upper.includes('CHAR') || upper.includes('CLOB') || upper.includes('TEXT')) return 'text';
  if (upper === '' || upper.includes('BLOB')) return 'blob';
  if (upper.includes('REAL') || upper.includes('FLOA') || upper.includes('DOUB')) return 'real';
  return 'numeric';
}
