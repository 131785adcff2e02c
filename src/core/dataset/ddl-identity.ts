/** When two texts declare the same tables: a schema that is held out is so under any name. */
import { ddlStatements } from '../schema/statements.ts';
import { isWord, significant, unquoted } from '../schema/table-text.ts';
import { hexOf } from './ids.ts';

const leftOut = ['TEMP', 'TEMPORARY', 'IF', 'NOT', 'EXISTS'];

/**
 * The same for texts that declare the same tables, whatever their layout, comments, quotes, capitals, order, indexes
 * and other statements.
 */
export function ddlIdentity(ddl: string): string {
  const all = ddlStatements(ddl).map(({ text }) => text);
  const tables = all.filter(text => declaresTable(text));
  const plain = (tables.length > 0 ? tables : all).map(plainStatement);
  return hexOf([...new Set(plain)].sort().join('\n'));
}

function declaresTable(sql: string): boolean {
  const [create, ...rest] = significant(sql);
  const kind = rest.find(token => !leftOut.some(word => isWord(sql, token, word)));
  return (
    create !== undefined &&
    isWord(sql, create, 'CREATE') &&
    kind !== undefined &&
    (isWord(sql, kind, 'TABLE') || isWord(sql, kind, 'VIRTUAL'))
  );
}

function plainStatement(sql: string): string {
  const tokens = significant(sql);
  const open = tokens.findIndex(token => sql.slice(token.start, token.end) === '(');
  return tokens
    .filter((token, i) => i > open || !leftOut.some(word => isWord(sql, token, word)))
    .map(token => unquoted(sql, token).toLowerCase())
    .join(' ');
}

/** A schema with its DDL. */
export interface NamedDdl {
  readonly id: string;
  readonly ddl: string;
}

/**
 * The held-out ids, and those of `others` that declare the same tables as one of `known` that is held out. `known`: the
 * DDL of schemas, where there is any.
 */
export function heldOutUnderAnyName(
  heldOut: readonly string[],
  known: readonly NamedDdl[],
  others: readonly NamedDdl[],
): string[] {
  const identities = new Set(
    known.filter(({ id }) => heldOut.includes(id)).map(({ ddl }) => ddlIdentity(ddl)),
  );
  const same = others.filter(({ ddl }) => identities.has(ddlIdentity(ddl))).map(({ id }) => id);
  return [...new Set([...heldOut, ...same])];
}
