/** Texts that match a LIKE or GLOB pattern, and some that nearly do. */

/** `%` is filled with nothing, a letter and a blank, `_` with a letter. */
export function fillPattern(pattern: string, operator: 'like' | 'glob' | 'regexp' | 'match'): string[] {
  if (operator === 'regexp' || operator === 'match') return [pattern];
  const [many, one] = operator === 'like' ? ['%', '_'] : ['*', '?'];
  const filled = ['', 'q', ' ', 'qq'].map(text => pattern.replaceAll(many, text).replaceAll(one, 'x'));
  const plain = pattern.replaceAll(many, '').replaceAll(one, 'x');
  const near = [
    plain.toUpperCase(),
    plain.toLowerCase(),
    plain.replaceAll(' ', ''),
    plain.slice(1),
    plain.slice(0, -1),
    `q${plain}`,
    `${plain}q`,
    `q${plain}q`,
  ];
  return [...new Set([...filled, ...near])];
}
