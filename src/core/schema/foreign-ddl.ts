/** Signs that a statement which SQLite refuses was written for another engine. */
import { tokens } from '../dialect/sqlite/lex.ts';
import { lineOf } from '../sql/span.ts';

export interface ForeignDdl {
  readonly dialect: 'PostgreSQL' | 'MySQL' | 'SQL Server' | 'Oracle';
  /** The words that tell. */
  readonly evidence: string;
  /** 1-based line within the statement. */
  readonly line: number;
}

const SIGNS: readonly (readonly [ForeignDdl['dialect'], RegExp])[] = [
  ['MySQL', /\bAUTO_INCREMENT\b/i],
  ['MySQL', /\bENGINE\s*=\s*\w+/i],
  ['MySQL', /\b(?:DEFAULT\s+)?(?:CHARSET|CHARACTER\s+SET)\s*=?\s*\w+/i],
  ['MySQL', /\bENUM\s*\(|\bON\s+UPDATE\s+CURRENT_TIMESTAMP\b/i],
  ['MySQL', /^\s*(?:LOCK|UNLOCK)\s+TABLES\b|^\s*USE\s+\S+|^\s*SET\s+(?:NAMES|@)/i],
  ['MySQL', /\bUNSIGNED\s+NOT\b|[,(]\s*(?:FULLTEXT\s+|UNIQUE\s+)?KEY\s+\S+\s*\(/i],
  ['MySQL', /\bCOMMENT\s*=?\s*'/i],
  ['SQL Server', /\bN?VARCHAR\s*\(\s*MAX\s*\)|\bVARBINARY\s*\(\s*MAX\s*\)/i],
  ['SQL Server', /\bIDENTITY\s*\(\s*\d+\s*,\s*\d+\s*\)|\b(?:NON)?CLUSTERED\b|\bGETDATE\s*\(/i],
  ['SQL Server', /^\s*GO\s*$|^\s*EXEC(?:UTE)?\s+\S+/i],
  ['Oracle', /\bVARCHAR2\s*\(\s*\d+\s+(?:CHAR|BYTE)\s*\)|\bTABLESPACE\b|\bSYSDATE\b|\bSTORAGE\s*\(/i],
  ['PostgreSQL', /\bCOMMENT\s+ON\b|^\s*CREATE\s+(?:EXTENSION|TYPE|SEQUENCE|DOMAIN|SCHEMA|MATERIALIZED)\b/i],
  ['PostgreSQL', /::\s*\w+|\bnextval\s*\(|\bDEFAULT\s+(?:now|gen_random_uuid|uuid_generate_v4)\s*\(/i],
  ['PostgreSQL', /\bUSING\s+(?:btree|gin|gist|hash|brin)\b|\b(?:BIG|SMALL)?SERIAL\b|\bTIMESTAMPTZ\b/i],
  ['PostgreSQL', /\bGENERATED\s+(?:ALWAYS|BY\s+DEFAULT)\s+AS\s+IDENTITY\b|\w+\s*\[\s*\]|\bINHERITS\s*\(/i],
  ['PostgreSQL', /^\s*ALTER\s+TABLE\s+ONLY\b|\bOWNER\s+TO\b|\bCREATE\s+INDEX\s+CONCURRENTLY\b|\$\$/i],
  ['PostgreSQL', /^\s*(?:ALTER\s+(?:SEQUENCE|TYPE)\b|GRANT\b|REVOKE\b|DO\b|SET\s+\w+\s*(?:=|TO\b))/i],
  ['PostgreSQL', /\bTIMESTAMP\s+WITH(?:OUT)?\s+TIME\s+ZONE\b|\bEXCLUDE\s+USING\b|\bINCLUDE\s*\(/i],
];

/**
 * The engine a refused statement seems to be meant for, or undefined when nothing tells. Strings and comments do not
 * count.
 */
export function foreignDdl(sql: string): ForeignDdl | undefined {
  const bare = withoutQuoted(sql);
  for (const [dialect, sign] of SIGNS) {
    const match = sign.exec(bare);
    if (match === null) continue;
    const blanks = match[0].length - match[0].trimStart().length;
    const start = match.index + blanks;
    return {
      dialect,
      evidence: sql.slice(start, match.index + match[0].length).trim(),
      line: lineOf(sql, start),
    };
  }
  return undefined;
}

/** The text with comments blanked and the inside of quotes replaced by underscores, at equal length. */
function withoutQuoted(sql: string): string {
  let bare = '';
  let at = 0;
  for (const token of tokens(sql)) {
    bare += sql.slice(at, token.start);
    const text = sql.slice(token.start, token.end);
    if (token.kind === 'comment') bare += text.replace(/[^\n]/g, ' ');
    else if ((token.kind === 'string' || token.kind === 'name') && !/^\[\s*\]$/.test(text))
      bare += text[0] + text.slice(1, -1).replace(/[^\n]/g, '_') + text[text.length - 1];
    else bare += text;
    at = token.end;
  }
  return bare + sql.slice(at);
}
