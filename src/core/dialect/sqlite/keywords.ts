/** SQLite's keywords, taken from the grammar itself. */
import { keywordDefs, parseStmt } from 'sqlite3-parser';

const KEYWORDS = new Set(keywordDefs.keywords.map(keyword => keyword.name));
/** Read as names or as the start of a clause, depending on what follows: never left bare. */
const AMBIGUOUS = new Set(['WINDOW', 'OVER', 'FILTER', 'MATERIALIZED']);
const known = new Map<string, boolean>();

/** True for a word of SQLite's grammar, reserved or not. */
export function isKeyword(word: string): boolean {
  return KEYWORDS.has(word.toUpperCase());
}

/** True when a word cannot stand bare as the name of a column, a table and an alias. Most keywords can. */
export function isReserved(word: string): boolean {
  const upper = word.toUpperCase();
  if (upper === 'TRUE' || upper === 'FALSE') return true;
  if (!KEYWORDS.has(upper)) return false;
  if (AMBIGUOUS.has(upper)) return true;
  let reserved = known.get(upper);
  if (reserved === undefined) {
    reserved = parseStmt(`SELECT t.${word}, ${word} ${word} FROM ${word} ${word}`).status === 'error';
    known.set(upper, reserved);
  }
  return reserved;
}
