/** Taking items out of a list with commas. */

import type { Edit } from '../../../sql/edits.ts';
import type { Node } from '../../../sql/model.ts';

/** Edits that take items out of a list of which at least one stays; an item goes with one of its commas. */
export function removedItems(items: readonly Node[], gone: readonly Node[]): Edit[] {
  return items.flatMap((item, i) => {
    if (!gone.includes(item)) return [];
    const anyAfter = items.slice(i + 1).some(other => !gone.includes(other));
    const next = items[i + 1];
    if (anyAfter && next) return [{ span: { start: item.span.start, end: next.span.start }, text: '' }];
    const before = items[i - 1];
    return before ? [{ span: { start: before.span.end, end: item.span.end }, text: '' }] : [];
  });
}
