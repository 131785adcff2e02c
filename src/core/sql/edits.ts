/** Edits of a source text by spans. */
import { QuillError } from '../errors.ts';
import type { Span } from './span.ts';

/** Replaces the text of a span; an empty span inserts. */
export interface Edit {
  readonly span: Span;
  readonly text: string;
}

/**
 * Applies edits to the text their spans refer to; everything outside the spans stays as it is. Insertions at one
 * offset keep their order, and stand before the text that replaces a span beginning there.
 *
 * Throws QuillError `internal` when two spans overlap or one lies outside the text.
 */
export function applyEdits(source: string, edits: readonly Edit[]): string {
  const sorted = edits
    .map((edit, index) => ({ edit, index }))
    .sort(
      (a, b) =>
        a.edit.span.start - b.edit.span.start || a.edit.span.end - b.edit.span.end || a.index - b.index,
    );
  let result = '';
  let at = 0;
  for (const { edit } of sorted) {
    const { start, end } = edit.span;
    if (start < at || end < start || end > source.length) {
      throw new QuillError('internal', `The edits overlap or leave the text at offset ${start}.`);
    }
    result += source.slice(at, start) + edit.text;
    at = end;
  }
  return result + source.slice(at);
}
