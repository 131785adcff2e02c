import { tokens } from '../dialect/sqlite/lex.ts';

/** SQL on one line, without comments, which could hide what follows on their line; strings stay as they are. */
export function oneLine(sql: string): string {
  let text = '';
  let end = 0;
  for (const token of tokens(sql)) {
    const gap = sql.slice(end, token.start);
    end = token.end;
    const isComment = token.kind === 'comment';
    if ((isComment || /\s/.test(gap)) && !text.endsWith(' ')) text += ' ';
    if (!isComment) text += sql.slice(token.start, token.end);
  }
  return text.trim();
}
