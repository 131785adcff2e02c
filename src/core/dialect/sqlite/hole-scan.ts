/** Finds template holes in SQL text: what dbt, drivers, string interpolation and MyBatis leave in queries. */
import type { Span } from '../../sql/span.ts';
import { isIdentifierPart, isSpace } from './characters.ts';
import { isKeyword } from './keywords.ts';
import { tokenFrom } from './lex.ts';

export type HoleForm =
  | 'expression' // {{ x }}
  | 'reference' // {{ ref('t') }}, {{ source('s', 't') }}
  | 'setting' // {{ config(…) }}, which renders to nothing
  | 'control' // {% … %}
  | 'remark' // {# … #}
  | 'interpolation' // ${x}, {x}, #{x}
  | 'name' // "{{ x }}", a quoted name with a hole inside
  | 'driver'; // %s, %(x)s: bound by the driver, so always one value

export interface FoundHole {
  readonly form: HoleForm;
  /** The hole; when it stands inside a string literal, the whole literal. */
  readonly span: Span;
  /** The last argument of ref() or source(). */
  readonly table?: string;
  /** True when the hole is inside a string literal, which it makes one unknown value. */
  readonly inString: boolean;
}

const closers: ReadonlyMap<string, string> = new Map([
  ['{{', '}}'],
  ['{%', '%}'],
  ['{#', '#}'],
]);

/** All holes in order, those in SQL comments left out. */
export function findHoles(text: string): FoundHole[] {
  if (!/[{]|%s|%\(/.test(text)) return [];
  const found: FoundHole[] = [];
  // Where none is closed any more, none is looked for: each search would go to the end of the text.
  const last = new Map<string, number>();
  const lastOf = (closer: string): number => {
    const known = last.get(closer) ?? text.lastIndexOf(closer);
    last.set(closer, known);
    return known;
  };
  const opener = /'|"|`|\[|--|\/\*|\{\{|\{%|\{#|[$#]\{|\{|%s|%\(/g;
  for (let match = opener.exec(text); match !== null; match = opener.exec(text)) {
    const at = match.index;
    const closer = closers.get(match[0]);
    const hole = closer !== undefined && at > lastOf(closer) ? undefined : holeAt(text, at, match[0]);
    if (hole !== undefined) found.push(hole);
    opener.lastIndex = hole?.span.end ?? Math.max(skipEnd(text, at, match[0]), at + 1);
  }
  return found;
}

/** The end of a quote or comment that begins here; the opener itself otherwise. */
function skipEnd(text: string, at: number, opener: string): number {
  if (/^['"`[]|--|\/\*$/.test(opener)) return tokenFrom(text, at, { recover: true }).end;
  return at + opener.length;
}

function holeAt(text: string, at: number, opener: string): FoundHole | undefined {
  switch (opener) {
    case "'":
    case '"':
    case '`':
    case '[':
      return quotedHole(text, at);
    case '{{':
      return expressionHole(text, at);
    case '{%':
      return closed(text, at, '%}', 'control');
    case '{#':
      return closed(text, at, '#}', 'remark');
    case '{':
      return matched(text, at, /\{[A-Za-z_][\w.]*(?:\[[\w'"]*\])?\}/y, 'interpolation');
    case '${':
    case '#{':
      return matched(text, at, /[$#]\{[^{}\n]*\}/y, 'interpolation');
    case '%(':
      return matched(text, at, /%\(\w+\)s/y, 'driver');
    case '%s':
      return driverMark(text, at);
    default:
      return undefined;
  }
}

function closed(text: string, at: number, closer: string, form: HoleForm): FoundHole | undefined {
  const close = text.indexOf(closer, at + 2);
  return close < 0 ? undefined : { form, span: { start: at, end: close + 2 }, inString: false };
}

function matched(text: string, at: number, pattern: RegExp, form: HoleForm): FoundHole | undefined {
  pattern.lastIndex = at;
  const found = pattern.exec(text);
  return found === null
    ? undefined
    : { form, span: { start: at, end: at + found[0].length }, inString: false };
}

function expressionHole(text: string, at: number): FoundHole | undefined {
  // Quoted braces inside the hole do not end it. Another `{{` says that this one is not closed, and no search goes past
  // it.
  const found = matched(text, at, /\{\{(?:'[^'\n]*'|"[^"\n]*"|(?!\}\}|\{\{)[^'"])*\}\}/y, 'expression');
  if (found === undefined) return undefined;
  const inside = text
    .slice(at + 2, found.span.end - 2)
    .replace(/^-|-$/g, '')
    .trim();
  if (/^config\s*\(/.test(inside)) return { ...found, form: 'setting' };
  const reference = /^(?:ref|source)\s*\((?:[^()]*,)?\s*(['"])([^'"]+)\1\s*\)$/.exec(inside);
  return reference === null ? found : { ...found, form: 'reference', table: reference[2]! };
}

/** A string literal with a hole inside is one unknown value. `'%s'` is left alone: strftime and LIKE write it so. */
function quotedHole(text: string, at: number): FoundHole | undefined {
  const { kind, start, end } = tokenFrom(text, at, { recover: true });
  if (kind !== 'string' && kind !== 'name') return undefined;
  const inside = text.slice(start, end);
  if (!/\{\{.*?\}\}|\{%.*?%\}|[$#]\{[^{}\n]+\}/s.test(inside)) return undefined;
  const form = inside.includes('{%') ? 'control' : kind === 'name' ? 'name' : 'interpolation';
  return { form, span: { start, end }, inString: kind === 'string' };
}

/** `%s` is a hole where an operand must begin; behind an operand it is a modulo: `a %s`. */
function driverMark(text: string, at: number): FoundHole | undefined {
  if (isIdentifierPart(text.charCodeAt(at + 2))) return undefined;
  let before = at - 1;
  while (before >= 0 && isSpace(text.charCodeAt(before))) before--;
  const character = text.charAt(before);
  const hole: FoundHole = { form: 'driver', span: { start: at, end: at + 2 }, inString: false };
  if (character === '' || '=<>!(,+-*/|&'.includes(character)) return hole;
  if (!isIdentifierPart(text.charCodeAt(before))) return undefined;
  let start = before;
  while (start > 0 && isIdentifierPart(text.charCodeAt(start - 1))) start--;
  const word = text.slice(start, before + 1);
  const isOperand =
    /^(?:end|null|current_\w+)$/i.test(word) || !isKeyword(word) || text.charAt(start - 1) === '.';
  return isOperand ? undefined : hole;
}
