/** Keywords of a query that are misspelt, as a syntax error shows them. */
import { nearestName } from '../../sql/nearest.ts';
import { isKeyword } from './keywords.ts';
import { type Token, tokens } from './lex.ts';

const starters = 'SELECT WITH VALUES INSERT UPDATE DELETE REPLACE CREATE DROP ALTER EXPLAIN PRAGMA'.split(
  ' ',
);
const inside = 'FROM WHERE GROUP ORDER HAVING LIMIT OFFSET JOIN UNION EXCEPT INTERSECT WINDOW BETWEEN'.split(
  ' ',
);

/** The keyword of a query that a statement's first word is meant to be; undefined when it is one, or near none. */
export function misspeltStarter(word: string): string | undefined {
  if (isKeyword(word)) return undefined;
  const near = nearestName(word, starters);
  return near === 'SELECT' || near === 'WITH' || near === 'VALUES' ? near : undefined;
}

/**
 * A clause follows what can end an operand or a table; behind FROM, AS or a comma stands a name, whatever it is like.
 */
function endsOperand(token: Token | undefined, text: string): boolean {
  if (token === undefined || token.kind === 'bad') return false;
  return token.kind === 'operator' ? text === ')' || text === '*' : !isKeyword(text);
}

/** The keyword that the first word, or the word at `offset` or right before it, is meant to be. */
export function misspeltKeyword(sql: string, offset: number): { word: string; keyword: string } | undefined {
  const words = tokens(sql).filter(token => token.kind !== 'comment');
  const at = words.findIndex(token => token.end > offset);
  const textAt = (index: number): string => {
    const token = words[index];
    return token?.kind === 'word' ? sql.slice(token.start, token.end) : '';
  };
  const starter = misspeltStarter(textAt(0));
  if (starter !== undefined) return { word: textAt(0), keyword: starter };
  for (const index of [at - 1, at]) {
    const word = textAt(index);
    const before = words[index - 1];
    if (!endsOperand(before, before ? sql.slice(before.start, before.end) : '')) continue;
    const keyword = word.length < 3 || isKeyword(word) ? undefined : nearestName(word, inside);
    if (keyword !== undefined) return { word, keyword };
  }
  return undefined;
}
