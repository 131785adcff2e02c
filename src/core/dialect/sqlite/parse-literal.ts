/** Literals → the query model. */
import type * as sqlite from 'sqlite3-parser';
import type { Literal } from '../../sql/model.ts';
import type { Span } from '../../sql/span.ts';

const INT64_MAX = 9223372036854775807n;

/**
 * A number as SQLite reads it: decimal integers past 64 bits are reals, except 9223372036854775808 itself, which
 * stays an integer here because `-9223372036854775808` is one. Hexadecimal is two's complement of 64 bits.
 */
export function numericLiteral(text: string, span: Span): Literal {
  const digits = text.replaceAll('_', '');
  if (/^0x/i.test(digits)) {
    return { kind: 'literal', span, type: 'integer', value: BigInt.asIntN(64, BigInt(digits)) };
  }
  if (/^\d+$/.test(digits)) {
    const value = BigInt(digits);
    if (value <= INT64_MAX + 1n) return { kind: 'literal', span, type: 'integer', value };
  }
  return { kind: 'literal', span, type: 'real', value: Number(digits) };
}

/** Any other literal; blobs and CURRENT_… keep their source text. */
export function buildLiteral(
  tree: Exclude<sqlite.Literal, sqlite.NumericLiteral>,
  span: Span,
  source: string,
): Literal {
  const text = source.slice(span.start, span.end);
  switch (tree.type) {
    case 'StringLiteral':
      return { kind: 'literal', span, type: 'text', value: text.slice(1, -1).replaceAll("''", "'") };
    case 'BlobLiteral':
      return { kind: 'literal', span, type: 'blob', value: text };
    case 'NullLiteral':
      return { kind: 'literal', span, type: 'null', value: null };
    case 'KeywordLiteral':
    case 'CurrentDateLiteral':
    case 'CurrentTimeLiteral':
    case 'CurrentTimestampLiteral':
      return { kind: 'literal', span, type: 'current-time', value: text };
  }
}
