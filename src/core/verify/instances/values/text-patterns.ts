/** Texts that match a LIKE or GLOB pattern, and some that nearly do. */

/** `%` is filled with nothing, a letter and a blank, `_` with a letter; the classes of GLOB with their characters. */
export function fillPattern(pattern: string, operator: 'like' | 'glob' | 'regexp' | 'match'): string[] {
  if (operator === 'regexp' || operator === 'match') return [pattern];
  if (operator === 'glob' && pattern.includes('[')) return fillClasses(tokensOf(pattern));
  const [many, one] = operator === 'like' ? ['%', '_'] : ['*', '?'];
  const filled = ['', 'q', ' ', 'qq'].map(text => pattern.replaceAll(many, text).replaceAll(one, 'x'));
  const plain = pattern.replaceAll(many, '').replaceAll(one, 'x');
  return [...new Set([...filled, ...nearly(plain)])];
}

function nearly(plain: string): string[] {
  return [
    plain.toUpperCase(),
    plain.toLowerCase(),
    plain.replaceAll(' ', ''),
    plain.slice(1),
    plain.slice(0, -1),
    `q${plain}`,
    `${plain}q`,
    `q${plain}q`,
  ];
}

type Token =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'one' | 'many' }
  /** Characters that match and some that do not, both in order. */
  | { readonly kind: 'class'; readonly inside: readonly string[]; readonly outside: readonly string[] };

/** Characters that classes are tried on: digits, letters, and some that are neither. */
const characters = [
  ...'0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ',
  ...' -_.@/:+#,!$%&()*=?',
];

/** A class opens with `[`, negates with `^`, holds ranges, and may have `]` as its first character. */
function tokensOf(pattern: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern.charAt(at);
    const end = char === '[' ? pattern.indexOf(']', at + (pattern.charAt(at + 1) === '^' ? 3 : 2)) : -1;
    if (end > 0) {
      tokens.push(classOf(pattern.slice(at + 1, end)));
      at = end;
    } else if (char === '*') tokens.push({ kind: 'many' });
    else if (char === '?') tokens.push({ kind: 'one' });
    else tokens.push({ kind: 'text', text: char });
  }
  return tokens;
}

function classOf(body: string): Token {
  const negated = body.startsWith('^');
  const members = [...(negated ? body.slice(1) : body)];
  const ranges: [string, string][] = [];
  for (let i = 0; i < members.length; i++) {
    const first = members[i] ?? '';
    const ranged = members[i + 1] === '-' && i + 2 < members.length;
    ranges.push([first, ranged ? (members[i + 2] ?? first) : first]);
    if (ranged) i += 2;
  }
  const named = ranges.flat();
  const known = [...new Set([...characters, ...named])];
  const isNamed = (char: string): boolean => ranges.some(([low, high]) => char >= low && char <= high);
  const inside = known.filter(char => isNamed(char) !== negated);
  return { kind: 'class', inside, outside: known.filter(char => isNamed(char) === negated) };
}

/** How a matching text is written: which of a class's characters, and what `*` and `?` stand for. */
const fills = [
  { share: 0, many: '', one: 'x' },
  { share: 0.1, many: '', one: '7' },
  { share: 0.5, many: '', one: 'X' },
  { share: 1, many: '', one: 'x' },
  { share: 0, many: '0', one: 'x' },
  { share: 0.1, many: 'q', one: 'x' },
  { share: 0.1, many: ' ', one: 'x' },
] as const;

function fillClasses(tokens: readonly Token[]): string[] {
  const write = (
    { share, many, one }: { readonly share: number; readonly many: string; readonly one: string },
    from: 'inside' | 'outside' = 'inside',
  ): string =>
    tokens
      .map(token => {
        if (token.kind === 'text') return token.text;
        if (token.kind !== 'class') return token.kind === 'many' ? many : one;
        return token[from][Math.round(share * (token[from].length - 1))] ?? '';
      })
      .join('');
  const filled = fills.map(fill => write(fill));
  const plain = filled[0] ?? '';
  // What a negated GLOB lets through: texts of the other characters only.
  const others = fills.slice(0, 5).map(fill => write(fill, 'outside'));
  return [...new Set([...filled, ...others, '', ...nearly(plain)])].slice(0, 20);
}
