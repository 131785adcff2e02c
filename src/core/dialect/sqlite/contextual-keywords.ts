/** WINDOW, OVER and FILTER: keywords in some places and names in all others, told apart as SQLite's tokenizer does. */
import { isReserved } from './keywords.ts';
import { type Token, tokens } from './lex.ts';

const CONTEXTUAL = /^(?:window|over|filter)$/i;

/**
 * The text with those words spelled otherwise, in equal length, where they are names: the grammar knows them as
 * keywords only. Names are read from the original text. Source: `analyzeWindowKeyword` and its neighbours in
 * https://sqlite.org/src/file/src/tokenize.c
 */
export function respellContextual(sql: string): string {
  if (!/\b(?:window|over|filter)\b/i.test(sql)) return sql;
  const list = tokens(sql).filter(token => token.kind !== 'comment');
  const textOf = (token: Token | undefined): string => (token ? sql.slice(token.start, token.end) : '');
  let result = '';
  let at = 0;
  for (const [index, token] of list.entries()) {
    const word = textOf(token);
    if (token.kind !== 'word' || !CONTEXTUAL.test(word)) continue;
    const next = list[index + 1];
    const afterParen = textOf(list[index - 1]) === ')';
    const keyword =
      word.length === 4 // OVER
        ? afterParen && (textOf(next) === '(' || isName(next, textOf(next)))
        : /^f/i.test(word)
          ? afterParen && textOf(next) === '('
          : isName(next, textOf(next)) && /^as$/i.test(textOf(list[index + 2]));
    if (keyword) continue;
    result += `${sql.slice(at, token.end - 1)}_`;
    at = token.end;
  }
  return result + sql.slice(at);
}

function isName(token: Token | undefined, text: string): boolean {
  if (token?.kind === 'word') return CONTEXTUAL.test(text) || !isReserved(text);
  return token?.kind === 'name' || token?.kind === 'string';
}
