/**
 * The forms in which a text may tell a key: as it is, spelt backwards, escaped, as hexadecimal digits or in base 64.
 */

/** What may stand between the letters of a key so that people still read it, or do not see it at all. */
const between = String.raw`[\p{C}\p{M}\p{Z}\s]*`;
const betweenBytes = String.raw`[\p{C}\p{Z}\s:,;_-]*(?:0x)?`;
/** Of a shorter key the other forms would be found in any text. */
const shortestHidden = 8;

/** A pattern that finds the key in each of its forms, for use with the flags `giu`. */
export function keyForms(key: string): string {
  const letters = [...key].map(letterForms);
  const plain = letters.join(between);
  if (key.length < shortestHidden) return plain;
  const bytes = Buffer.from(key);
  const backwards = letters.toReversed().join(between);
  const digits = [...bytes].map(hex).join(betweenBytes);
  return [plain, backwards, digits, ...[0, 1, 2].map(shift => base64Form(bytes, shift))].join('|');
}

/** As `keyForms`: finds the key's first letters, as many as there are; undefined where it is too short for that. */
export function keyBegin(key: string): string | undefined {
  const letters = [...key].map(letterForms);
  if (letters.length < shortestHidden) return undefined;
  const rest = letters
    .slice(shortestHidden)
    .reduceRight((more, letter) => `(?:${between}${letter}${more})?`, '');
  return letters.slice(0, shortestHidden).join(between) + rest;
}

/** A letter as it is, or as URLs, C, JSON and HTML write it. */
function letterForms(letter: string): string {
  const bytes = [...Buffer.from(letter)].map(hex);
  const units = letter.split('').map(unit => unit.charCodeAt(0).toString(16).padStart(4, '0'));
  const code = letter.codePointAt(0) ?? 0;
  const literal = letter.replace(/[\\^$.*+?()[\]{}|/]/, String.raw`\$&`);
  const forms = [
    letter === '/' ? String.raw`\\?\/` : literal,
    // Percent signs may be encoded again.
    bytes.map(byte => `%(?:25)*${byte}`).join(''),
    bytes.map(byte => String.raw`\\x${byte}`).join(''),
    units.map(unit => String.raw`\\u${unit}`).join(''),
    `&#0*${code};`,
    `&#x0*${code.toString(16)};`,
  ];
  return `(?:${forms.join('|')})`;
}

/**
 * Base 64 of a text that holds the key behind `shift` bytes, modulo three: the digits that the key decides, at least in
 * part.
 */
function base64Form(key: Buffer, shift: number): string {
  const text = Buffer.concat([Buffer.alloc(shift), key]).toString('base64');
  const [firstBit, lastBit] = [8 * shift, 8 * (shift + key.length)];
  const digits = [...text.slice(Math.ceil(firstBit / 6), Math.floor(lastBit / 6))].map(base64Digit);
  const partly = (bit: number): string[] => (bit % 6 === 0 ? [] : [String.raw`[\w+\/\-]?`]);
  return [...partly(firstBit), ...digits, ...partly(lastBit)].join(between);
}

/** Of the alphabet of RFC 4648, or of that for URLs. */
function base64Digit(digit: string): string {
  if (digit === '+') return '(?:[-+]|%2B)';
  return digit === '/' ? String.raw`(?:\\?\/|_|%2F)` : digit;
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}
