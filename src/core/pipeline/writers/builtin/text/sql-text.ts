/** SQL under construction: text with queries and spoilt places in it, put together by a tagged template. */
import type { Technique } from '../../../../optimize/techniques.ts';
import type { Query } from './query.ts';

/** A place that is written badly in the spoilt form and well in the good one. */
export interface Choice {
  readonly kind: 'choice';
  readonly spoilt: Sql;
  readonly good: Sql;
  /** What undoes it. */
  readonly technique: Technique;
}

export type Piece = string | Query | Choice;

/** Text of an expression; a query in it is printed in parentheses. */
export interface Sql {
  readonly kind: 'sql';
  readonly pieces: readonly Piece[];
}

type Part = string | number | Sql | Query | Choice;

/** `sql\`${column} IN ${query}\``. Strings go in as they are: names and values are quoted before. */
export function sql(strings: TemplateStringsArray, ...values: readonly Part[]): Sql {
  const pieces: Piece[] = [];
  strings.forEach((text, i) => {
    if (text !== '') pieces.push(text);
    const value = values[i];
    if (value !== undefined) pieces.push(...piecesOf(value));
  });
  return { kind: 'sql', pieces };
}

/** The items with a separator between them. */
export function joined(items: readonly Part[], separator: string): Sql {
  return {
    kind: 'sql',
    pieces: items.flatMap((item, i) => (i === 0 ? piecesOf(item) : [separator, ...piecesOf(item)])),
  };
}

export function choice(technique: Technique, spoilt: Sql, good: Sql): Sql {
  return { kind: 'sql', pieces: [{ kind: 'choice', spoilt, good, technique }] };
}

function piecesOf(part: Part): readonly Piece[] {
  if (typeof part === 'string') return [part];
  if (typeof part === 'number') return [String(part)];
  return part.kind === 'sql' ? part.pieces : [part];
}
