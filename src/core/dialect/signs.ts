/** What SQLite cannot read, and which database it comes from. Patterns see code with strings and comments blanked. */
import type { OtherDialect } from './detect.ts';

interface Sign {
  readonly dialect: OtherDialect;
  readonly pattern: RegExp;
  /** Where this occurs anywhere, the name is the query's own and tells nothing. */
  readonly unless?: RegExp;
}

function sign(dialect: OtherDialect, pattern: RegExp, unless?: RegExp): Sign {
  return { dialect, pattern, ...(unless && { unless }) };
}

export const signs: readonly Sign[] = [
  // `$a::b` is one variable to SQLite, so a cast counts only behind something else.
  sign('PostgreSQL', /(?:(?<![$@:#\w.])(?:[a-z_][\w.]*|\d+(?:\.\d+)?)|\$\d+|['")\]?])\s*::\s*[a-z]\w*/i),
  sign('PostgreSQL', /(?<![\w$])\$(?:[a-z_]\w*)?\$(?!\w)/i),
  // Looking back comes last: first, it would be tried at every blank of the text.
  sign('PostgreSQL', /\bILIKE\b(?<=[\w)"]\s+ILIKE)(?=\s*['$:?@(\w])/i),
  sign('PostgreSQL', /\b(?:BIG|SMALL)?SERIAL\b(?<=\bCREATE\s[^;]*[(,]\s*[\w"]+\s+\w+)/i),
  sign('PostgreSQL', /\bDISTINCT\s+ON\s*\(/i),
  sign('PostgreSQL', /(?<![.\w])INTERVAL\s+'/i),
  sign('PostgreSQL', /(?<![\w.])E'/),
  sign('PostgreSQL', /\bARRAY\[/i),
  sign('PostgreSQL', /(?:\bJOIN|,|\bFROM)\s+LATERAL\s*\(/i),
  sign('PostgreSQL', /\b(?:DATE_TRUNC|TO_CHAR|ARRAY_AGG|JSONB_AGG|JSONB_BUILD_OBJECT|TO_TSVECTOR)\s*\(/i),
  sign(
    'PostgreSQL',
    /\bEXTRACT\s*\(\s*(?:year|month|day|hour|minute|second|epoch|dow|doy|quarter|week)\s+FROM\b/i,
  ),
  sign('PostgreSQL', /\bSIMILAR\s+TO\b/i),
  sign('PostgreSQL', /\bFETCH\s+(?:FIRST|NEXT)\s+(?:\d+\s+)?ROWS?\s+(?:ONLY|WITH)\b/i),
  sign('PostgreSQL', /(?:@>|#>>|!~\*?|~\*)/),
  sign('PostgreSQL', /\bFOR\s+(?:NO\s+KEY\s+)?UPDATE\s+(?:SKIP\s+LOCKED|NOWAIT|OF\b)/i),

  sign('MySQL', /\)\s*ENGINE\s*=\s*\w+/i),
  sign('MySQL', /\b(?:(?:BIG|SMALL|TINY|MEDIUM)?INT(?:EGER)?(?:\(\d+\))?|NULL|UNSIGNED)\s+AUTO_INCREMENT\b/i),
  sign('MySQL', /\b(?:DATE_SUB|DATE_ADD|ADDDATE|SUBDATE)\s*\([^()]*(?:\([^()]*\)[^()]*)*\bINTERVAL\b/i),
  sign('MySQL', /\bINTERVAL\s+[\w?:@]+\s+(?:MICROSECOND|SECOND|MINUTE|HOUR|DAY|WEEK|MONTH|QUARTER|YEAR)\b/i),
  sign('MySQL', /\bSTRAIGHT_JOIN\b(?=\s+[\w`])/i),
  sign('MySQL', /^[ \t]*DELIMITER\s+[^\w\s,]+[ \t\r]*$/im),
  sign('MySQL', /^[ \t]*#(?![\w{])/m),
  sign('MySQL', /\bON\s+DUPLICATE\s+KEY\s+UPDATE\b/i),
  sign('MySQL', /\bGROUP_CONCAT\s*\([^()]*\bSEPARATOR\s+'/i),
  sign('MySQL', /\bSQL_(?:CALC_FOUND_ROWS|NO_CACHE)\b(?=\s+[\w*`])/i),
  sign('MySQL', /\b(?:FORCE|USE|IGNORE)\s+(?:INDEX|KEY)\s*\(/i),
  sign('MySQL', /<=>/),
  sign('MySQL', /\bLOCK\s+IN\s+SHARE\s+MODE\b/i),
  sign('MySQL', /\bWITH\s+ROLLUP\b(?!\s*(?:AS\b|\())/i),

  sign('SQL Server', /\bSELECT\s+(?:DISTINCT\s+)?TOP\s*(?:\(\s*[\w@]+\s*\)|\d+)(?:\s+PERCENT)?\s+[\w*["(]/i),
  sign('SQL Server', /\b(?:GETDATE|GETUTCDATE|SYSDATETIME|NEWID)\s*\(\s*\)/i),
  sign('SQL Server', /\bCAST\s*\([^()]*\bAS\s+NVARCHAR\s*\(\s*MAX\s*\)/i),
  sign('SQL Server', /\bN'/),
  sign(
    'SQL Server',
    /^[ \t]*GO[ \t\r]*$(?=\s*(?:(?:SELECT|CREATE|ALTER|DROP|INSERT|UPDATE|DELETE|EXEC|USE|SET|IF|DECLARE|WITH)\b|$(?![\s\S])))/im,
  ),
  sign('SQL Server', /@@\w+/),
  sign('SQL Server', /\bISNULL\s*\([^()]*(?:\([^()]*\)[^()]*)*,/i),
  sign('SQL Server', /\b(?:CROSS|OUTER)\s+APPLY\b/i),
  sign('SQL Server', /\bWITH\s*\(\s*(?:NOLOCK|UPDLOCK|ROWLOCK|READPAST|TABLOCK)/i),
  sign(
    'SQL Server',
    /\bDATE(?:ADD|DIFF|PART)\s*\(\s*(?:year|month|day|hour|minute|second|week|quarter|yy|mm|dd)\s*,/i,
  ),
  sign('SQL Server', /\bIDENTITY\s*\(\s*\d+\s*,\s*\d+\s*\)/i),
  sign('SQL Server', /\bTRY_(?:CAST|CONVERT)\s*\(/i),

  sign(
    'Oracle',
    /(?<![.\w])ROWNUM(?=\s*(?:<=?|=|BETWEEN\b))/i,
    /\bAS\s+ROWNUM\b|\)\s*ROWNUM\b|\bROWNUM\s+\w+\s*[,)]/i,
  ),
  sign('Oracle', /\bFROM\s+DUAL\b(?!\s*\.)/i),
  sign('Oracle', /\(\s*\+\s*\)/),
  sign('Oracle', /\bNVL2?\s*\(/i),
  sign('Oracle', /\bCONNECT\s+BY\b/i),
  sign(
    'Oracle',
    /(?<![.\w])SYSDATE\b(?=\s*(?:[-+)<>=,;]|$))/i,
    /\bAS\s+SYSDATE\b|\)\s*SYSDATE\b|\bSYSDATE\s+\w+\s*[,)]/i,
  ),
  sign('Oracle', /\bDECODE\s*\((?:[^(),]*,){2,}/i),
  sign('Oracle', /\bMINUS\s+SELECT\b/i),
  sign('Oracle', /\bVARCHAR2\s*\(/i),
];
