/** Says when SQL was evidently written for another database than SQLite. */

import { lineOf } from '../sql/span.ts';
import { signs } from './signs.ts';
import { type Token, tokens } from './sqlite/lex.ts';

export type OtherDialect = 'PostgreSQL' | 'MySQL' | 'SQL Server' | 'Oracle';

export interface Detection {
  readonly dialect: OtherDialect;
  /** The words that tell, as written. */
  readonly evidence: string;
  /** 1-based line of the evidence in the text. */
  readonly line: number;
}

/**
 * The dialect a text looks like, on decisive evidence outside strings and comments only: what SQLite can read is never
 * reported. Undefined for SQLite and whenever in doubt.
 */
export function looksLike(text: string): Detection | undefined {
  // Strings and comments blanked, offsets kept, so that patterns see code only.
  const code = codeOf(text, tokens(text, { recover: true }));
  let best: Detection | undefined;
  let bestAt = Number.POSITIVE_INFINITY;
  for (const sign of signs) {
    const found = sign.pattern.exec(code);
    if (found === null || found.index >= bestAt || sign.unless?.test(code) === true) continue;
    bestAt = found.index;
    // Line patterns begin at the line's blanks, which may be a blanked comment.
    const start = found.index + found[0].search(/\S/);
    const evidence = text.slice(start, found.index + found[0].length).trimEnd();
    const line = lineOf(text, start);
    best = { dialect: sign.dialect, evidence, line };
  }
  return best;
}

/** Blanks for the insides of strings, quoted names and comments; the quotes themselves stay. */
function codeOf(text: string, all: readonly Token[]): string {
  let code = '';
  let at = 0;
  for (const token of all) {
    code += text.slice(at, token.start);
    const written = text.slice(token.start, token.end);
    at = token.end;
    if (token.kind === 'comment') code += written.replace(/[^\n]/g, ' ');
    else if (token.kind === 'string' || token.kind === 'name') {
      code += written.charAt(0) + written.slice(1, -1).replace(/[^\n]/g, '_') + written.slice(-1);
    } else code += written;
  }
  return code + text.slice(at);
}
