/** Which key goes to which server. Keys are never logged, printed or stored. */

import { keyBegin, keyForms } from './key-forms.ts';

/** Shorter ones would be found in any text. */
const shortestKey = 4;

/**
 * The text with `…` for the key in any of its forms, and for its first eight letters or more, also where spaces or
 * invisible characters stand between the letters, and in either case.
 */
export function withoutKey(text: string, key: string | undefined): string {
  const pattern = patternOf(key);
  if (key === undefined || pattern === undefined) return text;
  const whole = text.replace(pattern, '…');
  const begin = keyBegin(key);
  return begin === undefined ? whole : whole.replace(new RegExp(begin, 'giu'), '…');
}

/** True for a text that tells the key, as in `withoutKey`, also within the escapes of JSON. */
export function tellsKey(text: string, key: string | undefined): boolean {
  const pattern = patternOf(key);
  if (pattern === undefined) return false;
  const plain = text
    .replace(/\\u([0-9a-f]{4})/gi, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)))
    .replace(/\\[bfnrt]/g, ' ');
  return text.search(pattern) >= 0 || plain.search(pattern) >= 0;
}

function patternOf(key: string | undefined): RegExp | undefined {
  if (key === undefined || key.length < shortestKey) return undefined;
  return new RegExp(keyForms(key), 'giu');
}

/** True for an address of this machine, which no other one can be behind. */
export function isLoopback(baseUrl: string): boolean {
  if (!URL.canParse(baseUrl)) return false;
  const { hostname } = new URL(baseUrl);
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

/**
 * `QUILL_API_KEY`, else `OPENAI_API_KEY`, which is sent over https only: a plain connection, such as that of a local
 * server, gets only the key that was set for Quill.
 */
export function endpointKey(
  baseUrl: string,
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const own = env['QUILL_API_KEY']?.trim();
  if (own) return own;
  const general = env['OPENAI_API_KEY']?.trim();
  return general && /^https:/i.test(baseUrl.trim()) ? general : undefined;
}
