/** `--param NAME=VALUE`. */
import { parameterNames, readValue } from '../core/dialect/sqlite/parameter-values.ts';
import { QuillError } from '../core/errors.ts';
import type { Cell } from '../core/ports.ts';

/**
 * Values by the parameter's text. NAME may leave out its mark (`id` for `:id`); a plain `?` is named by its position,
 * `1` or `?1`. Throws QuillError `parameter`.
 */
export function readParameters(sql: string, given: readonly string[]): Record<string, Cell> {
  const known = parameterNames(sql);
  const values = new Map<string, Cell>();
  for (const text of given) {
    const at = text.indexOf('=');
    if (at < 1) throw new QuillError('parameter', `--param ${text} has no value; write NAME=VALUE.`);
    const name = text.slice(0, at);
    const parameter = known.find(one => one === name) ?? known.find(one => one.slice(1) === name);
    if (parameter === undefined)
      throw new QuillError(
        'parameter',
        known.length === 0
          ? `The statement has no parameters, so --param ${name} has no place.`
          : `The statement has no parameter ${name}; it has ${known.join(', ')}.`,
      );
    if (values.has(parameter))
      throw new QuillError('parameter', `--param ${name} is given twice; leave one out.`);
    values.set(parameter, readValue(text.slice(at + 1)));
  }
  return Object.fromEntries(values);
}
