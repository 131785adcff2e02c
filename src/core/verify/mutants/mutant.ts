/** A mutant: the original with one deliberate mistake, of the kind people and models make. */

import type { BoundQuery } from '../../sql/bound.ts';
import type { Edit } from '../../sql/edits.ts';
import type { Node } from '../../sql/model.ts';
import type { Span } from '../../sql/span.ts';
import { textOf } from '../../sql/span.ts';

export interface Mutant {
  readonly edits: readonly Edit[];
  /** The mistake, in a few words that name the place. */
  readonly what: string;
}

/** One kind of mistake: a mutant for each place where it can be made. */
export type MutantFamily = (bound: BoundQuery) => Mutant[];

/** The edit that puts `text` in the place of `span`. */
export function replace(span: Span, text: string): Edit {
  return { span, text };
}

/** The text of a node, cut to fit a sentence. */
export function shown(bound: BoundQuery, node: Node): string {
  const text = textOf(bound.source, node.span).replace(/\s+/g, ' ');
  return text.length > 48 ? `${text.slice(0, 47)}…` : text;
}
