/** The errors of names that the binder does not find. */
import { QuillError } from '../errors.ts';
import type { Relation } from './bound.ts';
import { nearestName } from './nearest.ts';

/** A name that nothing has; the message names the nearest of `known`, or lists them. */
export function unknownName(
  what: 'table' | 'column',
  written: string,
  known: readonly string[],
  line: number,
  name = written,
): QuillError {
  const near = nearestName(name, known);
  const hint = near
    ? `did you mean "${near}"?`
    : `known ${what}s: ${known.slice(0, 8).join(', ') || 'none'}.`;
  return new QuillError('unknown-name', `There is no ${what} "${written}"; ${hint}`, { line });
}

/** A column name that several relations have. */
export function ambiguousName(name: string, relations: readonly Relation[], line: number): QuillError {
  const owners = relations.map(relation => relation.name || 'a subquery').join(' and ');
  const message = `The column "${name}" is in ${owners}: write which one is meant.`;
  return new QuillError('unknown-name', message, { line });
}
